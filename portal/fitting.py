"""Whether a key ring is the one that sealed what is stored: a look at a few values, whatever is stored."""

from typing import NamedTuple

from sqlalchemy import select

from portal import accounts
from portal.errors import KeyUnknown
from portal.resealing import Sealed, columns
from portal.work import Work

# Filled in every row, so that a few rows are found at once.
LOOKED_AT = ("accounts.email", "identities.last_name", "carnets.first_name", "blobs.wrapped", "documents.title",
             "responses.sealed")  # fmt: skip
EACH = 3  # of a column, from its first rows and from its last


class Fit(NamedTuple):
    """How many of the values that were looked at opened, in which columns one did not, and whether addresses are found."""

    opened: int
    closed: tuple[str, ...]
    finds: bool

    @property
    def strange(self) -> bool:
        """Whether there are values, and none opens: this is the ring of another database."""
        return bool(self.closed) and not self.opened


def look(work: Work) -> Fit:
    """Try the ring on what is stored; a database with nothing in it fits every ring."""
    opened, closed = 0, set()
    for one in columns():
        if one.name in LOOKED_AT:
            found = [one.opens(work.keys, row) is not None for row in _some(work, one)]
            opened += sum(found)
            if not all(found):
                closed.add(one.name)
    return Fit(opened, tuple(sorted(closed)), _finds(work))


def _some(work: Work, one: Sealed) -> list[object]:
    needed = {*one.by, *one.told}
    asked = select(*needed, one.column.label("sealed_before")).where(one.filled)
    first = work.execute(asked.order_by(*one.by).limit(EACH)).all()
    last = work.execute(asked.order_by(*(key.desc() for key in one.by)).limit(EACH)).all()
    return [*first, *last]


def _finds(work: Work) -> bool:
    """Tell whether an account is found by its own address: that is the other key of the ring."""
    try:
        known = accounts.list_accounts(work, "", 1)
        return all(accounts.find(work, one.email) == one.account_id for one in known)
    except KeyUnknown:
        return True  # told as a value that does not open
