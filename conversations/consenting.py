"""Consent to speak of health on Telegram: what it means, said plainly, and the answer recorded."""

from conversations.doors import HELP, MENU
from conversations.form import Form
from conversations.messages import Button
from conversations.questions import Choice, Option
from conversations.turn import Outcome, Said, Turn, said
from locales import Words, _
from portal import accounts

VERSION = "2026-11"

WHAT = _(
    "MaSanté helps you follow your health with your care team: you answer their questions here, and they read "
    "your answers."
)
TELEGRAM = _(
    "Before you begin, you should know: Telegram is a private company outside Europe. It is not approved to keep "
    "health data, and it keeps what is written in this chat on its servers, without end-to-end encryption. "
    "We remove our messages and your answers from this chat within two days. Your record itself is kept "
    "encrypted, by us."
)
CHOICE = _(
    "Do you agree to speak about your health in this chat? You can change your mind at any time in /account."
)
REFUSED = _(
    "That is your right. Nothing about your health will be asked or shown here. You can still read the help, "
    "look after your account and contact us. Your care team can tell you about the secure portal."
)
REMINDER = Button(_("Read it again and decide"), "m:go:consent")


def consent_question() -> Choice:
    """Return the question; both answers are recorded."""
    offers = (Option("yes", _("I agree")), Option("no", _("I do not agree")))
    return Choice(
        "consent", CHOICE, intro=(WHAT, TELEGRAM), offers=offers, step=_record,
        when=lambda turn: "consent" in turn.mark.data["answers"] or not agreed(turn),
    )  # fmt: skip


def agreed(turn: Turn) -> bool:
    """Tell whether this person agrees to the present text."""
    return accounts.has_consented(turn.work, turn.chat, VERSION)


def _record(turn: Turn, answer: str, _thought: object) -> Outcome:
    account_id = turn.me.account_id if turn.me else None
    if answer == "yes":
        accounts.consent(turn.work, turn.chat, account_id, VERSION)
        return None
    accounts.refuse(turn.work, turn.chat, account_id, VERSION)
    return None


def refused(turn: Turn) -> tuple[Words, ...]:
    """Return what to say once after a refusal: what stays possible."""
    return (REFUSED,) if turn.get("consent") == "no" else ()


consent = Form("consent", consent_question(), title=_("My agreement"), recap=False)


@consent.send
def thanks(turn: Turn) -> Said:
    """Say that it is recorded."""
    if refused(turn):
        return said(REFUSED, rows=((REMINDER,), (HELP, MENU)))
    rows = ((Button(_("My follow-up"), "m:suivi"),), (MENU,))
    return said(
        _("Thank you, your agreement is recorded. You can withdraw it at any time in /account."), rows=rows
    )
