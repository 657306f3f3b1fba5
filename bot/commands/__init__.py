"""What an operator can ask for: a file for each noun, a function for each verb.

A command takes its options and returns an `Answer` or a `Refused`; `performing` prints either, and every error.
"""
