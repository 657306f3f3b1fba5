"""A flood: one person writes without end; how long the others wait meanwhile, beside how long they wait without her."""

import statistics
import time
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import linked
from bench.contenders import ours
from bench.null import null_telegram
from bench.processes import ask, stop, until
from bench.updates import let_through

AT_ONCE, OTHERS = 10, 120
LATENCY = 0.04  # seconds added to every call to Telegram
FLOODS = {"nobody": 0.0, "200 a minute": 200 / 60, "50 a second": 50.0}
ROUNDS, MORE_ROUNDS = 3, 10
BEFORE = 1.0  # seconds of flood before the others come

Run = dict[str, float]


def run(long: bool) -> dict[str, Any]:
    """Let the same crowd through with each flood, in turn; medians over the rounds."""
    count = MORE_ROUNDS if long else ROUNDS
    rounds = [{name: measure(a_second) for name, a_second in FLOODS.items()} for _ in range(count)]
    found = {name: _median([one[name] for one in rounds]) for name in FLOODS}
    title = "The others, meanwhile"
    table = Table("who floods", "p50 ms", "p99 ms", "p99, of none's", "written", "answered", title=title)
    for name, one in found.items():
        one["ratio"] = one["p99_ms"] / found["nobody"]["p99_ms"]
        numbers = (f"{one[key]:.0f}" for key in ("poured", "answered"))
        table.add_row(name, f"{one['p50_ms']:.0f}", f"{one['p99_ms']:.0f}", f"{one['ratio']:.2f}", *numbers)
    Console().print(table)
    return {"floods": found, "rounds": rounds}


def measure(a_second: float) -> Run:
    """Start ours, have one person write so often, and let the others through."""
    flooder, *others = linked.chats(OTHERS + 1)
    with null_telegram() as server, ours(server) as contender:
        process = contender.start()
        try:
            assert until(lambda: ask(f"{server}/crowd")["calls"] > 1), "it does not start"
            time.sleep(1)
            _through(server, others[:AT_ONCE])  # what is loaded once, and never again
            ask(f"{server}/flood", {"chat": flooder, "a_second": a_second})
            time.sleep(BEFORE)
            seconds = sorted(_through(server, others[AT_ONCE:])["seconds"])
            flooded: Run = ask(f"{server}/flood", {"chat": flooder, "a_second": 0})
            p99 = seconds[int(len(seconds) * 0.99)]
            return {"p50_ms": 1000 * statistics.median(seconds), "p99_ms": 1000 * p99, **flooded}
        finally:
            stop(process)


def _through(server: str, patients: list[int]) -> dict[str, Any]:
    told = let_through(server, {"patients": patients, "at_once": AT_ONCE, "latency": LATENCY})
    assert told["finished"] == told["total"], "somebody waits still"
    return told


def _median(rounds: list[Run]) -> Run:
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
