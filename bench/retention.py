"""Whether purging stalls anybody: how long patients wait while old rows go by the million, and while there are none."""

import statistics
import time
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import linked
from bench.load import Run, waited
from bench.null import null_telegram
from bench.replicas import Kind, kinds, replicas
from bench.stored import leave_behind, left
from bench.updates import let_through

OLD, MORE_OLD = 250_000, 500_000  # updates, and as many messages
PATIENTS, AT_ONCE = 200, 20
LATENCY = 0.04  # of Telegram
ROUNDS, MORE_ROUNDS = 3, 9


def run(long: bool) -> dict[str, Any]:
    """Let crowds through by turns, with and without anything to purge; medians over the rounds."""
    found: dict[str, Any] = {}
    with kinds() as here:
        for kind in here:
            rounds = [
                {
                    name: measure(kind, old)
                    for name, old in (("nothing", 0), ("purging", MORE_OLD if long else OLD))
                }
                for _ in range(MORE_ROUNDS if long else ROUNDS)
            ]
            medians = {
                name: {key: statistics.median(each[name][key] for each in rounds) for key in rounds[0][name]}
                for name in rounds[0]
            }
            found[kind.name] = {"medians": medians, "rounds": rounds}
    _show(found)
    return found


def measure(kind: Kind, old: int) -> Run:
    """Let a crowd through while the ticker purges `old` updates and as many messages."""
    with kind.home() as home, linked.portal_in(*home) as portal:
        if old:
            leave_behind(portal, old)
        with null_telegram() as server, replicas(server, home, 1) as there:
            before, began = portal.do(left), time.monotonic()
            crowd = {"patients": linked.chats(PATIENTS), "at_once": AT_ONCE, "latency": LATENCY}
            told = let_through(server, {**crowd, "replicas": there.addresses})
            after, seconds = portal.do(left), time.monotonic() - began
        return {**waited(told), "purged_a_second": (before - after) / seconds, "left": after}


def _show(found: dict[str, Any]) -> None:
    table = Table("", "p50 ms", "p99 ms", "updates/s", "purged a second", "still left",
                  title=f"{AT_ONCE} patients at once while old rows are purged")  # fmt: skip
    for kind, one in found.items():
        for name, run_ in one["medians"].items():
            keys = ("p50_ms", "p99_ms", "updates_per_second", "purged_a_second", "left")
            table.add_row(f"{kind}, {name}", *(f"{run_[key]:,.0f}" for key in keys))
        nothing, purging = one["medians"].values()
        ratios = [
            f"{purging[key] / nothing[key]:.2f} ×" for key in ("p50_ms", "p99_ms", "updates_per_second")
        ]
        table.add_row("ratio", *ratios, "", "", end_section=True)
    Console().print(table)
