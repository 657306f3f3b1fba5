"""Reads once what a process keeps, however many threads ask for it at the same time. Pure."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


def once(read: Callable[[], T]) -> Callable[[], T]:
    """Return a function that reads when it is first called; whoever calls it meanwhile waits, and gets the same.

    `functools.cache` has each thread read for itself until the first is done: five did, four of them for nothing.
    """
    door, kept = Lock(), list[T]()

    @wraps(read)
    def kept_or_read() -> T:
        if not kept:  # what is there needs no door
            with door:
                if not kept:
                    kept.append(read())
        return kept[0]

    return kept_or_read
