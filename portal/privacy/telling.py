"""What leaves because somebody leaves: e-mails, and a word in the chat that spoke for her last; nothing of health."""

from datetime import datetime
from typing import Any

from portal import accounts, identity
from portal.mailroom import outbox
from portal.work import Work


def by_email(work: Work, account_id: str, what: str, **facts: Any) -> None:
    """Write to the owner of an account."""
    accounts.write_to(work, account_id, "email", what, {**_about(work, account_id), **facts})


def in_last_chat(work: Work, account_id: str, what: str, **facts: Any) -> None:
    """Say something in the chat that last spoke for an account, if nobody else is there now."""
    chat = accounts.last_chat(work, account_id)
    if chat is not None:
        outbox.put(work, "telegram", str(chat), what, {**facts, "at": work.now.isoformat()})


def erased(work: Work, account_id: str, reference: str, counts: dict[str, int]) -> None:
    """Write the last e-mail of all to whoever was erased, and to support which account it was: an id, no name.

    Neither goes by the lane of her address: nothing that finds her again may stay. The chat is told by nobody any more.
    """
    her = accounts.show(work, account_id)
    facts = {"reference": reference, "at": work.now.isoformat()}
    if isinstance(her, accounts.AccountFacts):
        to = {"to": her.email, "language": her.language, "zone": her.timezone}
        outbox.put(
            work, "email", f"erased:{reference}", "erased", {**_about(work, account_id), **facts, **to}
        )
    if work.policy.support_email:
        more = {"to": work.policy.support_email, "account_id": account_id, "counts": counts}
        outbox.put(work, "email", f"erasure:{reference}", "erased_for_support", {**facts, **more})


def instant(at: datetime | None) -> str:
    """Return an instant as a fact; nothing where there is none."""
    return at.isoformat() if at else ""


def _about(work: Work, account_id: str) -> dict[str, Any]:
    return {"first_name": identity.first_name(work, account_id), "at": work.now.isoformat()}
