"""Updates per second, and how long a patient waits for a reply, beside an ordinary aiogram bot."""

import statistics
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import linked
from bench.contenders import Contending, contenders
from bench.null import null_telegram
from bench.processes import ask, at_rest, cpu, memory, stop, until

CROWDS = {1: 20, 50: 300, 200: 800}  # patients at once: patients in all
LATENCIES = (0.0, 0.04)  # seconds added to every call to Telegram
ROUNDS, MORE_ROUNDS = 1, 5
STUCK = 30  # seconds without a reply, after which nobody is expected to be answered any more

Run = dict[str, float]


def run(long: bool) -> dict[str, Any]:
    """Measure every crowd at every latency, the contenders in turn; medians over the rounds."""
    found: dict[str, Any] = {}
    table = Table(
        "patients",
        "added",
        "who",
        "updates/s",
        "p50 ms",
        "p99 ms",
        "CPU ms",
        "memory MB",
        title="From update to reply",
    )
    ways = contenders()
    for latency in LATENCIES:
        for at_once in CROWDS:
            rounds = [
                {name: measure(way, at_once, latency) for name, way in ways.items()}
                for _ in range(MORE_ROUNDS if long else ROUNDS)
            ]
            medians = {name: _median([each[name] for each in rounds]) for name in ways}
            found[f"{at_once} patients, {latency * 1000:.0f} ms"] = {"medians": medians, "rounds": rounds}
            _rows(table, at_once, latency, medians)
    Console().print(table)
    return found


def measure(way: Contending, at_once: int, latency: float) -> Run:
    """Start a contender and let a crowd through it."""
    with null_telegram() as server, way(server) as contender:
        process = contender.start()
        try:
            assert until(lambda: ask(f"{server}/crowd")["calls"] > 1), f"{contender.name} does not start"
            at_rest(process)
            crowd = {"patients": linked.chats(CROWDS[at_once]), "at_once": at_once, "latency": latency}
            used = cpu(process)
            told = let_through(server, crowd)
            seconds = sorted(told["seconds"])
            return {
                "updates_per_second": len(seconds) / told["lasted"],
                "p50_ms": 1000 * statistics.median(seconds),
                "p99_ms": 1000 * seconds[int(len(seconds) * 0.99)],
                "cpu_ms": 1000 * (cpu(process) - used) / told["answered"],
                "memory_mb": memory(process),
                "finished": told["finished"],
            }
        finally:
            stop(process)


def let_through(server: str, crowd: dict[str, Any]) -> dict[str, Any]:
    """Send a crowd in and wait until it is through, or stuck."""
    ask(f"{server}/crowd", crowd)
    told: dict[str, Any] = {}

    def through() -> bool:
        told.update(ask(f"{server}/crowd"))
        return bool(told["finished"] == told["total"] or told["stuck_for"] > STUCK)

    until(through, 600, 0.5)
    return told


def _median(rounds: list[Run]) -> Run:
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def _rows(table: Table, at_once: int, latency: float, medians: dict[str, Run]) -> None:
    for name, one in medians.items():
        face = [str(at_once), f"{latency * 1000:.0f} ms", name]
        table.add_row(*face, f"{one['updates_per_second']:.0f}", f"{one['p50_ms']:.0f}", f"{one['p99_ms']:.0f}",
                      f"{one['cpu_ms']:.2f}", f"{one['memory_mb']:.0f}")  # fmt: skip
    if len(medians) == 2:
        ours, theirs = medians["masante"], medians["aiogram"]
        ratios = [f"{ours[key] / theirs[key]:.2f} ×" for key in ours if key != "finished"]
        table.add_row("", "", "ratio", *ratios, end_section=True)
