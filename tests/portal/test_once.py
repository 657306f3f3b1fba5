"""What a process keeps is read once, also when several threads come first: each would take as long, and as much room."""

import subprocess
import sys
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest

from portal.once import once

MANY = 5
SHORT = 0.2  # seconds
# Counts the files that are read while one thread reads all that is known of danger, and others ask already.
ASKED_AT_ONCE = f"""
import threading
import numpy as np
from portal import danger
from portal.encoder import HERE
HERE.installed, load, read, all_there = False, np.load, [], threading.Barrier({MANY})
np.load = lambda path: (read.append(path.name), load(path))[1]
def come(ask):
    all_there.wait()
    ask()
asked = [danger.ready, *[lambda: danger.watch("je veux mourir")] * {MANY - 1}]
threads = [threading.Thread(target=come, args=(ask,)) for ask in asked]
for one in threads: one.start()
for one in threads: one.join()
print(*sorted(read))
"""


def test_threads_that_come_at_once_get_the_same_and_one_of_them_reads() -> None:
    read, found = list[object](), list[object]()
    all_there, another_reads = Barrier(MANY), Barrier(2)

    @once
    def thing() -> object:
        with suppress(BrokenBarrierError):
            another_reads.wait(SHORT)
        read.append(object())
        return read[-1]

    def ask() -> None:
        all_there.wait()
        found.append(thing())

    threads = [Thread(target=ask) for _ in range(MANY)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(read) == 1
    assert found == read * MANY


def test_what_could_not_be_read_is_read_again() -> None:
    wrong = [OSError("the disk is away")]

    @once
    def thing() -> str:
        if wrong:
            raise wrong.pop()
        return "read"

    with pytest.raises(OSError, match="away"):
        thing()
    assert thing() == "read"


def test_what_is_known_of_danger_is_read_once_by_whoever_comes_first() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKED_AT_ONCE], check=True, capture_output=True, text=True
    ).stdout
    assert told.split() == ["learned.npz", "lexicon.npz", "meanings.npz", "usage.npz"]
