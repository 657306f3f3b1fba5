"""What comes first in a conversation about a record: the chat is linked, she agrees, and has proven who she is."""

from collections.abc import Callable

from conversations.consenting import agreed
from conversations.turn import Next, Turn
from portal.accounts import LinkMissing
from portal.authorisations import NoRight
from portal.errors import Refused


def before(turn: Turn, then: str, *, full: bool = False) -> Next | Refused | None:
    """Return what must come before anything more is asked or shown, None when nothing must.

    `then`: the screen that the code leads to; `full`: only a code from her phone proves enough, as where a right is given.
    """
    if turn.me is None or turn.me.account_id != turn.mark.account_id:
        return NoRight()
    if not agreed(turn):
        return Next("consent")
    if turn.me.full if full else turn.me.fresh:
        return None
    facts = {"account_id": turn.me.account_id, "then": then}
    return Next("confirm_code", facts | {"full": True} if full else facts)


def first(then: str, *, full: bool = False) -> Callable[[Turn], Next | Refused | None]:
    """Return `before` as a form takes it, where the screen does not depend on the turn."""
    return lambda turn: before(turn, then, full=full)


def linked(turn: Turn) -> Refused | None:
    """Let only who is linked here go on with what she began about her account; no agreement is needed for that."""
    return None if turn.me and turn.me.account_id == turn.mark.account_id else LinkMissing()
