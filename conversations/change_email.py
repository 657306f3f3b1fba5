"""Change my e-mail address: a code from my phone, the new address, the code sent there."""

from conversations.credentials import Email
from conversations.doors import MENU
from conversations.form import Form
from conversations.new_contact import KEPT, OVER, SECURITY, first_code, new_code, propose
from conversations.owning import linked
from conversations.turn import Said, Turn, said
from locales import _

change_email = Form(
    "change_email",
    first_code,
    Email(
        "email",
        _("What is your new e-mail address?"),
        help=(_("A code is sent there. Until you have typed it here, the old address stays."),),
        step=propose("email"),
    ),
    new_code(
        "email",
        _("Type the 6-digit code we sent by e-mail to {to}."),
        _("An e-mail can take a few minutes. Look among unwanted mail too, and check the address."),
        _("Correct the e-mail address"),
    ),
    title=_("Change my e-mail"),
    recap=False,
    kept=KEPT,
    over=OVER,
    first=linked,
)


@change_email.send
def send(_turn: Turn) -> Said:
    """Say that it is done; the code has done it."""
    return said(
        _("It is done: your e-mail address is changed. From now on, sign in with the new one."),
        _("We wrote to the old one too. For 7 days, a link in that e-mail can undo it."),
        rows=((SECURITY,), (MENU,)),
    )
