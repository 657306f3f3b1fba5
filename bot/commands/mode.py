"""`masante mode`: what the whole installation does now, and what it shall do."""

import argparse
from typing import Any

from bot.commands.opening import opened
from bot.commands.printing import Answer, pairs
from portal import mode
from portal.mailroom import backlog
from portal.mailroom.backlog import Backlog
from portal.mode import Mode, Order
from portal.work import Work

SAID = {
    Mode.NORMAL: "everything goes on",
    Mode.DRAIN: "nothing new is taken in: Telegram keeps it (24 h, taps 150 s); what is here is finished",
    Mode.READ_ONLY: "what comes is kept and not worked on; what is ready leaves; time brings nothing",
}
LATER = ("purge",)  # most of it has its hour far ahead: it holds up nothing


def choose(options: argparse.Namespace) -> Answer:
    """Put everything into a mode, or tell which one it is in, and whether anything is still under way."""
    with opened() as room:
        order, left = room.do(_choose, options.mode)
    counted = {name: one.rows for name, one in left.queues.items() if name not in LATER}
    still = sum(counted.values())
    value: dict[str, Any] = {"mode": order.mode, "since": order.since, "waiting": counted, "idle": not still}
    told = {"mode": order.mode, "since": order.since, "": SAID[order.mode]}
    under_way = ", ".join(f"{name} {rows}" for name, rows in counted.items() if rows)
    return Answer(value, pairs(told | {"still to do": under_way or "nothing"}))


def _choose(work: Work, wanted: str | None) -> tuple[Order, Backlog]:
    order = mode.choose(work, Mode(wanted)) if wanted else mode.current(work)
    return order, backlog.waits(work)
