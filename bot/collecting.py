"""Memory: Python's search for garbage, made seldom and not in what stays; the C library's heap, kept from spreading.

The search walks through every object there is while everything waits: three hundred thousand before anybody has come. What
refers to itself waits longer for its end, and is little: nearly all goes by itself once nobody refers to it any more.
"""

import ctypes
import gc
import sys

from portal import danger

EVERY = 20_000  # objects more than before, until the youngest are looked through; Python's own is 700
# Of glibc, by number: a heap for every thread is seldom shared; a large buffer within a heap leaves a hole in it, and after
# the first one that was given back it has larger and larger ones in there, unless it is told where to stop.
TRIM, MMAP, ARENAS = -1, -3, -8
LARGE, HEAPS = 128 * 1024, 2


def keep_together() -> None:
    """Have large buffers outside the heaps, and few heaps; before the first thread. Other C libraries are left alone."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if set_option is not None:
        for option, value in ((ARENAS, HEAPS), (MMAP, LARGE), (TRIM, LARGE)):
            set_option(option, value)


def settle() -> None:
    """Leave out what is there once all is read that the process keeps; for a process that serves, once."""
    danger.ready()  # read beside the start: waits for it
    gc.collect()
    gc.freeze()
    gc.set_threshold(EVERY)
