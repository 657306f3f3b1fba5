"""A new e-mail address or phone number: a code is sent there, again if need be, and checked; shared by both."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from conversations import stage
from conversations.access_code import access_code
from conversations.credentials import Code
from conversations.messages import Button
from conversations.questions import Action
from conversations.turn import AskAgain, Outcome, Turn
from locales import Sentence, Words, _
from portal import accounts
from portal.accounts import ContactChanged, ContactProposed, LinkMissing
from portal.accounts.refusals import CodeMissing, EmailTaken, ProofMissing
from portal.errors import Refused

KEPT = timedelta(hours=1)  # what is left in the middle is begun anew
OVER = _("Too much time has passed, so nothing was changed. You can begin again.")
SECURITY = Button(_("Security"), "m:compte-securite")

first_code = access_code(
    "change_contact", full=True, intro=(_("First, a code from your phone makes sure that it is you."),)
)


def propose(kind: str) -> Callable[[Turn, str, object], Outcome]:
    """Return the step that sends a code to what was typed; after a quarter of an hour, the first code comes again."""

    def step(turn: Turn, typed: str, _thought: object) -> Outcome:
        if turn.me is None:
            return LinkMissing()
        sent = accounts.propose_contact(
            turn.work, turn.me, turn.chat, turn.facts.get("proof", ""), kind, typed
        )
        if isinstance(sent, ProofMissing):
            return AskAgain("code", sent)
        if not isinstance(sent, ContactProposed):
            return sent
        turn.facts.update(fixed=sent.fixed, not_here=False)
        return None

    return step


def new_code(
    kind: str,
    asked: Sentence,
    missing: Words,
    correct: Words,
    written: Callable[[str], str] = str,
    **more: Any,
) -> Code:
    """Return the question for the code that was sent to the new one; right, it changes it.

    `missing`: what to look at when none comes; `correct`: the button that asks for the address or number anew;
    `written`: how it is shown.
    """

    def words(turn: Turn) -> Words:
        return asked.fill(to=written(turn[kind]) if turn.get(kind) else "")

    return Code("new_code", words, actions=_actions(kind, missing, correct), step=confirm(kind), **more)


def _actions(kind: str, missing: Words, correct: Words) -> Callable[[Turn], Sequence[Action]]:
    def again(turn: Turn) -> Words | Outcome:
        return propose(kind)(turn, turn.get(kind, ""), None) or _("A new code is on its way.")

    def not_received(turn: Turn) -> Words:
        turn.facts["not_here"] = True
        return missing

    def actions(turn: Turn) -> Sequence[Action]:
        other = Action("other", correct, lambda _turn: AskAgain(kind))
        if turn.facts.get("not_here"):
            return (Action("again", _("Send the code again"), again), other)
        return (Action("none", _("I don't receive my code"), not_received), other)

    return actions


def confirm(kind: str) -> Callable[[Turn, str, object], Outcome]:
    """Return the step that takes the code, and with it changes the address or number."""

    def step(turn: Turn, typed: str, _thought: object) -> Outcome:
        done: ContactChanged | Refused = (
            accounts.confirm_contact(turn.work, turn.me, turn.chat, kind, typed) if turn.me else LinkMissing()
        )
        if isinstance(done, CodeMissing | EmailTaken):
            return AskAgain(kind, done)
        if isinstance(done, Refused):
            return done
        stage.dismiss(turn, stage.DELAYED)
        return None

    return step
