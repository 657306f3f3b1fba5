"""Legal holds: a record that the law, a court or an inquiry keeps is not erased before a day; its patient is told so."""

from datetime import datetime

from portal import accounts
from portal.accounts.refusals import AccountUnknown
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.privacy import store, telling
from portal.privacy.refusals import HoldOver, NotHeld
from portal.work import Work


def place(work: Work, access: Access, until: datetime, reason: str) -> Refused | None:
    """Have nothing of a record be erased before an instant; who has left already is told that it waits."""
    access.must(Right.HOLD)
    if isinstance(accounts.show(work, access.account_id), AccountUnknown):
        return AccountUnknown()
    if until <= work.now:
        return HoldOver()
    store.keep(work, access.account_id, until, reason)
    access.journal(work, "held", why=until.date().isoformat())
    one = store.get(work, access.account_id)
    if one is not None and one.back_at is None and until > one.erase_at:
        telling.by_email(work, access.account_id, "held", until=until.isoformat())
    return None


def release(work: Work, access: Access) -> NotHeld | None:
    """Keep a record no longer than its patient wants."""
    access.must(Right.HOLD)
    if not store.let_go(work, access.account_id):
        return NotHeld()
    access.journal(work, "hold_released")
    one = store.get(work, access.account_id)
    if one is not None and one.back_at is None:
        store.change(work, access.account_id, next_at=work.now)
    return None
