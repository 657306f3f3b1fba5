"""Add an authenticator app, whose codes then stand in for the SMS."""

from conversations.credentials import Code
from conversations.form import Form, Outcome, Said, Turn, said
from conversations.messages import Button
from locales import Words, _
from portal import accounts
from portal.accounts import LinkMissing, TotpOffer
from portal.errors import Refused


def offer(turn: Turn) -> Outcome:
    """Draw a secret; it replaces the SMS only once a code has shown that the app holds it."""
    offered = accounts.begin_totp(turn.work, turn.me) if turn.me else LinkMissing()
    if not isinstance(offered, TotpOffer):
        return said_refusal(offered)
    turn.facts.update(secret=offered.secret, uri=offered.uri)
    return None


def said_refusal(refused: Refused) -> Outcome:
    """End with the reason, and the way to a full-strength code."""
    from conversations.refusals import sentence  # noqa: PLC0415

    return said(sentence(refused), rows=((Button(_("Enter a code"), "m:go:confirm_code"),),))


def words(turn: Turn) -> Words:
    """Return the question with the secret, for those who type it."""
    secret = turn.facts["secret"]
    return _(
        "Scan this picture with your authenticator app, or type this key into it: {key}\n"
        "Then type here the 6-digit code it shows.",
        key=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    )


def confirm(turn: Turn, typed: str, _thought: object) -> Outcome:
    """Check the first code of the app."""
    return accounts.confirm_totp(turn.work, turn.me, typed) if turn.me else LinkMissing()


add_authenticator = Form(
    "add_authenticator",
    Code("app_code", words, before=offer, step=confirm, picture=lambda turn: ("qr", turn.facts["uri"])),
    title=_("Adding an authenticator app"),
    recap=False,
)


@add_authenticator.send
def send(_turn: Turn) -> Said:
    """Say that it is in use."""
    return said(
        _("Your authenticator app is added. From now on, its codes open your record; no SMS is needed.")
    )
