"""Change my phone number: a code from the old one (or the app), the new number, the code sent there."""

from conversations.credentials import Phone
from conversations.doors import MENU
from conversations.form import Form
from conversations.new_contact import KEPT, OVER, SECURITY, first_code, new_code, propose
from conversations.owning import linked
from conversations.turn import Said, Turn, said
from locales import Words, _
from portal.phones import written


def landline(turn: Turn) -> tuple[Words, ...]:
    """Warn of a number where a text message may not arrive."""
    if not turn.facts.get("fixed"):
        return ()
    return (_("This looks like a landline: text messages may not arrive there."),)


change_phone = Form(
    "change_phone",
    first_code,
    Phone(
        "phone",
        _("What is your new mobile number?"),
        help=(_("A code is sent there by SMS. Until you have typed it here, the old number stays."),),
        step=propose("phone"),
    ),
    new_code(
        "phone",
        _("Type the 6-digit code we sent by SMS to {to}."),
        _("An SMS can take a minute or two. Is that phone on, with some signal? Check the number too."),
        _("Correct the number"),
        written,
        intro=landline,
    ),
    title=_("Change my phone number"),
    recap=False,
    kept=KEPT,
    over=OVER,
    first=linked,
)


@change_phone.send
def send(_turn: Turn) -> Said:
    """Say that it is done; the code has done it."""
    return said(
        _("It is done: your phone number is changed. From now on, codes are sent to the new one."),
        _("We wrote to the old number, and to your mailbox. For 7 days, a link in that e-mail can undo it."),
        rows=((SECURITY,), (MENU,)),
    )
