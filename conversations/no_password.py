"""What is typed where a password is asked, and is none: an e-mail address, a question, a word that leads away.

Nothing of it is kept, nor looked at for more than its shape; and none is refused for good, since it may be a password.
"""

import re
from collections.abc import Callable

from conversations import speaking
from conversations.credentials import address_in
from conversations.questions import Action, Hint
from conversations.turn import Turn
from locales import Words, _
from locales.reading import BACK, GO_ON, LATER, LEAVE, STOP, asks_by_its_sign, fold, wonders
from portal import smalltalk

LEADS = frozenset(
    one for one in BACK | GO_ON | LEAVE | LATER | STOP | speaking.NAMED.keys() if " " not in one
)
# Of small talk, what is told to us.
SAID = (
    "hello",
    "thanks",
    "sorry",
    "bye",
    "how",
    "who",
    "lost",
    "ok",
    "nothing",
)
ADDRESS = _(
    "This is your e-mail address. What I need now is your password: the words or signs that you chose yourself."
)
OTHER_ADDRESS = _(
    "This is an e-mail address, so I did not take it for your password. If it is your password, type it once more."
)
QUESTION = _(
    "This looks like a question, so I did not take it for your password. If it is your password, type it once more."
)
MESSAGE = _(
    "This looks like a message to me, so I did not take it for your password. A password is a few words, with a "
    "number, that only you know. You will type it to sign in. If you do want what you wrote, tap “Use it as it is”."
)
AS_IT_IS = _("Very well. Type it again: I take it as it is.")


def leads(typed: str) -> bool:
    """Tell whether this is a word that leads through a conversation: too short or too common for a password."""
    return fold(typed) in LEADS and len(typed.strip()) == len(fold(typed))


def instead(own: Callable[[Turn], str | None]) -> Callable[[Turn, str], Hint | None]:
    """Return the check of a password that somebody has: what is likelier something else costs no try the first time.

    `own`: her e-mail address, which can never be her password.
    """

    def check(turn: Turn, typed: str) -> Hint | None:
        address = address_in(typed)
        if address and address.casefold() == (own(turn) or "").casefold():
            return Hint(ADDRESS)
        if turn.facts.get("once_more") or not (address or _asks(typed)):
            return None
        turn.facts["once_more"] = True
        return Hint(OTHER_ADDRESS if address else QUESTION)

    return check


def doubted(turn: Turn, typed: str) -> Hint | None:
    """Ask whether this is to be a new password, where it looks like a message to us."""
    if turn.facts.get("as_it_is") or not _message(typed):
        return None
    turn.facts["doubted"] = True
    return Hint(MESSAGE)


def as_it_is(turn: Turn) -> tuple[Action, ...]:
    """Offer to take the next words for the password whatever they look like, once some were not."""
    if not turn.facts.get("doubted") or turn.facts.get("as_it_is"):
        return ()
    return (Action("as_it_is", _("Use it as it is"), _taken),)


def _taken(turn: Turn) -> Words:
    turn.facts["as_it_is"] = True
    return AS_IT_IS


def _asks(typed: str) -> bool:
    return len(typed.split()) > 2 and not re.search(r"\d", typed) and wonders(typed)


def _message(typed: str) -> bool:
    if re.search(r"\d", typed):
        return len(typed.split()) > 2 and asks_by_its_sign(typed)
    said = fold(typed) in LATER | STOP | speaking.NAMED.keys() or smalltalk.heard(typed) in SAID
    return said or wonders(typed)
