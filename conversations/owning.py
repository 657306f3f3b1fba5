"""What comes first in a conversation about one's own record: the chat is linked, she agrees, and was proven lately."""

from collections.abc import Callable

from conversations.consenting import agreed
from conversations.turn import Next, Turn
from portal.authorisations import NoRight
from portal.errors import Refused


def first(then: str) -> Callable[[Turn], Next | Refused | None]:
    """Return what a form asks first; `then`: the screen that a fresh code leads to."""

    def before(turn: Turn) -> Next | Refused | None:
        if turn.me is None or turn.me.account_id != turn.mark.account_id:
            return NoRight()
        if not agreed(turn):
            return Next("consent")
        if turn.me.fresh:
            return None
        return Next("confirm_code", {"account_id": turn.me.account_id, "then": then})

    return before
