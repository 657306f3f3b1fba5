"""Every query of departures and legal holds, named."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update

from portal.database import insert_for
from portal.privacy.model import DepartureRow, HoldRow
from portal.work import Work

HOLD = "hold.reason"

departure = DepartureRow.__table__.c
hold = HoldRow.__table__.c


class Departure(NamedTuple):
    """Someone who has left, or is back."""

    account_id: str
    by: str
    reason: str | None
    left_at: datetime
    erase_at: datetime
    warned_at: datetime | None
    back_at: datetime | None
    erasing: bool
    erased: str
    next_at: datetime | None


class Hold(NamedTuple):
    """A record that the law keeps until then; `reason`: the operator's words."""

    account_id: str
    until: datetime
    reason: str
    placed_at: datetime


_DEPARTURE = tuple(departure[name] for name in Departure._fields)


def write(work: Work, one: Departure) -> None:
    """Store a departure in place of an earlier one of this account."""
    new = insert_for(work.dialect)(DepartureRow)
    upsert = new.on_conflict_do_update(index_elements=["account_id"], set_=one._asdict())
    work.execute(upsert, one._asdict())


def get(work: Work, account_id: str) -> Departure | None:
    """Return the departure of an account, and keep others from changing it meanwhile."""
    this = select(*_DEPARTURE).where(departure.account_id == account_id).with_for_update()
    found = work.execute(this).first()
    return Departure(*tuple(found)) if found else None


def left_at(work: Work, account_ids: Collection[str]) -> dict[str, datetime]:
    """Return when each of these accounts last left, be it back or not; those alone that ever did."""
    asked = select(departure.account_id, departure.left_at).where(departure.account_id.in_(account_ids))
    return {found.account_id: found.left_at for found in work.execute(asked)}


def due(work: Work) -> Departure | None:
    """Return a departure for which there is something to do; other tickers pass over it."""
    now = select(*_DEPARTURE).where(departure.next_at <= work.now).order_by(departure.next_at)
    found = work.execute(now.limit(1).with_for_update(skip_locked=True)).first()
    return Departure(*tuple(found)) if found else None


def change(work: Work, account_id: str, **values: Any) -> None:
    """Change some columns of a departure."""
    work.execute(update(DepartureRow).where(departure.account_id == account_id).values(values))


def forget(work: Work, account_id: str) -> None:
    """Remove a departure that is over, and a hold that is."""
    work.execute(delete(HoldRow).where(hold.account_id == account_id))
    work.execute(delete(DepartureRow).where(departure.account_id == account_id))


def keep(work: Work, account_id: str, until: datetime, reason: str) -> None:
    """Store a hold in place of the one before."""
    values = {
        "until": until,
        "reason": work.keys.seal_text(HOLD, reason),
        "placed_at": work.now,
    }
    new = insert_for(work.dialect)(HoldRow)
    upsert = new.on_conflict_do_update(index_elements=["account_id"], set_=values)
    work.execute(upsert, {"account_id": account_id, **values})


def let_go(work: Work, account_id: str) -> bool:
    """Remove a hold; False when there is none."""
    return work.execute(delete(HoldRow).where(hold.account_id == account_id)).rowcount > 0


def held(work: Work, account_id: str) -> Hold | None:
    """Return the hold on an account's record, if it is not over."""
    columns = (hold.account_id, hold.until, hold.reason, hold.placed_at)
    found = work.execute(select(*columns).where(hold.account_id == account_id, hold.until > work.now)).first()
    if found is None:
        return None
    return Hold(found.account_id, found.until, work.keys.open_text(HOLD, found.reason), found.placed_at)
