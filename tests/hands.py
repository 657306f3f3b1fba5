"""Child processes that stay from one test to the next: to be born costs each a second, and no test changes them."""

from multiprocessing import forkserver

from pebble import ProcessPool

from bot import workshop
from bot.workshop import DEADLINE, MEMORY, Workshop

# One server forks all that tests have forked, and it reads beforehand what it is told first: had a chart come first, each
# life of a whole bot (`tests/faults`) would read for four seconds before it begins.
AHEAD = ("tests.faults.ahead", "portal.inspection.pictures", "portal.inspection.pages", *workshop.READY)

UNHURRIED = 100

_lasting = {"workshop": Workshop(), "darkroom": workshop.darkroom()}


class Lent(Workshop):
    """A workshop whose children are everybody's; one that is given another memory has its own.

    By the clock a task takes what it takes: how busy the machine is that tests run on is no matter of theirs.
    """

    def __init__(self, whose: Workshop, deadline: float) -> None:
        super().__init__(deadline, slowly=UNHURRIED)
        self._whose = whose

    def _open(self) -> ProcessPool:
        if self.memory != MEMORY:
            return super()._open()
        if self._whose._pool is not None and not self._whose._pool.active:  # broken by a test before
            self._whose.close()
        return self._whose._open()


def lent(which: str, deadline: float = DEADLINE) -> Workshop:
    """Return a `workshop` or a `darkroom`, whose children the next test has again."""
    return Lent(_lasting[which], deadline)


def begin() -> None:
    """Have the server of forks read what a whole bot is made of."""
    forkserver.set_forkserver_preload(list(AHEAD))
    forkserver.ensure_running()


def close() -> None:
    """Stop them all."""
    for one in _lasting.values():
        one.close()
