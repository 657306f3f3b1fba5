"""Chats the bot has met: their language, and whether words may still be sent there."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select, update

from portal.accounts.consents import GIVEN
from portal.accounts.consents import row as consent
from portal.accounts.model import Account, Chat, Consent, Link
from portal.accounts.store import account, chat, link
from portal.database import insert_for
from portal.statement import Prepared
from portal.work import Work

SETTLED = timedelta(days=1)  # after which an invitation can no longer be expected to be opened any minute

# Asked at every update, so built once.
_KNOWN = Prepared(select(chat.language_code, chat.blocked_at).where(chat.chat_id == bindparam("here")))


def meet(work: Work, chat_id: int, language_code: str | None = None) -> None:
    """Remember a chat and Telegram's guess of its language; one that writes has not blocked the bot."""
    guess = language_code.split("-")[0][:8].lower() if language_code else None
    found = work.execute(_KNOWN, {"here": chat_id}).first()
    if found is None:
        new = insert_for(work.dialect)(Chat).on_conflict_do_nothing(index_elements=["chat_id"])
        work.execute(new, {"chat_id": chat_id, "language_code": guess, "first_seen": work.now})
    elif found.blocked_at or (guess and guess != found.language_code):
        _change(work, chat_id, language_code=guess or found.language_code, blocked_at=None)


def choose_language(work: Work, chat_id: int, language: str, *, plain: bool = False) -> None:
    """Set the language of a chat, and of the account it is linked to; `plain`: in easier sentences."""
    meet(work, chat_id)
    _change(work, chat_id, language=language, plain=plain)
    mine = select(link.account_id).where(link.chat_id == chat_id, link.ended_at.is_(None))
    work.execute(
        update(Account).where(account.id.in_(mine.scalar_subquery())).values(language=language, plain=plain)
    )


def spoken(work: Work, chat_id: int, own: str | None) -> str | None:
    """Return the language to speak to who is here: chosen in this chat, else her account's own, else the guess."""
    return _spoken(work, chat_id, own)[0]


def manner(work: Work, chat_id: int, owner: Any) -> dict[str, Any]:
    """Return how to write to who is here, or to the owner of an account (its row): language, easier sentences or not."""
    language, plain = _spoken(work, chat_id, owner.language if owner else None)
    own = owner.plain if owner else None
    return {"language": language, "plain": bool(plain if own is None else own)}


def _spoken(work: Work, chat_id: int, own: str | None) -> tuple[str | None, bool | None]:
    asked = select(chat.language, chat.language_code, chat.plain).where(chat.chat_id == chat_id)
    here, guess, plain = work.execute(asked).first() or (None, None, None)
    return here or own or guess, plain


def blocked(work: Work, chat_id: int) -> None:
    """Record that the person has blocked the bot: nothing is sent until she writes again."""
    meet(work, chat_id)
    _change(work, chat_id, blocked_at=work.now)


def unblocked(work: Work, chat_id: int) -> None:
    """Record that the person lets the bot write again."""
    _change(work, chat_id, blocked_at=None)


def stop_notices(work: Work, chat_id: int) -> None:
    """Send no reminders to this chat; what it asks for is still answered."""
    _change(work, chat_id, notices_off_at=work.now)


def notices_off(work: Work, chat_id: int) -> bool:
    """Tell whether this chat gets no reminders, because it asked for none."""
    return work.execute(select(chat.notices_off_at).where(chat.chat_id == chat_id)).scalar() is not None


def resume_notices(work: Work, chat_id: int) -> None:
    """Send reminders to this chat again."""
    _change(work, chat_id, notices_off_at=None)


def linked_chats(work: Work, account_ids: Collection[str]) -> dict[str, int]:
    """Return the live chat of each of these accounts that has one and is not locked."""
    return dict(work.execute(_linked(account_ids)).all())


def reachable(work: Work, account_ids: Collection[str]) -> dict[str, int]:
    """Return the live chats of these accounts that may be reminded: not blocked, not stopped, still agreed.

    Who may not is looked for, in indexes of those alone: most may, and are not read one by one.
    """
    silenced = or_(chat.blocked_at.is_not(None), chat.notices_off_at.is_not(None))
    return dict(work.execute(_not(silenced, account_ids)).all())


def spoken_to(work: Work, account_ids: Collection[str]) -> dict[str, int]:
    """Return the live chats of these accounts, for what is told though reminders are stopped."""
    return dict(work.execute(_not(chat.blocked_at.is_not(None), account_ids)).all())


def lost(work: Work, account_ids: Collection[str]) -> set[str]:
    """Return those of these accounts that no chat leads to (none linked, or blocked) and who may be written to.

    Not who is locked, has left, has taken the agreement back, had stopped reminders in her latest chat, or was invited
    so lately that she may still be on the way in.
    """
    live, latest = Link.__table__.alias().c, Link.__table__.alias().c
    mine = live.account_id == account.id
    ever = select(live.id).where(mine)
    led_to = select(live.id).join(Chat, chat.chat_id == live.chat_id).where(
        mine, live.ended_at.is_(None), chat.blocked_at.is_(None)
    )  # fmt: skip
    newest = select(func.max(latest.linked_at)).where(latest.account_id == account.id).correlate(Account)
    stopped = select(live.id).join(Chat, chat.chat_id == live.chat_id).where(
        mine, chat.notices_off_at.is_not(None), live.linked_at == newest.scalar_subquery()
    )  # fmt: skip
    asked = select(account.id).where(
        account.id.in_(account_ids), account.locked_at.is_(None), account.leaving_at.is_(None),
        or_(account.created_at <= work.now - SETTLED, ever.exists()),
        ~led_to.exists(), ~stopped.exists(),
        ~_taken_back(account.id, Account),
    )  # fmt: skip
    return set(work.execute(asked).scalars())


def _not(so: Any, account_ids: Collection[str]) -> Any:
    """Return the live chats of these accounts that are not so, and still agreed."""
    these = select(chat.chat_id).where(chat.chat_id == link.chat_id, so)
    return _linked(account_ids).where(~these.exists(), ~_taken_back())


def _taken_back(of: Any = link.account_id, outer: Any = Link) -> Any:
    """Whether the last answer about speaking of health was a no."""
    later = Consent.__table__.alias().c
    changed = select(later.id).where(later.account_id == consent.account_id, later.id > consent.id)
    no = consent.answer != literal_column(f"'{GIVEN}'")  # spelled as its index spells it, so that it serves
    return select(consent.id).where(consent.account_id == of, no, ~changed.exists()).correlate(outer).exists()


def _linked(account_ids: Collection[str]) -> Any:
    locked = select(account.id).where(account.id == link.account_id, account.locked_at.is_not(None))
    mine = link.account_id.in_(account_ids) & link.ended_at.is_(None)
    return select(link.account_id, link.chat_id).where(mine, ~locked.exists())


def _change(work: Work, chat_id: int, **values: Any) -> None:
    work.execute(update(Chat).where(chat.chat_id == chat_id).values(values))
