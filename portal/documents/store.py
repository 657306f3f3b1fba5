"""Every query of the documents, named; what an access may see is decided here, once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, true, union_all, update

from portal.authorisations import CARNET, Access, Right, carnet_record, carnets_of, patient_record
from portal.database import insert_for
from portal.documents.model import EVERYONE, PARENTS, WAITING, DocumentRow, HabitRow, HiddenRow, UnreadRow
from portal.errors import KeyUnknown
from portal.keys import Keyring
from portal.work import Work

row = DocumentRow.__table__.c
unread = UnreadRow.__table__.c
hidden = HiddenRow.__table__.c
habit = HabitRow.__table__.c


class Document(NamedTuple):
    """A document as it is listed; `title` is empty where it does not open, `unread`: by whoever asks."""

    id: str
    record: str
    type: str
    title: str
    dated: date
    emergency: bool
    blob: str
    content_type: str
    size: int
    pages: int | None
    author: str
    deposited_at: datetime
    deleted_at: datetime | None
    erased_at: datetime | None
    unread: bool


_FACTS = Document._fields[:-1]
COLUMNS = tuple(row[name] for name in _FACTS)


def visible(access: Access) -> ColumnElement[bool]:
    """Return what an access may see of its record: what is not hidden from whoever asks, or was added by her.

    From professionals it is hidden one by one, or from all; in a carnet, from parents, by whom it is about.
    """
    mine = row.record == access.record
    from_her = _kept_from(access)
    if from_her:
        concerned = hidden.professional_id.in_(from_her) & (hidden.document_id == row.id)
        mine &= ~select(hidden.document_id).where(concerned).exists() | (row.author == access.actor)
    return mine & row.emergency if access.right is Right.EMERGENCY else mine


def _kept_from(access: Access) -> tuple[str, ...]:
    """Return as whom things are hidden from whoever asks."""
    if access.professional_id is not None:
        return access.professional_id, EVERYONE
    parent = access.record.startswith(CARNET) and access.reader_id is not None and not access.own
    return (PARENTS,) if parent else ()


def unseen(work: Work, record: str, account_id: str) -> list[str]:
    """Return the documents of a carnet that are hidden from this parent: those that she did not add herself."""
    not_hers = row.author != patient_record(account_id)
    kept = (
        select(row.id).join(HiddenRow, row.id == hidden.document_id).where(hidden.professional_id == PARENTS)
    )
    asked = kept.where(row.record == record, not_hers)
    halves = (row.deleted_at.is_(None), row.deleted_at.is_not(None))  # each has its index
    return [one for half in halves for one in work.execute(asked.where(half)).scalars()]


def page(
    work: Work,
    accesses: Sequence[Access],
    types: Sequence[str],
    start: int,
    count: int,
    *,
    deleted: bool = False,
) -> list[Document]:
    """Return documents, the latest day first; of these types only, where some are named.

    Each record, and each type, is read in the order of its index as far as this page: nothing is sorted whole, and
    of what is passed over nothing but the index is read.
    """
    kinds = [row.type == one for one in types] or [true()]
    parts = [
        select(row.id, row.dated, row.deposited_at)
        .where(visible(one), kind, *_in_list(work, one, deleted=deleted))
        .order_by(row.dated.desc(), row.deposited_at.desc(), row.id.desc())
        for one in accesses for kind in kinds
    ]  # fmt: skip
    if len(parts) == 1:
        chosen = parts[0]
    else:
        beginnings = [one.limit(start + count).subquery(f"{n}_subquery") for n, one in enumerate(parts)]
        together = union_all(*map(select, beginnings)).subquery("subquery")
        order = together.c
        chosen = select(together).order_by(order.dated.desc(), order.deposited_at.desc(), order.id.desc())
    places = {r.id: n for n, r in enumerate(work.execute(chosen.offset(start).limit(count)))}
    found = work.execute(_asked(accesses[0].reader_id).where(row.id.in_(list(places)))) if places else ()
    return sorted(_read(work, found), key=lambda one: places[one.id])


def _in_list(work: Work, access: Access, *, deleted: bool) -> tuple[ColumnElement[bool], ...]:
    """Return what stands in the list; or, among what was deleted, what whoever asks can still bring back."""
    if deleted:
        return row.deleted_at.is_not(None), row.erased_at > work.now, row.author == access.actor
    return (row.deleted_at.is_(None),)


def get(work: Work, access: Access, document_id: str) -> Document | None:
    """Return a document that this access may see, deleted or not."""
    asked = _asked(access.reader_id).where(row.id == document_id, visible(access))
    found = _read(work, work.execute(asked))
    return found[0] if found else None


def these(work: Work, accesses: Sequence[Access], ids: Sequence[str]) -> list[Document]:
    """Return those of these documents that may be seen and are not deleted, in this order."""
    if not ids:
        return []
    seen = or_(*map(visible, accesses)) & row.deleted_at.is_(None)
    asked = _asked(accesses[0].reader_id).where(row.id.in_(ids), seen)
    found = {one.id: one for one in _read(work, work.execute(asked))}
    return [found[one] for one in ids if one in found]


def concealed(work: Work, access: Access, ids: Sequence[str]) -> int:
    """Return how many of these documents stand in the record and are hidden from whoever asks."""
    hidden_here = (row.record == access.record) & row.id.in_(ids) & ~visible(access)
    counted = select(func.count()).select_from(DocumentRow).where(hidden_here)
    return int(work.execute(counted).scalar_one()) if ids else 0


def types_kept(work: Work, accesses: Sequence[Access]) -> dict[str, int]:
    """Return how many documents there are of each type."""
    counted: Counter[str] = Counter()
    for one in accesses:
        seen = visible(one) & row.deleted_at.is_(None)
        counted.update(
            dict(map(tuple, work.execute(select(row.type, func.count()).where(seen).group_by(row.type))))
        )
    return dict(counted)


def sealed_words(work: Work, accesses: Sequence[Access]) -> list[tuple[str, bytes, bytes | None]]:
    """Return id, title and words of every document that may be seen, sealed, the latest day first."""
    found: list[Any] = []
    for one in accesses:  # one by one: a database would write what it sorts to disk, words and all
        seen = select(row.dated, row.deposited_at, row.id, row.title, row.words)
        found += work.execute(seen.where(visible(one), row.deleted_at.is_(None)))
    found.sort(key=lambda r: (r.dated, r.deposited_at), reverse=True)
    return [(r.id, r.title, r.words) for r in found]


def write(work: Work, values: dict[str, Any]) -> None:
    """Store a document."""
    work.execute(insert(DocumentRow), values)


def change(work: Work, document_id: str, **values: Any) -> None:
    """Change a document."""
    work.execute(update(DocumentRow).where(row.id == document_id).values(values))


def erasing(work: Work, limit: int) -> list[tuple[str, str, str]]:
    """Return id, record and blob of documents whose time to come back is over."""
    over = select(row.id, row.record, row.blob).where(row.erased_at <= work.now).order_by(row.erased_at)
    return [(r[0], r[1], r[2]) for r in work.execute(over.limit(limit).with_for_update(skip_locked=True))]


def erase(work: Work, document_id: str) -> None:
    """Remove a document, and all that is known about it."""
    for table, column in (
        (UnreadRow, unread.document_id),
        (HiddenRow, hidden.document_id),
        (DocumentRow, row.id),
    ):
        work.execute(delete(table).where(column == document_id))


def wordless(work: Work, limit: int) -> list[tuple[str, str, str]]:
    """Return id, record and blob of documents whose words wait to be recognised, the oldest first."""
    waiting = select(row.id, row.record, row.blob).where(row.words_state == WAITING)
    return [(r[0], r[1], r[2]) for r in work.execute(waiting.order_by(row.deposited_at).limit(limit))]


def mark_unread(work: Work, document_id: str, account_ids: Sequence[str]) -> None:
    """Have these accounts see that it is new."""
    once = insert_for(work.dialect)(UnreadRow).on_conflict_do_nothing()
    for account_id in account_ids:
        work.execute(once, {"account_id": account_id, "document_id": document_id})


def mark_read(work: Work, document_id: str, account_id: str) -> None:
    """Have an account see it as one it knows."""
    this = (unread.document_id == document_id) & (unread.account_id == account_id)
    work.execute(delete(UnreadRow).where(this))


def count_unread(work: Work, account_id: str) -> int:
    """Return how many documents that it may read an account has not opened yet; deleted ones do not count."""
    records = (patient_record(account_id), *map(carnet_record, carnets_of(work, account_id)))
    mine = and_(unread.account_id == account_id, row.id == unread.document_id)
    new = select(func.count()).select_from(UnreadRow).join(DocumentRow, mine)
    return work.execute(new.where(row.record.in_(records), row.deleted_at.is_(None))).scalar() or 0


def record_of(work: Work, document_id: str) -> str | None:
    """Return the name of the record that a document stands in: who may know more of it is asked there."""
    return work.execute(select(row.record).where(row.id == document_id)).scalar()


def hide(work: Work, document_id: str, professional_id: str) -> None:
    """Hide a document from a professional, or from `EVERYONE`."""
    once = insert_for(work.dialect)(HiddenRow).on_conflict_do_nothing()
    work.execute(once, {"document_id": document_id, "professional_id": professional_id})


def known_to(work: Work, document_id: str, account_ids: Sequence[str]) -> None:
    """Have nobody of these accounts see that it is new."""
    these = (unread.document_id == document_id) & unread.account_id.in_(account_ids)
    work.execute(delete(UnreadRow).where(these))


def unhide(work: Work, document_id: str, professional_id: str) -> None:
    """Show a document to a professional, or to `EVERYONE`, again."""
    this = (hidden.document_id == document_id) & (hidden.professional_id == professional_id)
    work.execute(delete(HiddenRow).where(this))


def hidden_from(work: Work, document_id: str) -> list[str]:
    """Return from which professionals a document is hidden; `EVERYONE` may be among them."""
    found = select(hidden.professional_id).where(hidden.document_id == document_id)
    return list(work.execute(found.order_by(hidden.professional_id)).scalars())


def habits(work: Work, account_id: str) -> Any:
    """Return the row of an account's habits, or None."""
    return work.execute(
        select(habit.delete_copies, habit.minutes).where(habit.account_id == account_id)
    ).first()


def set_habits(work: Work, account_id: str, values: dict[str, Any]) -> None:
    """Store an account's habits."""
    new = insert_for(work.dialect)(HabitRow)
    upsert = new.on_conflict_do_update(index_elements=["account_id"], set_=values)
    work.execute(upsert, {"account_id": account_id, **values})


def _asked(reader: str | None) -> Any:
    """Return the select of documents, each with whether whoever asks has opened it."""
    mine = select(unread.document_id).where(unread.account_id == (reader or ""), unread.document_id == row.id)
    return select(*COLUMNS, mine.exists().label("unread"))


def _read(work: Work, found: Any) -> list[Document]:
    return [
        Document(**{**r._mapping, "title": title_of(work.keys, r.title), "unread": bool(r.unread)})
        for r in found
    ]


def title_of(keys: Keyring, sealed: bytes) -> str:
    """Return a title; none where it does not open: one that is damaged must not hide the others."""
    try:
        return keys.open_text("document.title", sealed)
    except KeyUnknown:
        return ""
