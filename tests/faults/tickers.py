"""Tickers as processes of their own, killed (-9) at random moments while thousands of forms open, are told and close."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from typing import Any

from sqlalchemy import insert, select

from portal import followups
from portal.database import connect
from portal.followups.model import AlertRow, FollowUpRow, OccurrenceRow
from portal.keys import Keyring, format_ring, parse_ring
from portal.mailroom import outbox
from portal.mailroom.model import Outgoing
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.faults.lives import forks
from tests.journeys import people
from tests.journeys.forms import form, question

TASKS = (followups.release_due, followups.remind_due, followups.close_over)
# Patients, follow-ups of each, and those of them whose silence the team hears of.
PEOPLE, EACH, ALARMED = 20, 70, 4
PLAN = {"at": "12:00", "window": "6 h", "nudge_after": "2 h"}  # it is Monday, 9:00 in Paris
HOURS = (3.2, 5.2, 9.5)  # from then on: all is due, all is due again, all is over
IDLE = 3  # ticks in a row that find nothing, before a ticker believes that there is nothing


@dataclass
class Outcome:
    """What the tickers left behind."""

    kills: int = 0
    opened: Counter[tuple[str, datetime]] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    claimed: Counter[str] = field(default_factory=Counter)  # of what was told, by whom delivers it
    closed: int = 0
    silent: Counter[str] = field(default_factory=Counter)
    alarmed: Counter[str] = field(default_factory=Counter)


def killed_tickers(room: Workroom, database: str, clock: ManualClock, kills: int, seed: int) -> Outcome:
    """Have a day pass under tickers (two on PostgreSQL) that are killed, `kills` times at each of its hours."""
    chance, outcome, begins = random.Random(seed), Outcome(), clock.now()
    room.do(_settle_in)
    for hours in HOURS:
        clock.move(begins + timedelta(hours=hours) - clock.now())
        outcome.kills += _hour(
            _Tickers(database, room.keys, clock.now(), chance), 1 if room.alone else 2, kills
        )
        _deliver(room, outcome)
    room.do(_look, outcome)
    return outcome


class _Tickers:
    """Begins tickers, all at the same instant of the day."""

    def __init__(self, database: str, keys: Keyring, now: datetime, chance: random.Random) -> None:
        self._given = database, format_ring(keys), now
        self.chance = chance

    def begin(self) -> BaseProcess:
        process = forks.Process(target=tick, args=self._given, daemon=True)
        process.start()
        return process


def _hour(tickers: _Tickers, count: int, kills: int) -> int:
    """Kill and begin again until all has been done; returns how many died amid their work."""
    running, killed = [tickers.begin() for _ in range(count)], 0
    while running:
        time.sleep(tickers.chance.uniform(0.05, 0.3))
        running = [one for one in running if one.exitcode is None]
        if running and killed < kills:
            victim = running.pop(tickers.chance.randrange(len(running)))
            victim.kill()
            victim.join()
            killed += victim.exitcode != 0
            running.append(tickers.begin())
    return killed


def tick(database: str, ring: str, now: datetime) -> None:
    """Be a ticker, until there is nothing more to do at this instant."""
    room, idle = Workroom(connect(database), ManualClock(now), parse_ring(ring)), 0
    while idle < IDLE:
        busy = [room.do(task) for task in TASKS]
        idle = 0 if any(busy) else idle + 1
        time.sleep(0.05 if idle else 0)
    room.close()


def _settle_in(work: Work) -> None:
    """Have many follow-ups, all due at the same hour: one of each kind is started, the others are copies of it."""
    asked = form(question("ok", "boolean", "Tout va bien ?"))
    rows = select(FollowUpRow.__table__)
    for n in range(PEOPLE):
        person = people.one_of_many(740000 + n)
        account_id = people.link(work, person)
        for plan, count in (
            (PLAN, EACH - ALARMED),
            ({**PLAN, "silence": 1, "notify": "team@example.org"}, ALARMED),
        ):
            one = people.follow(work, account_id, asked, **plan)
            row = work.execute(rows.where(FollowUpRow.id == one)).one()._asdict()
            work.execute(insert(FollowUpRow), [{**row, "id": f"{one}-{copy}"} for copy in range(1, count)])


def _deliver(room: Workroom, outcome: Outcome) -> None:
    """Take the reminders as the delivery does, until none is left."""
    while rounds := room.do(outbox.claim, "bulk", 100):
        for one in rounds:
            outcome.claimed.update(outbox.read(room.keys, parcel)["occurrence_id"] for parcel in one.parcels)
        room.do(_sent, rounds)


def _sent(work: Work, rounds: list[outbox.Round]) -> None:
    for one in rounds:
        for parcel, then in one.in_turn():
            outbox.settle(work, one.held, parcel, "sent", then)


def _look(work: Work, outcome: Outcome) -> None:
    for row in work.execute(select(OccurrenceRow.__table__)):
        outcome.opened[row.followup_id, row.due_at] += 1
        outcome.closed += row.state == "closed"
    told = select(Outgoing.unique_key).where(Outgoing.what == "form_due")
    outcome.told.update(work.execute(told).scalars())
    silent: Any = work.execute(select(FollowUpRow.id, FollowUpRow.silent)).all()
    outcome.silent.update({row.id: row.silent for row in silent})
    outcome.alarmed.update(work.execute(select(AlertRow.followup_id)).scalars())
