"""Add an authenticator app, whose codes then stand in for the SMS."""

from conversations.credentials import Code
from conversations.form import Form
from conversations.messages import Button
from conversations.refusals import sentence
from conversations.turn import Outcome, Said, Turn, said
from locales import _
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
    return said(sentence(refused), rows=((Button(_("Enter a code"), "m:go:confirm_code"),),))


SCAN = _(
    "Scan this picture with your authenticator app, or copy this key into it. Then type here the code it shows."
)


def confirm(turn: Turn, typed: str, _thought: object) -> Outcome:
    """Check the first code of the app."""
    return accounts.confirm_totp(turn.work, turn.me, typed) if turn.me else LinkMissing()


add_authenticator = Form(
    "add_authenticator",
    Code(
        "app_code",
        SCAN,
        before=offer,
        step=confirm,
        copied=lambda turn: turn.facts["secret"],
        picture=lambda turn: ("qr", turn.facts["uri"]),
    ),
    title=_("Authenticator app"),
    recap=False,
)


@add_authenticator.send
def send(_turn: Turn) -> Said:
    """Say that it is in use."""
    return said(
        _("Your authenticator app is added. From now on, its codes open your record; no SMS is needed.")
    )
