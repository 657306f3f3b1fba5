"""Nobody answers whether it is urgent: the care team is told, where her follow-up says so (docs/decisions/0032)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conversations import watching
from conversations.messages import to_json
from portal import followups
from portal.mailroom import outbox, slots
from portal.work import Work


def unanswered(work: Work, chat: int, facts: Mapping[str, Any]) -> None:
    """Tell the care team, and her, in place of the question; not if she answered it, or did anything here since."""
    kinds, asked_at = facts["kinds"], datetime.fromisoformat(facts["asked_at"])
    place = f"{watching.ASKED}{'-'.join(kinds)}"
    if slots.standing(work, str(chat), place) is None or followups.acted(work, chat, asked_at):
        return
    if watching.tell(work, chat, kinds, unanswered=True):
        watching.answered(work, chat, "-".join(kinds))
        shown = {"message": to_json(watching.what_to_do(kinds, told=True)), "fresh": False}
        outbox.put(work, "telegram", str(chat), "show", shown, slot=watching.ANSWERED)
