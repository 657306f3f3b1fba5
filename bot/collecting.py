"""Python's search for garbage: kept away from what stays as long as the process, and made once in a while.

It walks through every object there is while everything waits: three hundred thousand before anybody has come. What
refers to itself waits longer for its end, and is little: nearly all goes by itself once nobody refers to it any more.
"""

import gc

from portal import danger

EVERY = 20_000  # objects more than before, until the youngest are looked through; Python's own is 700


def settle() -> None:
    """Leave out what is there once all is read that the process keeps; for a process that serves, once."""
    danger.ready()  # read beside the start: waits for it
    gc.collect()
    gc.freeze()
    gc.set_threshold(EVERY)
