"""Whether it is urgent: what is answered when words only may have spoken of danger."""

from conversations import watching
from conversations.messages import Message, message
from conversations.small_talk import EMERGENCY
from handlers.visit import Screen, Visit
from portal.danger import KINDS


def urgent(visit: Visit) -> None:
    """Say what to do, in place of the question, and tell the care team: the same however often it is tapped."""
    kinds = [kind for kind in KINDS if kind in visit.argument.split("-")] or KINDS[:1]
    visit.show(watching.urgent(visit.work, visit.chat, kinds), slot=watching.ASKED)


def not_urgent(visit: Visit) -> None:
    """Leave the numbers there; what was under way stands as it did."""
    visit.show(Message(message(EMERGENCY).blocks, protect=False), slot=watching.ASKED)


SCREENS = (Screen("urgent", urgent), Screen("pas-urgent", not_urgent))
