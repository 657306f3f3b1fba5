"""Security: how she is reached and proven, and what changes it."""

from conversations.messages import Block, Button, Message, Rows
from handlers.account import BACK, account
from handlers.visit import Screen, Visit, refused
from locales import Words, _
from portal import accounts
from portal.errors import Refused
from portal.phones import written

SECURITY = Button(_("Security"), "m:compte-securite")
ADD_APP = Button(_("Add an authenticator app"), "m:go:add_authenticator")
REMOVE_APP = Button(_("Remove the authenticator app"), "m:compte-app")


def security(visit: Visit) -> None:
    """Show e-mail, phone and app, and the conversations that change them."""
    me = visit.me
    shown = accounts.show(visit.work, me.account_id) if me else None
    if me is None or shown is None:
        return account(visit)
    if isinstance(shown, Refused):
        return refused(visit, shown)
    app = _("Authenticator app: in use") if shown.has_totp else _("Authenticator app: none")
    lines: tuple[Words, ...] = (
        _("E-mail: {email}", email=shown.email if me.full else accounts.email_hint(shown.email)),
        _("Phone: {phone}", phone=written(shown.phone) if me.full else accounts.phone_hint(shown.phone)),
        app,
    )
    rows: Rows = (
        (Button(_("Change my e-mail"), "m:go:change_email"),),
        (Button(_("Change my phone number"), "m:go:change_phone"),),
        (Button(_("Change my password"), "m:go:change_password"),),
        (REMOVE_APP if shown.has_totp else ADD_APP,),
        BACK,
    )
    blocks = (Block("title", _("Security")), *(Block("line", line) for line in lines))
    return visit.show(Message(blocks, rows), account_id=me.account_id)


def remove_app(visit: Visit) -> None:
    """Accept the authenticator app no more: codes come by SMS again."""
    if visit.me is None:
        return account(visit)
    done = accounts.remove_totp(visit.work, visit.me)
    if isinstance(done, Refused):
        return refused(visit, done)
    return visit.say(
        _("The authenticator app is removed. Codes come by SMS again."), rows=((SECURITY,), BACK)
    )


SCREENS = (Screen("compte-securite", security), Screen("compte-app", remove_app))
