"""What a million plans cost: a tick with nothing due and with 200 due, against a thousand; and reminders a second."""

import json
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import delete, text, update

from bench.databases import few_and_many, settle
from portal import followups
from portal.followups.model import FollowUpRow, OccurrenceRow
from portal.followups.plan import Plan
from portal.followups.plan_file import parse
from portal.mailroom import outbox
from portal.mailroom.model import DONE, Lane, Outgoing
from portal.work import Work, Workroom

FEW, MANY = 1_000, 1_000_000
DUE = 200
IDLE_TICKS, BUSY_TICKS, WARMING, CROWD = 500, 100, 10, 20_000
TABLES = ("accounts", "chats", "links", "followups", "occurrences")
NUMBERS = (
    "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) SELECT i FROM n) AS n"
)
# Every plan has one of the minutes of a day; those of one minute were started at any time, so they stand far apart.
MINUTE = "((i % :groups) * 17 % 1440)"
# An id as `hourly_name` makes it, its minute first.
PLAN = {
    "sqlite": f"printf('%04d', {MINUTE}) || '-' || i",
    "postgresql": f"to_char({MINUTE}, 'FM0000') || '-' || i",
}
LATER = {
    "sqlite": f"strftime('%Y-%m-%d %H:%M:%f', :tomorrow, '+' || {MINUTE} || ' minutes') || '000'",
    "postgresql": f"CAST(:tomorrow AS timestamptz) + {MINUTE} * interval '1 minute'",
}
HOURS = {
    "sqlite": f"""'["' || printf('%02d:%02d', {MINUTE} / 60, {MINUTE} % 60) || '"]'""",
    "postgresql": f"""'["' || to_char(interval '1 minute' * {MINUTE}, 'HH24:MI') || '"]'""",
}
ROWS = {
    "accounts": "(id, email_key, email, phone, created_at) SELECT 'a' || i, 'k' || i, {nothing}, {nothing}, :now",
    "chats": "(chat_id, first_seen) SELECT 500000 + i, :now",
    "links": "(id, account_id, chat_id, strength, linked_at, used_at) "
    "SELECT 'l' || i, 'a' || i, 500000 + i, 'full', :now, :now",
    "followups": "(id, account_id, questionnaire_id, plan, zone, created_at, released, next_at, hours, silent) "
    "SELECT {plan}, 'a' || i, 'q', :plan, 'Etc/UTC', :now, 1, {later}, {hours}, 0",
    "occurrences": "(id, followup_id, account_id, questionnaire_id, due_at, closes_at, state, reminded) "
    "SELECT 'o' || i, {plan}, 'a' || i, 'q', :past, :now, 'sent', 1",
}


def run(long: bool) -> dict[str, Any]:
    """Measure on both databases, on few plans and on many."""
    figures: dict[str, Any] = {}
    for kind, few, many in few_and_many():
        figures[kind] = _measured(few, many, 3 if long else 1)
    _show(figures)
    return figures


def _measured(few: Workroom, many: Workroom, rounds: int) -> dict[str, Any]:
    for room, count in ((few, FEW), (many, MANY)):
        room.do(_fill, count)
        settle(room)
    return {**compared(few, many, rounds), "crowd": _crowd(many)}


def compared(few: Workroom, many: Workroom, rounds: int = 1) -> dict[str, Any]:
    """Time ticks on both by turns, so that what else the machine does falls on both alike; in milliseconds."""
    chance = random.Random(7)
    kinds: dict[str, tuple[int, Callable[[int], list[str]]]] = {
        "idle": (IDLE_TICKS, lambda _: []),
        "busy": (BUSY_TICKS, lambda count: _of_one_minute(chance, count)),
    }
    found: dict[str, Any] = {}
    for kind, (ticks, choose) in kinds.items():
        pairs = [
            (_timed(few, choose(FEW)), _timed(many, choose(MANY))) for _ in range(WARMING + ticks * rounds)
        ]
        spent = [[1000 * seconds for seconds in side] for side in zip(*pairs[WARMING:], strict=True)]
        medians = [statistics.median(side) for side in spent]
        found[kind] = {
            "few": _quartiles(spent[0]), "many": _quartiles(spent[1]), "ratio": medians[1] / medians[0]
        }  # fmt: skip
    return found


def _quartiles(spent: list[float]) -> list[float]:
    return statistics.quantiles(spent, n=4)


def _of_one_minute(chance: random.Random, count: int) -> list[str]:
    """Return 200 plans that are due at the same minute: among a million, each stands on a page of its own."""
    groups = count // DUE
    first = chance.randrange(1, groups + 1)
    return [_plan(first + n * groups, groups) for n in range(DUE)]


def _plan(number: int, groups: int) -> str:
    """Return the id of a plan, as `PLAN` spells it."""
    return f"{number % groups * 17 % 1440:04d}-{number}"


def _fill(work: Work, count: int) -> None:
    """Have exactly that many patients, each with a linked chat, a plan for later, and a form already sent."""
    plan = parse({"every": "day", "at": "18:00", "window": "12 h", "nudge_after": "3 h"}, date(2026, 1, 1))
    assert isinstance(plan, Plan)
    now = work.now.replace(tzinfo=None) if work.dialect == "sqlite" else work.now
    given = {
        "count": count, "now": str(now), "past": str(now - timedelta(days=1)), "plan": json.dumps(plan.to_json()),
        "tomorrow": str(now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)), "groups": count // DUE,
    }  # fmt: skip
    spelled = {
        "plan": PLAN[work.dialect],
        "later": LATER[work.dialect],
        "hours": HOURS[work.dialect],
        "nothing": "x''" if work.dialect == "sqlite" else "''::bytea",
    }
    for table in (*TABLES, "outbox", "lanes"):
        work.execute(text(f"DELETE FROM {table}"))
    for table, rows in ROWS.items():
        columns, _, chosen = rows.format(**spelled).partition(" SELECT ")
        statement = f"INSERT INTO {table} {columns} SELECT {chosen} FROM {NUMBERS}"
        if work.dialect == "postgresql":
            for name in ("now", "past"):
                statement = statement.replace(f":{name}", f"CAST(:{name} AS timestamptz)")
        used = {name: value for name, value in given.items() if f":{name}" in statement}
        work.execute(text(statement), used)


def _tick(room: Workroom) -> None:
    for task in (followups.release_due, followups.remind_due, followups.close_over):
        room.do(task)


def _timed(room: Workroom, chosen: list[str]) -> float:
    """Time a tick that finds these plans due, to release them and to remind of them; then all is as before."""
    if chosen:
        room.do(_make_due, chosen)
    seconds = _seconds(room, _tick)
    if chosen:
        room.do(_forget, chosen)
    return seconds


def _seconds(room: Workroom, what: Callable[[Workroom], object]) -> float:
    began = time.perf_counter()
    what(room)
    return time.perf_counter() - began


def _make_due(work: Work, ids: list[str]) -> None:
    at = work.now - timedelta(minutes=10)  # longer ago than a crowd is spread: the same tick reminds of them
    work.execute(update(FollowUpRow).where(FollowUpRow.id.in_(ids)).values(next_at=at))


def _forget(work: Work, ids: list[str]) -> None:
    theirs = OccurrenceRow.followup_id.in_(ids)
    work.execute(delete(OccurrenceRow).where(theirs, OccurrenceRow.state == "open"))
    for table in ("outbox", "lanes"):
        work.execute(text(f"DELETE FROM {table}"))


def _crowd(room: Workroom) -> dict[str, float]:
    """Release and remind of a crowd of the same hour, and claim its reminders; each a second, and all together."""
    for start in range(1, CROWD, 1000):
        room.do(_make_due, [_plan(n, MANY // DUE) for n in range(start, start + 1000)])
    spent = {
        "released": _seconds(room, lambda room: _through(room, followups.release_due)),
        "bunched": _seconds(room, lambda room: room.do(_at_once)),
        "reminded": _seconds(room, lambda room: _through(room, followups.remind_due)),
    }
    del spent["bunched"]
    settle(room)  # PostgreSQL's own autovacuum looks within a minute of such a crowd
    spent["claimed"] = _claimed(room)
    return {name: CROWD / seconds for name, seconds in {**spent, "together": sum(spent.values())}.items()}


def _claimed(room: Workroom) -> float:
    """Claim the reminders as the delivery does; the seconds, without those in which they would be sent."""
    spent = 0.0
    while True:
        began = time.perf_counter()
        rounds = room.do(outbox.claim, "bulk", DUE)
        spent += time.perf_counter() - began
        if not rounds:
            return spent
        room.do(_leave, [one.held.who for one in rounds])


def _leave(work: Work, whos: list[str]) -> None:
    work.execute(delete(Lane).where(Lane.who.in_(whos)))
    work.execute(update(Outgoing).where(Outgoing.who.in_(whos), Outgoing.queue == "bulk").values(state=DONE))


def _at_once(work: Work) -> None:
    """Have all reminders due now: the spread would make this take five minutes."""
    waiting = OccurrenceRow.remind_at.is_not(None)
    work.execute(update(OccurrenceRow).where(waiting).values(remind_at=work.now))


def _through(room: Workroom, task: Callable[[Work], int]) -> None:
    while room.do(task):
        pass


def _show(figures: dict[str, Any]) -> None:
    columns = ("nothing due", f"{DUE} due at once")
    table = Table("", *columns, title="A tick in ms, by the number of plans: median (quartiles)")
    for kind, found in figures.items():
        parts = [found[one] for one in ("idle", "busy")]
        for name, count in (("few", FEW), ("many", MANY)):
            table.add_row(
                f"{kind}, {count:,}", *("{1:.2f} ({0:.2f} to {2:.2f})".format(*one[name]) for one in parts)
            )
        table.add_row(f"{kind}, ratio", *(f"{one['ratio']:.2f}" for one in parts))
    crowd = Table("a second", *figures, title=f"{CROWD:,} of a million at the same hour")
    for name in ("released", "reminded", "claimed", "together"):
        crowd.add_row(name, *(f"{found['crowd'][name]:,.0f}" for found in figures.values()))
    for one in (table, crowd):
        Console().print(one)
