"""What a long list of documents costs: its first and last page, a filter, a search; 5,000 documents against 50."""

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, text

from bench.plans import database, portal, settle
from portal import authorisations, documents
from portal.accounts import Me
from portal.authorisations import PARENT, Access, Right, carnet_record, patient_record
from portal.documents.model import DocumentRow, UnreadRow
from portal.documents.types import DEPOSITED_BY_PATIENTS, DEPOSITED_BY_PROFESSIONALS
from portal.work import Work, Workroom
from tests.databases import NoPostgres

FEW, MANY = 50, 5_000
ROUNDS, SEARCHES = 60, 7
AIM = 20.0  # ms: what a first page may take
WORDS = (
    "ordonnance paracétamol un comprimé matin et soir pendant cinq jours à renouveler docteur morel cabinet "
    * 16
)
ACCOUNT, CARNET = "camille", carnet_record("leo")
RARE = ("EXPPAT_3",)  # one in two hundred
TYPES = (*DEPOSITED_BY_PATIENTS[:7], *DEPOSITED_BY_PROFESSIONALS)


def run(long: bool) -> dict[str, Any]:
    """Measure on both databases; medians of many, in milliseconds."""
    figures: dict[str, Any] = {}
    for kind in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            try:
                address = stack.enter_context(database(kind))
            except NoPostgres as why:
                print(why)
                continue
            figures[kind] = _measured(stack.enter_context(portal(address)), 5 if long else 1)
    _show(figures)
    return figures


def _measured(room: Workroom, rounds: int) -> dict[str, Any]:
    measured: dict[str, Any] = {}
    room.do(authorisations.give, patient_record(ACCOUNT), CARNET, PARENT, None)
    for count in (FEW, MANY):
        for record in (patient_record(ACCOUNT), CARNET):
            room.do(_fill, record, count)
        settle(room)
        own, both = room.do(_accesses)[:1], room.do(_accesses)
        ways: dict[str, Callable[[], object]] = {
            "first page": lambda own=own: _page(room, own),
            "of a rare type": lambda own=own: _page(room, own, RARE),
            "last page": lambda own=own, last=count - 8: _page(room, own, (), last),
            "two records": lambda both=both: _page(room, both),
            "types": lambda both=both: room.do(documents.types_kept, both),
            "unread": lambda: room.do(documents.unread, ACCOUNT),
        }
        timed = {name: [_seconds(way) for _ in range(ROUNDS * rounds)] for name, way in ways.items()}
        timed["search, read"] = [
            _seconds(partial(room.do, documents.sealed_words, own)) for _ in range(SEARCHES)
        ]
        sealed = room.do(documents.sealed_words, own)
        look = partial(documents.found, room.keys, sealed, "comprimé morel")
        timed["search, looked through"] = [_seconds(look) for _ in range(SEARCHES)]
        measured[str(count)] = {name: 1000 * statistics.median(each) for name, each in timed.items()}
    few, many = measured[str(FEW)], measured[str(MANY)]
    measured["ratio"] = {name: many[name] / few[name] for name in few}
    measured["under_aim"] = all(many[name] < AIM for name in ("first page", "of a rare type", "two records"))
    return measured


def _accesses(work: Work) -> list[Access]:
    me = Me(ACCOUNT, "link", "full", fresh=True, used_at=work.now, language=None, timezone=None)
    asked = (authorisations.require(work, me, Right.READ, one) for one in (patient_record(ACCOUNT), CARNET))
    return [one for one in asked if isinstance(one, Access)]


def _page(room: Workroom, accesses: Sequence[Access], types: Sequence[str] = (), start: int = 0) -> None:
    """Read a page as a screen does, with its line in the journal."""
    found = room.do(documents.listed, accesses, types, start, 8)
    assert found.lines


def _fill(work: Work, record: str, count: int) -> None:
    """Have exactly that many documents in a record, with words of two pages each; one in a hundred is new."""
    for table in ("documents", "documents_unread"):
        where = "record = :record" if table == "documents" else "document_id LIKE :record"
        named = record if table == "documents" else f"{record[:3]}%"
        work.execute(text(f"DELETE FROM {table} WHERE {where}"), {"record": named})
    rows = [_row(work, record, n) for n in range(count)]
    work.execute(insert(DocumentRow), rows)
    new = [{"account_id": ACCOUNT, "document_id": row["id"]} for row in rows[::100]]
    work.execute(insert(UnreadRow), new)


def _row(work: Work, record: str, n: int) -> dict[str, Any]:
    return {
        "id": f"{record[:3]}{n}", "record": record, "type": RARE[0] if n % 200 == 7 else TYPES[n % len(TYPES)],
        "title": work.keys.seal_text("document.title", f"Ordonnance numéro {n} du cabinet des Tilleuls"),
        "dated": date(2010, 1, 1) + timedelta(days=n * 7919 % 5800), "emergency": n % 9 == 0, "blob": f"{n:032x}",
        "content_type": "application/pdf", "size": 200_000, "pages": 2, "author": record,
        "deposited_at": work.now - timedelta(minutes=n), "words_state": "done",
        "words": work.keys.seal_text("document.words", documents.folded(WORDS)),
    }  # fmt: skip


def _seconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _show(figures: dict[str, Any]) -> None:
    columns = [(kind, of) for kind in figures for of in (str(FEW), str(MANY), "ratio")]
    table = Table("", *(f"{kind}, {of}" for kind, of in columns), title="Documents of a record, ms")
    for name in next(iter(figures.values()))[str(FEW)]:
        table.add_row(name, *(f"{figures[kind][of][name]:.1f}" for kind, of in columns))
    Console().print(table)
