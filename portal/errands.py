"""Errands: what a unit of work needs from outside, as a plain value; who runs the works knows how to run it."""

from dataclasses import dataclass


class Errand:
    """Something that takes the network, such as a file to be fetched; told apart by its class."""


@dataclass(frozen=True)
class Together(Errand):
    """Several errands run at once: an album is fetched like one file. Its value is the list of theirs, in order."""

    errands: tuple[Errand, ...]
