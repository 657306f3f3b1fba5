"""Rows made in bulk: an installation that many people have used for long, around the few whom a bench has tap."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import text

from bench.databases import settle
from portal.work import Work, Workroom

FIRST_CHAT = 10_000_000  # of those who are only stored
NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) SELECT i FROM n) AS n",
    "postgresql": "generate_series(1, :count) AS n(i)",
}
# The instant of row i, when they are spread evenly over some seconds.
INSTANT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', :since, '+' || (i * CAST(:span AS float) / :count) || ' seconds') || '000'",
    "postgresql": "CAST(:since AS timestamptz) + i * interval '1 second' * (CAST(:span AS float) / :count)",
}
NOTHING = {"sqlite": "x''", "postgresql": "''::bytea"}
WHO = f"CAST({FIRST_CHAT} + i % 100003 * 7919 % :people AS text)"  # whom row i is of: neighbours are of different people

PEOPLE = {
    "accounts": "(id, email_key, email, phone, created_at) SELECT 'a' || i, 'k' || i, {nothing}, {nothing}, {at}",
    "chats": "(chat_id, first_seen) SELECT {first} + i, {at}",
    "links": "(id, account_id, chat_id, strength, linked_at, used_at) "
    "SELECT 'l' || i, 'a' || i, {first} + i, 'full', {at}, {at}",
    "consents": "(chat_id, account_id, version, answer, at) SELECT {first} + i, 'a' || i, 'old', 'given', {at}",
    "followups": "(id, account_id, questionnaire_id, plan, zone, created_at, released, next_at, silent) "
    "SELECT 'f' || i, 'a' || i, 'q', '', 'Etc/UTC', {at}, 1, {at}, 0",
    "occurrences": "(id, followup_id, account_id, questionnaire_id, due_at, closes_at, state, reminded) "
    "SELECT 'o' || i, 'f' || i, 'a' || i, 'q', {at}, {at}, 'sent', 1",
    "responses": "(id, occurrence_id, followup_id, account_id, questionnaire_id, authored_at, late, sealed) "
    "SELECT 'r' || i, 'o' || i, 'f' || i, 'a' || i, 'q', {at}, 1 = 0, {nothing}",
    "journal": "(record, number, at, actor, action, subject, why, strength, mac) "
    "SELECT 'patient:a' || i, 1, {at}, 'patient:a' || i, 'response_sent', 'r' || i, '', 'full', 'm'",
    "lanes": "(queue, who, fence) SELECT 'inbox', {first} + i, 40",
    "slots": "(chat, slot, message_id, digest, stood_at) SELECT CAST({first} + i AS text), 'menu', i, 'd', {at}",
    "bookmarks": "(id, chat, form, version, turn, state, sealed, created_at, updated_at, expires_at) "
    "SELECT 'b' || i, CAST({first} + i AS text), 'fill_in', 1, 9, 'closed', {nothing}, {at}, {at}, {at}",
}
AHEAD = ("followups", "bookmarks")  # when they are due, when they expire: nothing is yet
MAIL = {
    "inbox": "(update_id, who, state, attempts, received_at, done_at) SELECT i - :count - 1, {who}, 1, 1, {at}, {at}",
    "outbox": "(queue, who, what, state, attempts, outcome, created_at, due_at, done_at) "
    "SELECT 'telegram', {who}, 'show', 1, 1, 'sent', {at}, {at}, {at}",
}


class Span(NamedTuple):
    """From when, and for how long: what is stored is spread evenly over it."""

    since: datetime
    lasts: timedelta


def store(room: Workroom, people: int, mail: int) -> None:
    """Store so many people, each with a sent form, and so many updates and as many messages, too young to be purged."""
    now = room.clock.now()
    for table, rows in PEOPLE.items():
        begins = now + timedelta(hours=20) if table in AHEAD else now - timedelta(hours=47)
        room.do(fill, table, rows, people, people, Span(begins, timedelta(hours=40)))
    for table, rows in MAIL.items():
        room.do(fill, table, rows, mail, people, Span(now - timedelta(hours=20), timedelta(hours=20)))
    room.do(_anchored)
    settle(room)


def leave_behind(room: Workroom, mail: int) -> None:
    """Store so many updates and as many messages that should have been purged long ago."""
    old = Span(room.clock.now() - timedelta(days=20), timedelta(days=10))
    for table, rows in MAIL.items():
        room.do(fill, table, rows, mail, 1000, old)
    settle(room)


def fill(work: Work, table: str, rows: str, count: int, people: int, span: Span) -> None:
    """Insert `count` rows."""
    spelled = {"at": INSTANT[work.dialect], "nothing": NOTHING[work.dialect], "first": FIRST_CHAT, "who": WHO}
    columns, _, chosen = rows.format(**spelled).partition(" SELECT ")
    statement = f"INSERT INTO {table} {columns} SELECT {chosen} FROM {NUMBERS[work.dialect]}"
    given: dict[str, Any] = {
        "count": count,
        "people": people,
        "since": f"{span.since:%Y-%m-%d %H:%M:%S}" + ("" if work.dialect == "sqlite" else "+00"),
        "span": int(span.lasts.total_seconds()),
    }
    work.execute(text(statement), {name: value for name, value in given.items() if f":{name}" in statement})


def left(work: Work) -> int:
    """Return how many updates and messages of before are still there."""
    old = "SELECT count(*) FROM inbox WHERE received_at < :before"
    sent = "SELECT count(*) FROM outbox WHERE done_at < :before"
    before = {
        "before": str(
            (work.now - timedelta(days=9)).replace(
                tzinfo=None if work.dialect == "sqlite" else work.now.tzinfo
            )
        )
    }
    return sum(work.execute(text(asked), before).scalar_one() for asked in (old, sent))


def _anchored(work: Work) -> None:
    """Say that the journal was anchored until now: the ticker would begin with years of it."""
    last = "SELECT COALESCE(max(id), 0) FROM journal"
    work.execute(
        text(
            "INSERT INTO journal_anchors (number, at, upto, heads, mac) "
            f"SELECT 1, max(at), ({last}), {NOTHING[work.dialect]}, 'm' FROM journal"
        )
    )
