"""Words that lead through a conversation: who types "skip", "back", "cancel" or a language need not look for a button."""

from conversations import course, no_password, showing, speaking, stage
from conversations.credentials import Code
from conversations.events import Typed
from conversations.files import Files, no_more
from conversations.form import Form
from conversations.messages import Block
from conversations.questions import Question, Text, in_words
from conversations.taking import act
from conversations.turn import Turn
from locales.reading import BACK, GO_ON, LATER, LEAVE, MENU, SKIP, STOP, fold
from portal import accounts

FEWEST = 3  # words that may stand for all those of a button


def word(turn: Turn, form: Form, question: Question, event: Typed, *, understood: bool) -> bool:
    """Pass over the question, go back, leave or change language, where that was typed; `understood`: as an answer too.

    "Back" may hurt, so it leads back only where it is no answer. Nobody answers "skip" to what can be skipped, nor
    "cancel" to anything that is not its own option.
    """
    typed = fold(event.text)
    if question.secret and not isinstance(question, Code):  # a code is no word
        if not no_password.leads(event.text):
            return False
        understood = False
    own = typed in showing.option_words(turn, question)
    skips = question.optional and not own and (typed in SKIP or _sends_none(turn, question, event.text))
    leaves = typed in LEAVE and not own and not (typed in MENU and isinstance(question, Text))
    leads = leaves or (
        typed in BACK | GO_ON | LEAVE | STOP | LATER | speaking.NAMED.keys() and not understood
    )
    if not (skips or leads):
        return False
    stage.clean(turn, event, at_once=False)
    stage.retire(turn)
    if skips:
        turn.skip(question.name)
        turn.mark.data["editing"] = ""
        course.go_on(turn, form, fresh=True)
    elif typed in GO_ON:  # it goes on already: she is shown where
        course.ask(turn, form, question, fresh=True, notice=None)
    elif typed in BACK:
        course.back(turn, form)
    elif typed in speaking.NAMED:
        speaking.choose(turn.work, turn.chat, speaking.NAMED[typed])
        turn.reader = accounts.reader(turn.work, turn.chat)
        course.ask(turn, form, question, fresh=True, notice=Block("plain", speaking.CHOSEN))
    else:
        course.pause(turn, fresh=True)
    return True


def _sends_none(turn: Turn, question: Question, typed: str) -> bool:
    """Tell whether a no answers a question that files would answer, and none has come."""
    return isinstance(question, Files) and not question.sent(turn) and no_more(typed)


def button(turn: Turn, form: Form, question: Question, event: Typed) -> bool:
    """Do what a side button of the question does, where its words were typed, or most of them: those are no password."""
    typed = fold(event.text).replace("'", " ").split()
    labels = {
        fold(in_words(one.label, turn.language)).replace("'", " "): one for one in question.side_actions(turn)
    }
    meant = [one for label, one in labels.items() if not one.leads and _said(typed, label.split())]
    if len(meant) != 1:
        return False
    stage.clean(turn, event, at_once=question.secret)
    if not question.secret:
        stage.retire(turn)
    act(turn, form, meant[0], fresh=not question.secret)
    return True


def _said(typed: list[str], label: list[str]) -> bool:
    return typed == label or (len(typed) >= FEWEST and set(typed) <= set(label))
