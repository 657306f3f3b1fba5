"""An answer is taken: checked, acted upon by its question's step, kept; or the question comes again."""

from typing import Any

from conversations import course, stage
from conversations.form import Form
from conversations.messages import Block
from conversations.questions import Action, Hint, Question, Several
from conversations.refusals import sentence
from conversations.turn import AskAgain, Said, Turn
from locales import Words
from portal.errors import Refused


def take(turn: Turn, form: Form, question: Question, value: Any, *, fresh: bool) -> bool:
    """Check an answer, let its step act, keep it, and go on; below (`fresh`) when it was typed."""
    wrong = question.check(turn, value)
    if wrong is not None:
        ask_again(turn, form, question, wrong, fresh=fresh)
        return True
    outcome = question.step(turn, value, _thought(turn, question, value)) if question.step else None
    if isinstance(outcome, Refused):
        ask_again(turn, form, question, outcome, fresh=fresh)
        return True
    if fresh:
        stage.close(turn, question, value)
    if outcome is None:
        turn.keep(question.name, True if question.secret else value)
        turn.mark.data.update(editing="", **stage.fresh_view())
    course.follow(turn, form, outcome, fresh=fresh)
    return True


def _thought(turn: Turn, question: Question, value: Any) -> Any:
    """Return what the question thinks of this answer, worked out for this very turn."""
    if question.think is None:
        return None
    return turn.work.thought(f"{turn.mark.id}:{turn.mark.turn}", question.think(turn, value))


def tick(turn: Turn, question: Several, key: str, *, wanted: bool) -> None:
    """Tick an option, or take its tick away where it is not `wanted`; one that stands alone unticks the others."""
    ticked = turn.mark.data["ticked"]
    alone = [option.key for option in question.options(turn) if option.alone]
    if not wanted:
        ticked[:] = [k for k in ticked if k != key]
    elif key in alone:
        ticked[:] = [key]
    elif key not in ticked:
        ticked[:] = [k for k in ticked if k not in alone] + [key]


def act(turn: Turn, form: Form, action: Action | None, *, fresh: bool) -> None:
    """Do what a side button does, and say above the question what came of it; below (`fresh`) when its words were typed."""
    outcome = action.do(turn) if action else None
    if isinstance(outcome, Refused | Said | AskAgain) or outcome is None:
        course.follow(turn, form, outcome, fresh=fresh)
    else:
        course.go_on(turn, form, fresh=fresh, notice=Block("plain", outcome))


def ask_again(turn: Turn, form: Form, question: Question, wrong: Refused | Hint, *, fresh: bool) -> None:
    """Ask the same question, with what is wrong above it, in one message."""
    if fresh:
        stage.retire(turn)
    course.ask(turn, form, question, fresh=fresh, notice=words_of(wrong))


def words_of(wrong: Refused | Hint) -> Words:
    """Return what is said of an answer that cannot be taken."""
    return wrong.words if isinstance(wrong, Hint) else sentence(wrong)
