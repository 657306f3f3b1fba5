"""Messages to support: an e-mail to the operator's address with a reference; never too many from one chat."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from portal import journal
from portal.accounts import addresses, throttle
from portal.accounts.throttle import Limit
from portal.authorisations import PATIENT, patient_record
from portal.errors import Refused
from portal.mailroom import outbox
from portal.work import Work

DAY = timedelta(days=1)
STRANGER, LINKED = Limit(2, (DAY,), DAY), Limit(9, (DAY,), DAY)  # three and ten, then a day of waiting
RECEIPTS = Limit(2, (DAY,), DAY)  # to an address that a stranger typed


class TooManyMessages(Refused):
    """A chat has written as often as it may; facts: until."""


class SupportAway(Refused):
    """No e-mail can reach support: there is no address, or no e-mail leaves."""


def reachable(work: Work) -> bool:
    """Tell whether an e-mail can reach support."""
    return bool(work.policy.support_email) and work.policy.email


def refusal(work: Work, chat: int, account_id: str | None) -> TooManyMessages | SupportAway | None:
    """Return why this chat cannot write to support now."""
    if not reachable(work):
        return SupportAway()
    until = throttle.look(work, _limits(chat, account_id)).until
    return TooManyMessages(until=until) if until else None


def write(
    work: Work,
    what: str,
    facts: Mapping[str, Any],
    *,
    chat: int,
    account_id: str | None = None,
    reply_to: str = "",
    files: Sequence[str] = (),
) -> str | TooManyMessages | SupportAway:
    """Write to support the letter `what`; returns its reference, such as MS-7K3F2.

    `reply_to`: where an answer goes; `files`: blobs of the account's own record, drafts, forgotten once they have left.
    """
    refused = refusal(work, chat, account_id)
    if refused is not None:
        return refused
    limits = _limits(chat, account_id)
    throttle.count(work, throttle.look(work, limits), limits)
    reference = f"MS-{work.chance.name()[:5].upper()}"
    enclosed = {"record": patient_record(account_id), "ids": list(files)} if account_id and files else None
    sent = {
        **facts, "reference": reference, "account_id": account_id or "", "chat_id": chat, "at": work.now.isoformat(),
        "reply_to": reply_to, "enclosed": enclosed,
    }  # fmt: skip
    post(work, what, sent)
    if account_id is not None:
        journal.write(
            work, patient_record(account_id), f"{PATIENT}{account_id}", "support_written", reference
        )
    return reference


def post(work: Work, what: str, facts: Mapping[str, Any]) -> None:
    """Send the letter `what` to support, in the installation's own language and time."""
    policy = work.policy
    sent = {**facts, "to": policy.support_email, "language": policy.language, "zone": policy.timezone}
    outbox.put(work, "email", addresses.email_key(work.keys, policy.support_email), what, sent)


def acknowledge(work: Work, address: str, reference: str, language: str) -> None:
    """Send a receipt to an address that somebody typed: the reference and nothing she wrote; three a day at most."""
    key = addresses.email_key(work.keys, address)
    limits = {f"receipt:{key}": RECEIPTS}
    standing = throttle.look(work, limits)
    if standing.until is None:
        throttle.count(work, standing, limits)
        facts = {"to": address, "reference": reference, "language": language}
        outbox.put(work, "email", key, "support_receipt", facts)


def _limits(chat: int, account_id: str | None) -> dict[str, Limit]:
    return {f"support:{chat}": LINKED if account_id else STRANGER}
