"""What every e-mail of ours is made of: a subject, a greeting, paragraphs, and who signs."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from locales import Words, _
from portal.policy import Policy

Facts: TypeAlias = Mapping[str, Any]


class Letter(NamedTuple):
    """An e-mail: its subject and its paragraphs."""

    subject: Words
    paragraphs: tuple[Words, ...]


def at(facts: Facts) -> datetime:
    """Return the instant an e-mail tells of."""
    return datetime.fromisoformat(facts["at"])


def hello(facts: Facts) -> Words:
    """Return the greeting, by first name where it is known."""
    name = facts.get("first_name")
    return _("Hello {name},", name=name) if name else _("Hello,")


def deep_link(policy: Policy, payload: str) -> str:
    """Return the address that opens the chat and gives the bot a payload (64 characters at most)."""
    return f"https://t.me/{policy.bot_username}?start={payload}"


def sign(policy: Policy) -> tuple[Words, ...]:
    """Return the last paragraphs: whom to ask, and who writes."""
    ways = " · ".join(filter(None, (policy.support_email, policy.support_phone)))
    help_ = (_("A question? {ways}", ways=ways),) if ways else ()
    return (*help_, _("The MaSanté team"))


Letters: TypeAlias = Mapping[str, Callable[[Facts, Policy], Letter]]
