"""Whether it is urgent: what is answered when words only may have spoken of danger."""

from collections.abc import Sequence

from conversations import engine, watching
from conversations.doors import CONTACT_US, MENU
from conversations.messages import Message, message
from conversations.small_talk import EMERGENCY
from handlers.visit import Screen, Visit
from portal.danger import KINDS
from portal.mailroom import outbox


def urgent(visit: Visit) -> None:
    """Say what to do, in place of the question, and tell the care team: the same however often it is tapped."""
    _answered(visit)
    visit.show(watching.urgent(visit.work, visit.chat, _kinds(visit)), slot=watching.ANSWERED)


def not_urgent(visit: Visit) -> None:
    """Leave the numbers there, also of who listens; what was under way stands as it did, or comes again below."""
    above = _answered(visit)
    lines = watching.lines(_kinds(visit))
    left = message(*lines, watching.SMS) if lines else message(EMERGENCY)
    visit.show(Message(left.blocks, ((CONTACT_US, MENU),), protect=False), slot=watching.ANSWERED)
    if above:
        engine.again(visit.work, visit.chat)


def _kinds(visit: Visit) -> Sequence[str]:
    return [kind for kind in KINDS if kind in visit.argument.split("-")] or KINDS[:1]


def _answered(visit: Visit) -> bool:
    """Take the question for answered; where the answer was typed, what is said comes below, without the question."""
    above = watching.answered(visit.work, visit.chat, visit.argument)
    if visit.tapped is None:
        outbox.put(visit.work, "telegram", str(visit.chat), "retire", {}, slot=watching.ANSWERED)
    return above


SCREENS = (Screen("urgent", urgent), Screen("pas-urgent", not_urgent))
