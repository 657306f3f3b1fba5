"""How someone likes her documents in the chat: whether copies go once they are kept, how long an opened one stays."""

from typing import NamedTuple

from portal.documents import store
from portal.work import Work

MINUTES = (2, 10, 60, 12 * 60)  # to choose from; Telegram lets a bot delete for 48 hours
USUAL = 10


class Habits(NamedTuple):
    """`delete_copies`: None when nobody has asked yet; `minutes` that an opened document stays in the chat."""

    delete_copies: bool | None = None
    minutes: int = USUAL


def habits(work: Work, account_id: str) -> Habits:
    """Return the habits of an account."""
    found = store.habits(work, account_id)
    return Habits(*tuple(found)) if found else Habits()


def set_habits(work: Work, account_id: str, wanted: Habits) -> None:
    """Remember the habits of an account."""
    store.set_habits(work, account_id, wanted._asdict())
