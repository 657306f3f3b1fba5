"""Who an account stands for: first and last name, birth date, sealed."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, select

from portal.database import insert_for
from portal.identity.model import IdentityRow
from portal.work import Work


@dataclass(frozen=True)
class Identity:
    """A person's names and birth date."""

    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    birth_date: date | None = field(repr=False, default=None)


row = IdentityRow.__table__.c


def write(work: Work, account_id: str, who: Identity) -> None:
    """Record who the account stands for, in place of what was known."""
    values = {
        "first_name": work.keys.seal_text("identity.first_name", who.first_name.strip()),
        "last_name": work.keys.seal_text("identity.last_name", who.last_name.strip()),
        "birth_date": who.birth_date
        and work.keys.seal_text("identity.birth_date", who.birth_date.isoformat()),
    }
    new = insert_for(work.dialect)(IdentityRow)
    upsert = new.on_conflict_do_update(index_elements=["account_id"], set_=values)
    work.execute(upsert, {"account_id": account_id, **values})


def first_name(work: Work, account_id: str) -> str:
    """Return the first name, or nothing when it is not known."""
    who = read(work, account_id)
    return who.first_name if who else ""


def read(work: Work, account_id: str) -> Identity | None:
    """Return who the account stands for."""
    found = work.execute(
        select(row.first_name, row.last_name, row.birth_date).where(row.account_id == account_id)
    ).first()
    if found is None:
        return None
    first, last, born = found
    return Identity(
        work.keys.open_text("identity.first_name", first),
        work.keys.open_text("identity.last_name", last),
        date.fromisoformat(work.keys.open_text("identity.birth_date", born)) if born else None,
    )


def erase(work: Work, account_id: str) -> None:
    """Forget who the account stands for."""
    work.execute(delete(IdentityRow).where(row.account_id == account_id))
