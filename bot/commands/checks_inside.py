"""What `masante doctor` reads in the portal itself: alerts, what waits, what the operator ordered, who shares the token."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot import rivals
from bot.commands.checks import Check
from bot.commands.opening import opened
from bot.settings import Settings
from portal import followups, memory, mode
from portal.mailroom import backlog
from portal.mailroom.backlog import Backlog
from portal.mode import Mode
from portal.work import Work

LATE = timedelta(minutes=5)  # nothing waits that long while all is well
RECENT = timedelta(minutes=10)


def inside(settings: Settings) -> Iterator[Check]:
    """Look at all of it."""
    with opened(settings) as room:
        yield _alerts(settings, room.do(followups.count_alerts))
        yield from _waiting(room.do(backlog.waits))
        yield from room.do(_orders)
        yield from room.do(_shared)


def _alerts(settings: Settings, counted: dict[str, int]) -> Check:
    """Say which alerts wait for the care team, and whether it hears of them at all."""
    stand = f"{counted['standing']} not acknowledged: `masante followup alerts` lists them"
    if settings.smtp is None:
        unheard = "no e-mail leaves, so no care team is told of an alert"
        return Check("alerts", "off", f"{unheard}; {stand}" if counted["standing"] else unheard)
    if counted["unanswered"]:
        return Check("alerts", "remark", f"{stand}; {counted['unanswered']} are told no more")
    return Check("alerts", "ok", stand if counted["standing"] else "none waits for the care team")


def _waiting(found: Backlog) -> Iterator[Check]:
    """Say what waits too long, and what failed."""
    late = {name: one for name, one in found.queues.items() if one.oldest > LATE}
    told = ", ".join(f"{name} {one.rows}, for {_minutes(one.oldest)} min" for name, one in late.items())
    if late:
        yield Check(
            "queues",
            "failed",
            f"what waits too long: {told}: does the bot run? `masante outbox stuck` names it",
        )
    else:
        yield Check("queues", "ok", "nothing waits too long")
    if found.aside:
        what = f"{found.aside} failed three times: `masante updates list` tells what went wrong"
        yield Check("updates", "remark", what)


def _orders(work: Work) -> list[Check]:
    order = mode.current(work)
    if order.mode is Mode.NORMAL:
        return []
    return [
        Check(
            "mode",
            "remark",
            f"{order.mode} since {order.since:%Y-%m-%d %H:%M} UTC: `masante mode normal` ends it",
        )
    ]


def _shared(work: Work) -> list[Check]:
    noticed = memory.recall(work, rivals.MEMORY)
    if not noticed or work.now - datetime.fromisoformat(noticed) > RECENT:
        return []
    what = f"shared: another process polled with it at {noticed[11:16]} UTC: stop one of the two"
    return [Check("token", "failed", what)]


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)
