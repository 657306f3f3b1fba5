"""Errands: what a unit of work needs from outside, as a plain value; who runs the works knows how to run it."""


class Errand:
    """Something that takes the network, such as a file to be fetched; told apart by its class."""
