"""Parents are reminded of the vaccination calendar, if they like: once for each age that brings something, never what."""

from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, select, update

from portal import accounts, authorisations, carnets
from portal.authorisations import CARNET, Access, Right, carnet_record
from portal.carnets import CarnetUnknown, vaccines
from portal.carnets.ages import midnight
from portal.carnets.model import VaccineReminder
from portal.database import insert_for
from portal.mailroom import outbox
from portal.parts import apart
from portal.work import Work

HOUR = 9  # in the reader's own time zone
AT_ONCE = 200

row = VaccineReminder.__table__.c


def wanted(work: Work, access: Access) -> bool:
    """Tell whether whoever asks is reminded of this child's vaccines."""
    return work.execute(select(row.account_id).where(_this(access))).first() is not None


def want(work: Work, access: Access, *, on: bool) -> None:
    """Remind whoever asks of this child's vaccines, or no longer."""
    access.must(Right.READ)
    carnet_id, account_id = access.record.removeprefix(CARNET), access.reader_id or ""
    forget(work, carnet_id, account_id)
    if on:
        next_at = _next(work, carnet_id, account_id)
        values = {"carnet_id": carnet_id, "account_id": account_id, "next_at": next_at}
        work.execute(insert_for(work.dialect)(VaccineReminder).on_conflict_do_nothing(), values)
    access.journal(work, "vaccine_reminders", why="on" if on else "off")


def forget(work: Work, carnet_id: str, account_id: str) -> None:
    """Remind an account of this child's vaccines no more."""
    work.execute(delete(VaccineReminder).where(row.carnet_id == carnet_id, row.account_id == account_id))


def remind_due(work: Work) -> int:
    """Write the reminders whose time has come; returns how many, at most one batch. One that breaks stays due."""
    due = select(row.carnet_id, row.account_id, row.next_at).where(row.next_at <= work.now)
    found = work.execute(due.order_by(row.next_at).limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    chats = accounts.reachable(work, {one.account_id for one in found}) if found else {}
    return sum(apart(work, partial(_remind, work, one, chats.get(one.account_id))) for one in found)


def _remind(work: Work, one: Any, chat: int | None) -> None:
    if one.account_id not in authorisations.readers(work, carnet_record(one.carnet_id)):
        forget(work, one.carnet_id, one.account_id)
        return
    if _something_due(work, one.carnet_id, one.account_id, one.next_at):
        _tell(work, one.carnet_id, one.account_id, one.next_at, chat)
    this = (row.carnet_id == one.carnet_id) & (row.account_id == one.account_id)
    next_at = _next(work, one.carnet_id, one.account_id)
    work.execute(update(VaccineReminder).where(this).values(next_at=next_at))


def _tell(work: Work, carnet_id: str, account_id: str, at: datetime, chat: int | None) -> None:
    key = f"vaccines:{carnet_id}:{account_id}:{at.date()}"
    if chat is not None:
        outbox.put(
            work, "bulk", str(chat), "vaccines_due", {"carnet_id": carnet_id}, account_id=account_id, key=key
        )
    elif account_id in accounts.lost(work, [account_id]):
        accounts.write_to(work, account_id, "email", "carnet_news", {})


def _something_due(work: Work, carnet_id: str, account_id: str, at: datetime) -> bool:
    """Tell whether a dose that came due since `at` was not given yet."""
    carnet = carnets.get(work, carnet_id)
    if isinstance(carnet, CarnetUnknown):
        return False
    zone = ZoneInfo(accounts.timezone_of(work, account_id))
    today, since = work.now.astimezone(zone).date(), at.astimezone(zone).date()
    given = vaccines.noted(work, carnet_id)
    return any(
        one.done_on is None and since <= one.due_on <= today
        for one in vaccines.standing(carnet.birth_date, given, today)
    )


def _next(work: Work, carnet_id: str, account_id: str) -> datetime | None:
    """Return when the calendar next brings something."""
    carnet = carnets.get(work, carnet_id)
    if isinstance(carnet, CarnetUnknown):
        return None
    zone = accounts.timezone_of(work, account_id)
    days = {one.due_on(carnet.birth_date) for one in vaccines.doses_for(carnet.birth_date)}
    return min((at for day in days if (at := midnight(day, zone, HOUR)) > work.now), default=None)


def _this(access: Access) -> ColumnElement[bool]:
    carnet_id = access.record.removeprefix(CARNET)
    return (row.carnet_id == carnet_id) & (row.account_id == (access.reader_id or ""))
