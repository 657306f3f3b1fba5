"""What comes before a conversation that gives somebody a right: signed in, agreed, and sure by a code from the phone."""

from conversations.consenting import agreed
from conversations.turn import Next, Turn
from portal.authorisations import NoRight
from portal.errors import Refused


def surely(turn: Turn, then: str) -> Next | Refused | None:
    """Return what must come first; `then` names the screen that leads back here."""
    if turn.me is None or turn.me.account_id != turn.mark.account_id:
        return NoRight()
    if not agreed(turn):
        return Next("consent")
    if turn.me.full:
        return None
    return Next("confirm_code", {"account_id": turn.me.account_id, "then": then, "full": True})
