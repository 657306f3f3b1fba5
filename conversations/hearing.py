"""An answer among other words ("38,7 ce matin", "un peu, je crois") is shown back, and taken once that is confirmed."""

from typing import Any

from conversations import course, stage
from conversations.amounts import Number
from conversations.form import Form
from conversations.messages import Block
from conversations.questions import Hint, Question, Toggle
from conversations.taking import take
from conversations.turn import Turn
from locales import _, pack, plain, unpack
from locales.reading import ASKS, SAME, agrees, begins_yes_no, fold, read_yes_no
from portal import smalltalk


def propose(turn: Turn, form: Form, question: Question, typed: str) -> bool:
    """Show back what was understood in words that are no answer, above the question; False when nothing was."""
    if question.secret or ASKS.search(typed):  # whoever asks, does not answer
        return False
    answers = read_yes_no(typed) is not None or begins_yes_no(typed) is not None  # `oui merci`
    if smalltalk.heard(typed) not in (None, "nothing") and not answers:
        return False
    same = question.same if fold(typed) in SAME else None
    ahead = isinstance(question, Toggle) and same is None
    meant, value = _ahead(turn, form, question, typed) if ahead else (question, same)
    value = question.guess(turn, typed) if value is None else value
    if value is None or meant.check(turn, value) is not None:
        return False
    said = meant.shown(turn, value)
    turn.mark.data["heard"] = {"name": meant.name, "value": pack(value), "said": pack(said)}
    stage.retire(turn)
    answer = (
        said if meant is question else plain("{question} {answer}", question=meant.words(turn), answer=said)
    )
    notice = Block(
        "plain", _("I understood: {answer}. If that is right, tap the first button.", answer=answer)
    )
    course.ask(turn, form, question, fresh=True, notice=notice)
    return True


def _ahead(turn: Turn, form: Form, question: Question, typed: str) -> tuple[Question, Any]:
    """Return what answers the next question already, asked only of who says yes: `38,7` to "have you taken it?"."""
    before, had = [one.name for one in form.asked(turn)], turn.get(question.name)
    turn.keep(question.name, True)
    asked = form.asked(turn)
    following = asked[[one.name for one in asked].index(question.name) + 1 :]
    turn.drop(question.name)
    if had is not None:
        turn.keep(question.name, had)
    if not following or not isinstance(following[0], Number) or following[0].name in before:
        return question, None
    found = following[0].read(turn, typed)
    value = following[0].guess(turn, typed) if isinstance(found, Hint) else found
    return (question, None) if value is None else (following[0], value)


def agreed(turn: Turn, typed: str) -> bool:
    """Tell whether this says that what was shown back is right; whatever else is typed, it stands no more."""
    heard = turn.mark.data.get("heard")
    if heard and agrees(typed):
        return True
    turn.mark.data["heard"] = None
    return False


def confirmed(turn: Turn, form: Form, question: Question, *, fresh: bool) -> bool:
    """Take what was shown back; what it answers beforehand is a yes to the question itself."""
    heard = turn.mark.data["heard"]
    if heard["name"] != question.name:
        turn.keep(question.name, True)
        question = next((one for one in form.asked(turn) if one.name == heard["name"]), question)
    return take(turn, form, question, unpack(heard["value"]), fresh=fresh)
