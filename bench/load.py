"""How much it carries: updates a second and waiting times, by patients at once, replicas and kind of database."""

import statistics
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import linked
from bench.null import null_telegram
from bench.processes import at_rest, cpu, memory
from bench.replicas import Kind, kinds, replicas
from bench.updates import let_through

CROWDS = {1: 30, 50: 300, 200: 600}  # patients at once: patients in all
ROUNDS, MORE_ROUNDS = 1, 5

Run = dict[str, float]


def run(long: bool) -> dict[str, Any]:
    """Measure every crowd on one process and two, by turns; medians over the rounds."""
    found: dict[str, Any] = {}
    with kinds() as here:
        ways = {(kind.name, count): (kind, count) for kind in here for count in _counts(kind)}
        for at_once, patients in CROWDS.items():
            rounds = [
                {way: measure(*asked, patients, at_once) for way, asked in ways.items()}
                for _ in range(MORE_ROUNDS if long else ROUNDS)
            ]
            for name, count in ways:
                every = [each[name, count] for each in rounds]
                median = {key: statistics.median(one[key] for one in every) for key in every[0]}
                found[f"{name}, {count}, {at_once} patients"] = {"median": median, "rounds": every}
    _show(found)
    return found


def _counts(kind: Kind) -> tuple[int, ...]:
    return (1,) if kind.name == "SQLite" else (1, 2)


def measure(kind: Kind, count: int, patients: int, at_once: int, latency: float = 0.0) -> Run:
    """Let a crowd through some replicas on a fresh database."""
    with null_telegram() as server, kind.home() as home, replicas(server, home, count) as there:
        at_rest(*there.processes)
        database = kind.processes()
        crowd = {"patients": linked.chats(patients), "at_once": at_once, "latency": latency}
        used, used_there = cpu(*there.processes), cpu(*database)
        told = let_through(server, {**crowd, "replicas": there.addresses})
        return {
            **waited(told),
            "cpu_ms": 1000 * (cpu(*there.processes) - used) / told["answered"],
            "database_cpu_ms": 1000 * (cpu(*database) - used_there) / told["answered"],
            "memory_mb": max(memory(one) for one in there.processes),
        }


def waited(told: dict[str, Any]) -> Run:
    """Return how fast a crowd was answered; fails when somebody was not."""
    assert told["finished"] == told["total"], f"{told['total'] - told['finished']} patients were left waiting"
    seconds = sorted(told["seconds"])
    return {
        "updates_per_second": len(seconds) / told["lasted"],
        "p50_ms": 1000 * statistics.median(seconds),
        "p99_ms": 1000 * seconds[int(len(seconds) * 0.99)],
    }


def _show(found: dict[str, Any]) -> None:
    table = Table("database, replicas, patients at once", "updates/s", "p50 ms", "p99 ms", "CPU ms", "of the database",
                  "memory MB", title="What it carries")  # fmt: skip
    for name, one in found.items():
        row = one["median"]
        numbers = [f"{row[key]:.0f}" for key in ("updates_per_second", "p50_ms", "p99_ms")]
        cost = [f"{row[key]:.2f}" for key in ("cpu_ms", "database_cpu_ms")]
        table.add_row(name, *numbers, *cost, f"{row['memory_mb']:.0f}")
    Console().print(table)
