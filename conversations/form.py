"""Form: a conversation as data: questions in order, a recap, one send."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from conversations.messages import Block
from conversations.questions import Action, Question
from conversations.turn import AskAgain, Next, Said, Turn
from locales import Words, _
from portal.errors import Refused

STOP = _("✕ Stop")
CHECK, SEND = _("Please check before sending"), _("Send")
OVER = _("This form can no longer be filled in: its time is over.")
ERASED = _("It is erased. Nothing was sent.")
KEPT = timedelta(days=7)  # how long an unfinished conversation waits

Send: TypeAlias = Callable[[Turn], Refused | Said | AskAgain]


@dataclass(frozen=True)
class Recap:
    """The last look at all the answers: its title, what sends them, side buttons, a picture made at delivery."""

    title: Words = CHECK
    send: Words = SEND
    actions: Callable[[Turn], Sequence[Action]] = lambda _: ()
    picture: Callable[[Turn], tuple[str, str] | None] = lambda _: None


RECAP = Recap()


class Form:
    """A conversation as data: questions in order, a recap (or none), and what sending does."""

    known: Mapping[str, "Form"] = {}

    def __init__(
        self,
        name: str,
        *questions: Question,
        title: Words,
        version: int = 1,
        recap: Recap | Literal[False] = RECAP,
        later: Words = STOP,
        kept: timedelta = KEPT,
        asked: Callable[[Turn], Sequence[Question]] | None = None,
        opening: Callable[[Turn], Sequence[Block]] = lambda _: (),
        closing: Callable[[Turn], Sequence[Block]] = lambda _: (),
        first: Callable[[Turn], Next | Refused | None] = lambda _: None,
        woken: Callable[[Turn], Words | None] = lambda _: None,
        lasting: bool = False,
        over: Words = OVER,
        erased: Words = ERASED,
        left: Said | None = None,
    ) -> None:
        self.name = name
        self.title = title
        self.version = version
        self.recap = recap
        self.kept = kept
        self.later = later  # on the button that puts it aside
        self.questions = questions
        self.opening = opening  # said above the first question, until it is asked again
        self.closing = closing  # said below the recap
        self.first = (
            first  # what must come before anything more is asked or shown: a fresh code, an agreement
        )
        self.woken = woken  # what it does by itself when its time has come; what is then said
        self.lasting = lasting  # begun again, it goes on where it was left
        self.over = over  # said when its time is over
        self.erased = erased  # said when it is erased
        self.left = left  # said when it is left: nothing of it is kept to be continued
        self._asked = asked
        self._send: Send | None = None
        Form.known = {**Form.known, name: self}

    def asked(self, turn: Turn) -> list[Question]:
        """Return the questions that apply, in order, given the answers so far."""
        if turn.asked is None:
            asked = self._asked or (lambda turn: [q for q in self.questions if q.when(turn)])
            turn.asked = list(asked(turn))
        return turn.asked

    def send(self, function: Send) -> Send:
        """Declare what sending does; a refusal leads back to the recap, or ends a form that has none."""
        self._send = function
        return function

    def sent(self, turn: Turn) -> Refused | Said | AskAgain:
        """Send the form."""
        if self._send is None:
            raise LookupError(f"{self.name} has no send")
        return self._send(turn)
