"""Words that lead through a conversation: who types "skip", "back", "cancel" or a language need not look for a button."""

from conversations import course, showing, stage
from conversations.events import Typed
from conversations.form import Form
from conversations.questions import Question
from conversations.turn import Turn
from locales.reading import BACK, LEAVE, SKIP, fold


def word(turn: Turn, form: Form, question: Question, event: Typed, *, understood: bool) -> bool:
    """Pass over the question, go back, leave or change language, where that was typed; `understood`: as an answer too.

    "Back" may hurt, so it leads back only where it is no answer. Nobody answers "skip" to what can be skipped.
    """
    typed = fold(event.text)
    skips = typed in SKIP and question.optional and typed not in showing.option_words(turn, question)
    leads = typed in BACK | LEAVE and not understood
    if question.secret or not (skips or leads):
        return False
    stage.clean(turn, event, at_once=False)
    stage.retire(turn)
    if skips:
        turn.skip(question.name)
        turn.mark.data["editing"] = ""
        course.go_on(turn, form, fresh=True)
    elif typed in BACK:
        course.back(turn, form)
    else:
        course.pause(turn, fresh=True)
    return True
