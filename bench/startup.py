"""How soon the bot is there, and what it weighs: start-up to the first call, `--help`, memory."""

import statistics
import subprocess
import sys
import time
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.contenders import Contending, contenders
from bench.null import null_telegram
from bench.processes import ROOT, ask, at_rest, memory, stop, until

ROUNDS = 5


def run(long: bool) -> dict[str, Any]:  # noqa: ARG001  every bench is asked so
    """Measure; medians over five starts."""
    found: dict[str, Any] = {"help_seconds": statistics.median(_help() for _ in range(ROUNDS))}
    table = Table("", "first call, s", "memory, MB", title="Start-up")
    for name, way in contenders().items():
        starts = [_start(way) for _ in range(ROUNDS)]
        found[name] = {key: statistics.median(each[key] for each in starts) for key in starts[0]}
        table.add_row(name, f"{found[name]['first_call_s']:.2f}", f"{found[name]['memory_mb']:.0f}")
    table.add_row("masante --help", f"{found['help_seconds']:.2f}", "")
    Console().print(table)
    return found


def _start(way: Contending) -> dict[str, float]:
    with null_telegram() as server, way(server) as contender:
        began = time.monotonic()
        process = contender.start()
        try:
            assert until(lambda: ask(f"{server}/crowd")["calls"] > 1), f"{contender.name} does not start"
            at_rest(process)
            return {
                "first_call_s": ask(f"{server}/crowd")["first_call"] - began,
                "memory_mb": memory(process),
            }
        finally:
            stop(process)


def _help() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot", "--help"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began
