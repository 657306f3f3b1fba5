"""Support: the people of the installation, who are written to by e-mail."""

from collections.abc import Mapping
from typing import Any

from portal.mailroom import outbox
from portal.work import Work

LANE = "support"


def reachable(work: Work) -> bool:
    """Tell whether support can be written to: the operator named an address, and e-mails leave."""
    return bool(work.policy.support_email) and work.policy.email


def write(work: Work, what: str, facts: Mapping[str, Any], reply_to: str = "") -> None:
    """Write an e-mail to support, in the installation's language; `reply_to`: where the answer goes."""
    sent = {**facts, "to": work.policy.support_email, "reply_to": reply_to, "language": work.policy.language}
    outbox.put(work, "email", LANE, what, sent)
