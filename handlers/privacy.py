"""Taking along and leaving: the ways in, a part that is sent again, and follow-ups taken up after coming back."""

from typing import Any

from conversations.course import start
from conversations.doors import HELP, MENU, SIGN_IN
from conversations.messages import Button
from conversations.unsubscribe import REASONS, SILENT
from handlers.visit import Screen, Visit, refused
from locales import _, n_
from portal import privacy
from portal.authorisations import Right
from portal.errors import Refused

LEAVING = (SILENT, *(reason.key for reason in REASONS))
FOLLOW_UP = Button(_("My follow-up"), "m:suivi")


def export(visit: Visit) -> None:
    """Ask whether everything is to be taken along, once a code from her phone has shown who asks.

    What follows the screen's name is why she wants to leave, where she was about to.
    """
    me = visit.surely(f"export:{visit.argument}")
    if me is None:
        return
    leaving = {"leaving": visit.argument} if visit.argument in LEAVING else {}
    facts = {"account_id": me.account_id, **leaving}
    start(visit.work, visit.chat, "export_my_data", account_id=me.account_id, facts=facts)


def unsubscribe(visit: Visit) -> None:
    """Begin to leave, or go on with it once the reason was asked: no agreement is needed for that."""
    me = visit.me
    if me is None:
        return visit.say(_("This chat is not linked to an account."), rows=((SIGN_IN, HELP),))
    facts = {"account_id": me.account_id, "full": True}
    asked: dict[str, Any] = {}
    if visit.argument in LEAVING:
        asked = (
            {"passed": ["reason"]} if visit.argument == SILENT else {"answers": {"reason": visit.argument}}
        )
    return start(visit.work, visit.chat, "unsubscribe", account_id=me.account_id, facts=facts, **asked)


def receive(visit: Visit) -> None:
    """Send an export that is still kept once more."""
    me = visit.surely(f"export-recevoir:{visit.argument}")
    if me is None:
        return None
    ready = privacy.by_id(visit.work, me.account_id, visit.argument[:16])
    if isinstance(ready, Refused):
        return refused(visit, ready)
    for number in range(len(ready.parts)):
        privacy.put_part(visit.work, visit.chat, me.account_id, ready.id, number)
    return visit.say(_("It is on its way."))


def take_up(visit: Visit) -> None:
    """Have the follow-ups go on that were stopped when she left."""
    access = visit.health(Right.FILL_IN, "suivi-reprendre")
    if access is None or visit.me is None:
        return None
    back = privacy.take_up(visit.work, visit.me)
    if isinstance(back, Refused):
        return visit.say(_("There is no follow-up to take up again."), rows=((FOLLOW_UP, MENU),))
    words = n_(
        "Your follow-up goes on, at the hours it had. Your care team is told.",
        "Your {n} follow-ups go on, at the hours they had. Your care teams are told.",
        back,
    )
    return visit.say(words, rows=((FOLLOW_UP, MENU),))


SCREENS = (
    Screen("export", export),
    Screen("export-recevoir", receive),
    Screen("desinscription", unsubscribe),
    Screen("suivi-reprendre", take_up),
)
