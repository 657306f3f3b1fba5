"""Show again that it is me: a fresh access code, after a long silence, a new password, or for what needs one."""

from conversations.access_code import access_code
from conversations.form import Form
from conversations.messages import Button
from conversations.turn import AskAgain, Said, Turn, said
from locales import _
from portal import accounts
from portal.accounts import Me
from portal.accounts.refusals import NeedsFullCode
from portal.errors import Refused

confirm_code = Form("confirm_code", access_code("refresh"), title=_("Access code"), recap=False)


@confirm_code.send
def send(turn: Turn) -> Said | Refused | AskAgain:
    """Open the record again."""
    me = accounts.refresh(turn.work, turn.chat, turn.facts["proof"])
    if isinstance(me, NeedsFullCode):
        return AskAgain("code", me)
    if not isinstance(me, Me):
        return me
    if turn.facts.get("full") and not me.full:  # what follows needs the phone
        return AskAgain("code", NeedsFullCode())
    view = turn.facts.get("then", "menu")
    return said(_("Thank you, it is you."), rows=((Button(_("Continue"), f"m:{view}"),),))
