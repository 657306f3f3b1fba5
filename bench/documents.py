"""What a long list of documents costs: its first and last page, a filter, a search; 5,000 documents against 50."""

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bench.databases import few_and_many, settle
from portal import authorisations, documents
from portal.accounts import Me
from portal.authorisations import PARENT, Access, Right, carnet_record, patient_record
from portal.documents.model import DocumentRow, UnreadRow
from portal.documents.types import DEPOSITED_BY_PATIENTS, DEPOSITED_BY_PROFESSIONALS
from portal.work import Work, Workroom

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
    for kind, few, many in few_and_many():
        figures[kind] = _measured({FEW: few, MANY: many}, 5 if long else 1)
    _show(figures)
    return figures


def _measured(rooms: dict[int, Workroom], rounds: int) -> dict[str, Any]:
    """Time each way by turns, so that what else the machine does falls on both alike."""
    ways = {count: _ways(room, count) for count, room in rooms.items()}
    measured: dict[str, dict[str, float]] = {str(FEW): {}, str(MANY): {}, "ratio": {}}
    for name in ways[FEW]:
        times = (SEARCHES if name.startswith("search") else ROUNDS) * rounds
        pairs = [(_seconds(ways[FEW][name]), _seconds(ways[MANY][name])) for _ in range(times)]
        few, many = (1000 * statistics.median(side) for side in zip(*pairs, strict=True))
        measured[str(FEW)][name], measured[str(MANY)][name] = few, many
        measured["ratio"][name] = many / few
    under = all(measured[str(MANY)][name] < AIM for name in ("first page", "of a rare type", "two records"))
    return {**measured, "under_aim": under}


def _ways(room: Workroom, count: int) -> dict[str, Callable[[], object]]:
    """Have so many documents in each of two records, and return what is done with them."""
    room.do(authorisations.give, patient_record(ACCOUNT), CARNET, PARENT, None)
    for record in (patient_record(ACCOUNT), CARNET):
        room.do(_fill, record, count)
    settle(room)
    both = room.do(_accesses)
    own = both[:1]
    sealed = room.do(documents.sealed_words, own)
    return {
        "first page": lambda: _page(room, own),
        "of a rare type": lambda: _page(room, own, RARE),
        "last page": lambda: _page(room, own, (), count - 8),
        "two records": lambda: _page(room, both),
        "types": lambda: room.do(documents.types_kept, both),
        "unread": lambda: room.do(documents.unread, ACCOUNT),
        "search, read": lambda: room.do(documents.sealed_words, own),
        "search, looked through": partial(documents.found, room.keys, sealed, "comprimé morel"),
    }


def _accesses(work: Work) -> list[Access]:
    me = Me(ACCOUNT, "link", "full", fresh=True, used_at=work.now, language=None, timezone=None)
    asked = (authorisations.require(work, me, Right.READ, one) for one in (patient_record(ACCOUNT), CARNET))
    return [one for one in asked if isinstance(one, Access)]


def _page(room: Workroom, accesses: Sequence[Access], types: Sequence[str] = (), start: int = 0) -> None:
    """Read a page as a screen does, with its line in the journal."""
    found = room.do(documents.listed, accesses, types, start, 8)
    assert found.lines


def _fill(work: Work, record: str, count: int) -> None:
    """Put that many documents into a record, with the words of two pages each; one in a hundred is new."""
    rows = [_row(work, record, n) for n in range(count)]
    work.execute(insert(DocumentRow), rows)
    work.execute(
        insert(UnreadRow), [{"account_id": ACCOUNT, "document_id": row["id"]} for row in rows[::100]]
    )


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
