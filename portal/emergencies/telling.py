"""Whoever reads a record is told at once that it was opened in an emergency, in the chat and by e-mail.

At any hour, and though she stopped reminders: this is about who saw her record. The chat is told by whom; the e-mail
is not, since a profession or a place can tell of an illness; the reason is told by neither.
"""

from typing import Any

from portal import accounts, authorisations, journal, professionals
from portal.authorisations import CARNET
from portal.emergencies.store import Opening
from portal.mailroom import outbox
from portal.work import Work

WHAT = "emergency_opened"


def tell(work: Work, opening: Opening, *, again: bool) -> None:
    """Tell every reader of the record."""
    readers = authorisations.readers(work, opening.record)
    chats = accounts.spoken_to(work, readers)
    facts = _facts(work, opening, again=again)
    seen_by = _named(work, opening)
    for account_id in readers:
        chat = chats.get(account_id)
        if chat is not None:
            outbox.put(work, "telegram", str(chat), WHAT, {**facts, **seen_by}, account_id=account_id)
        way = "email" if work.policy.email else "sms"
        accounts.write_to(work, account_id, way, WHAT, {**facts, "account_id": account_id})
    journal.write(work, opening.record, "portal", "emergency_told", opening.id, str(len(readers)))


def _facts(work: Work, opening: Opening, *, again: bool) -> dict[str, Any]:
    return {
        "emergency_id": opening.id,
        "carnet": opening.record.startswith(CARNET),
        "again": again,
        "at": work.now.isoformat(),
        "until": opening.until.isoformat(),
        "bot": work.policy.bot_username,
    }


def _named(work: Work, opening: Opening) -> dict[str, str]:
    """Return who opened it: her name, her profession, and the end of her number, since names are shared."""
    who = professionals.named(work, [opening.professional_id])[opening.professional_id]
    return {"who": who.name, "profession": who.profession, "digits": who.digits}
