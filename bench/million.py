"""What a million patients and ten million stored updates cost those who tap now: an update, a tick, a first page."""

import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import linked
from bench.contenders import PATIENTS
from bench.load import waited
from bench.null import null_telegram
from bench.processes import at_rest
from bench.replicas import Home, Kind, kinds, replicas
from bench.stored import store
from bench.updates import let_through
from bot.ticker import TASKS
from portal import accounts, authorisations, followups, reviewing
from portal.accounts import Me
from portal.authorisations import Access, Operator, Right, patient_record
from portal.work import Work, Workroom

PEOPLE, MORE_PEOPLE = 100_000, 1_000_000
MAIL, MORE_MAIL = 500_000, 5_000_000  # updates, and as many messages
ROUNDS, MORE_ROUNDS = 10, 40
PATIENTS_A_ROUND = 10  # one after the other: nobody waits for anybody else
TIMES, WARMING = 100, 10

Timed = Callable[[Workroom], object]


def run(long: bool) -> dict[str, Any]:
    """Compare, by turns, few with many on each kind of database."""
    people, mail = (MORE_PEOPLE, MORE_MAIL) if long else (PEOPLE, MAIL)
    found: dict[str, Any] = {"people": people, "updates and messages": 2 * mail}
    with kinds() as here:
        for kind in here:
            found[kind.name] = _measured(kind, people, mail, MORE_ROUNDS if long else ROUNDS)
    _show(found)
    return found


def _measured(kind: Kind, people: int, mail: int, rounds: int) -> dict[str, Any]:
    with ExitStack() as stack:
        homes = [stack.enter_context(kind.home()) for _ in range(2)]
        rooms = [stack.enter_context(linked.portal_in(*home)) for home in homes]
        began = time.monotonic()
        rooms[1].do(lambda work: work.policy)  # the first unit of work opens the database
        store(rooms[1], people, mail)
        found: dict[str, Any] = {"filled in": time.monotonic() - began}
        found |= {f"update, {name}": both for name, both in _updates(homes, rounds).items()}
        for name, what in _looks().items():
            found[name] = _by_turns(rooms, what)
        return found


def _updates(homes: list[Home], rounds: int) -> dict[str, dict[str, float]]:
    """Have patients tap, a few on one and a few on the other, until their turns are over."""
    with ExitStack() as stack:
        servers = [stack.enter_context(null_telegram()) for _ in homes]
        there = [
            stack.enter_context(replicas(server, home, 1))
            for server, home in zip(servers, homes, strict=True)
        ]
        at_rest(*(process for one in there for process in one.processes))
        pairs = []
        for turn in range(min(rounds, PATIENTS // PATIENTS_A_ROUND)):
            chats = linked.chats(PATIENTS)[turn * PATIENTS_A_ROUND : (turn + 1) * PATIENTS_A_ROUND]
            crowd = {"patients": chats, "at_once": 1}
            pairs.append(
                [
                    let_through(server, {**crowd, "replicas": one.addresses})
                    for server, one in zip(servers, there, strict=True)
                ]
            )
    few, many = (waited(_together([pair[side] for pair in pairs])) for side in (0, 1))
    return {key: _compared(few[key], many[key]) for key in ("p50_ms", "p99_ms")}


def _together(told: list[dict[str, Any]]) -> dict[str, Any]:
    sums = {key: sum(one[key] for one in told) for key in ("finished", "total", "lasted")}
    return {**sums, "seconds": [seconds for one in told for seconds in one["seconds"]]}


def _looks() -> dict[str, Timed]:
    """Return what is timed besides, by name."""
    return {
        "a tick of everything": lambda room: [room.do(task.once) for task in TASKS],
        "first page of what she sent": lambda room: room.do(
            lambda work: followups.history(work, _reading(work), 0, 8)
        ),
        "first page of who saw what": lambda room: room.do(
            lambda work: reviewing.page(work, _reading(work), reviewing.View())
        ),
    }


def _reading(work: Work) -> Access:
    me = accounts.me(work, linked.FIRST_CHAT)
    assert isinstance(me, Me)
    assert me.account_id
    access = authorisations.require(work, Operator(), Right.READ, patient_record(me.account_id))
    assert isinstance(access, Access)
    return access


def _by_turns(rooms: list[Workroom], what: Timed) -> dict[str, float]:
    spent = [[_seconds(partial(what, room)) for room in rooms] for _ in range(WARMING + TIMES)]
    few, many = (1000 * statistics.median(side) for side in zip(*spent[WARMING:], strict=True))
    return _compared(few, many)


def _seconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _compared(few: float, many: float) -> dict[str, float]:
    return {"few": few, "many": many, "ratio": many / few}


def _show(found: dict[str, Any]) -> None:
    kinds_ = {name: one for name, one in found.items() if isinstance(one, dict)}
    title = f"{PATIENTS:,} patients, and {found['people']:,} more with {found['updates and messages']:,} rows, in ms"
    table = Table("", *kinds_, title=title)
    for what in next(iter(kinds_.values())):
        if what != "filled in":
            cells = ["{few:.2f} → {many:.2f}: {ratio:.2f} ×".format(**one[what]) for one in kinds_.values()]
            table.add_row(what, *cells)
    Console().print(table)
