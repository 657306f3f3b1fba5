"""Memory under steady load: whether it grows, in MB a minute, once the bot is warm."""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import sqrt
from subprocess import Popen
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from bench import linked
from bench.contenders import PATIENTS
from bench.null import null_telegram
from bench.processes import memory
from bench.replicas import Home, Sqlite, replicas
from bench.updates import let_through

AT_ONCE = 10
MINUTES, MORE_MINUTES = 10, 60
WARM_UP = 0.3  # of the time: what is read at its first use, what fills up
LATENCY = 0.04  # seconds that a call to Telegram takes: a steady load, not a full one
BLOCK = 10.0  # seconds whose samples are one point: neighbours are alike, and would make the error look small

Sample = tuple[float, float]  # seconds since the start, MB


class Slope(NamedTuple):
    """How memory grows, in MB a minute, and the standard error of that."""

    slope: float
    error: float


def run(long: bool) -> dict[str, Any]:
    """Have patients fill in the same forms again and again, and watch."""
    minutes = MORE_MINUTES if long else MINUTES
    with null_telegram() as server, Sqlite().home() as home, replicas(server, home, 1) as there:
        (process,) = there.processes
        with _watched(process) as samples:
            updates = _busy(server, home, there.addresses, 60 * minutes)
    warm = [one for one in samples if one[0] > 60 * minutes * WARM_UP]
    found = slope(warm)
    figures = {
        "minutes": minutes,
        "updates": updates,
        "mb_a_minute": found.slope,
        "standard_error": found.error,
        "mb_when_warm": warm[0][1],
        "mb_at_the_end": warm[-1][1],
        "mb_at_most": max(mb for _, mb in samples),
        "every_ten_seconds": _blocks(samples),
    }
    _show(figures)
    return figures


def slope(samples: list[Sample]) -> Slope:
    """Return the line through the samples, blocks of ten seconds as one point each, by least squares."""
    points = [(seconds / 60, mb) for seconds, mb in _blocks(samples)]
    minutes, mbs = zip(*points, strict=True)
    line = statistics.linear_regression(minutes, mbs)
    left = sum((mb - line.slope * minute - line.intercept) ** 2 for minute, mb in points)
    spread = sum((minute - statistics.fmean(minutes)) ** 2 for minute in minutes)
    return Slope(line.slope, sqrt(left / (len(points) - 2) / spread))


def _blocks(samples: list[Sample]) -> list[Sample]:
    blocks: dict[int, list[Sample]] = {}
    for one in samples:
        blocks.setdefault(int(one[0] / BLOCK), []).append(one)
    return [
        (statistics.fmean(s for s, _ in of), statistics.fmean(mb for _, mb in of)) for of in blocks.values()
    ]


@contextmanager
def _watched(process: "Popen[bytes]") -> Iterator[list[Sample]]:
    """Look at a process every half second."""
    samples: list[Sample] = []
    over = threading.Event()

    def watch() -> None:
        began = time.monotonic()
        while not over.wait(0.5):
            samples.append((time.monotonic() - began, memory(process)))

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield samples
    finally:
        over.set()
        watching.join()


def _busy(server: str, home: Home, addresses: list[str], seconds: float) -> int:
    """Have crowds come until the time is over; returns how many answers they got."""
    answered, end = 0, time.monotonic() + seconds
    crowd = {"at_once": AT_ONCE, "latency": LATENCY, "replicas": addresses}
    with linked.portal_in(home.folder, home.address) as portal:
        while time.monotonic() < end:
            told = let_through(server, {**crowd, "patients": linked.chats(PATIENTS // 4)})
            assert told["finished"] == told["total"], "patients were left waiting"
            answered += told["answered"]
            portal.do(linked.reopen)
    return answered


def _show(figures: dict[str, Any]) -> None:
    title = f"Memory, {figures['minutes']} minutes, {figures['updates'] / 60 / figures['minutes']:.0f} updates a second"
    table = Table("warm", "at the end", "at most", "a minute", "standard error", title=title)
    numbers = [f"{figures[key]:.1f} MB" for key in ("mb_when_warm", "mb_at_the_end", "mb_at_most")]
    table.add_row(*numbers, f"{figures['mb_a_minute']:+.3f} MB", f"{figures['standard_error']:.3f} MB")
    Console().print(table)
