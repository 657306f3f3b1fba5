"""Seals every value of every table anew with the first key of the ring, in small steps, while everything else goes on."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    update,
)

from portal.errors import KeyUnknown
from portal.keys import Keyring
from portal.migrations import models
from portal.work import Work, Workroom

AT_ONCE = 500  # values in one unit of work
PASSES = 3  # what a bot sealed with an older key meanwhile is found by the next one

# Every sealed column, with the context it is sealed for; `{id}` is the row's own. A house test holds it complete.
CONTEXTS = {
    "accounts.email": "account.email",
    "accounts.password": "account.password",
    "accounts.phone": "account.phone",
    "accounts.totp": "account.totp",
    "accounts.totp_offered": "account.totp",
    "alerts.sealed": "alert",
    "blobs.sha1": "blob.sha1",
    "blobs.wrapped": "blob {id}",
    "bookmarks.sealed": "bookmark",
    "carnet_invitations.email": "carnet.invited",
    "carnet_vaccinations.day": "vaccination.day",
    "carnets.birth_date": "carnet.birth_date",
    "carnets.first_name": "carnet.first_name",
    "carnets.heir": "carnet.heir",
    "contact_changes.before": "account.contacts_before",
    "contact_codes.contact": "account.new_contact",
    "corrections.sealed": "correction",
    "documents.title": "document.title",
    "documents.words": "document.words",
    "emergencies.reasons": "emergency.reasons",
    "followups.team": "followup.team",
    "identities.birth_date": "identity.birth_date",
    "identities.first_name": "identity.first_name",
    "identities.last_name": "identity.last_name",
    "inbox.payload": "inbox.payload",
    "legal_holds.reason": "hold.reason",
    "journal.sealed": "journal.why",
    "openings.password": "account.password",
    "outbox.facts": "outbox.facts",
    "particulars.sealed": "particulars {account_id}",
    "people_to_notify.sealed": "identity.person",
    "professionals.email_sealed": "professional.email",
    "responses.sealed": "response",
}
NOT_SEALED = frozenset({"journal_anchors.heads"})  # columns of bytes that need no key

Tell = Callable[[str, int], None]


@dataclass
class Resealed:
    """How many values of each column were sealed anew, and which do not open with any key of the ring."""

    values: Counter[str] = field(default_factory=Counter)
    unopened: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Sealed:
    """A sealed column."""

    name: str
    table: Table
    column: Column[Any]
    context: str

    @property
    def by(self) -> list[Column[Any]]:
        """What tells its rows apart."""
        return list(self.table.primary_key.columns)

    @property
    def told(self) -> list[Column[Any]]:
        """Which of its columns the context names."""
        names = [name for _, name, _, _ in Formatter().parse(self.context) if name]
        return [self.table.columns[name] for name in names]

    @property
    def filled(self) -> ColumnElement[bool]:
        """Where there is a value."""
        return and_(self.column.is_not(None), func.length(self.column) > 0)

    @property
    def key(self) -> ColumnElement[bytes]:
        """The id of the key that sealed a value."""
        # Not as parameters: PostgreSQL could not group by them.
        return func.substr(self.column, literal_column("1"), literal_column("4"), type_=self.column.type)

    def opens(self, keys: Keyring, row: Any) -> bytes | None:
        """Return the value of a row sealed anew, or None when it does not open."""
        context = self.context.format(**row._mapping)
        try:
            return keys.seal(context, keys.open(context, row.sealed_before))
        except KeyUnknown:
            return None


def columns() -> Iterator[Sealed]:
    """Yield every sealed column."""
    tables = models().tables
    for name, context in CONTEXTS.items():
        table, _, column = name.partition(".")
        yield Sealed(name, tables[table], tables[table].columns[column], context)


def count(work: Work) -> Counter[bytes]:
    """Return how many values each key has sealed, by its id; it looks at every value."""
    counted: Counter[bytes] = Counter()
    for one in columns():
        keyed = select(one.key, func.count()).where(one.filled).group_by(one.key)
        for name, values in work.execute(keyed):
            counted[bytes(name)] += values
    return counted


def reseal(room: Workroom, tell: Tell = lambda _name, _done: None) -> Resealed:
    """Seal anew whatever another key than the first has sealed; `tell` hears column and number after each step.

    Not a unit of work: it is many. Stopped anywhere, it has only to be begun again. Raises `StorageDown`.
    """
    done = Resealed()
    for _ in range(PASSES):
        before = done.values.total()
        for one in columns():
            _column(room, one, done, tell)
        if done.values.total() == before:
            break
    return done


def _column(room: Workroom, one: Sealed, done: Resealed, tell: Tell) -> None:
    after: Any = None
    while True:
        began = time.monotonic()
        after, values, unopened = room.do(_some, one, after)
        done.values[one.name] += values
        done.unopened.update(unopened)
        if values:
            tell(one.name, done.values[one.name])
        if after is None:
            return
        time.sleep(time.monotonic() - began)  # SQLite has one writer: the bot gets its turn as long again


def _some(work: Work, one: Sealed, after: Any) -> tuple[Any, int, list[str]]:
    """Seal some values anew; returns the last row looked at (None at the end), how many, and what did not open."""
    found = work.execute(_others(one, work.keys.names[0], after)).all()
    changes, unopened = [], []
    for row in found:
        anew = one.opens(work.keys, row)
        own = [row._mapping[column] for column in one.by]
        if anew is None:
            unopened.append(f"{one.name} {' '.join(map(str, own))}")
        else:
            changes.append(
                {f"by_{n}": value for n, value in enumerate(own)}
                | {"before": row.sealed_before, "anew": anew}
            )
    values = work.execute(_change(one), changes).rowcount if changes else 0
    return (own if len(found) == AT_ONCE else None), values, unopened


def _others(one: Sealed, first: bytes, after: Any) -> Any:
    """Return the query of the next values that another key has sealed."""
    needed = {*one.by, *one.told}
    rows = select(*needed, one.column.label("sealed_before")).where(one.filled, one.key != first)
    if after is not None:
        rows = rows.where(
            tuple_(*one.by) > tuple_(*(literal(v, c.type) for v, c in zip(after, one.by, strict=True)))
        )
    return rows.order_by(*one.by).limit(AT_ONCE)


def _change(one: Sealed) -> Any:
    """Return the statement that changes a value, unless somebody else has changed it meanwhile."""
    same = [column == bindparam(f"by_{n}", type_=column.type) for n, column in enumerate(one.by)]
    mine = and_(*same, one.column == bindparam("before", type_=one.column.type))
    return update(one.table).where(mine).values({one.column: bindparam("anew", type_=one.column.type)})
