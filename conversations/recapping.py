"""Words that are typed where answers are read again, and nothing is asked: those of its buttons, and those that lead."""

from conversations import course, stage
from conversations.form import Form
from conversations.questions import in_words
from conversations.rereading import CHANGE
from conversations.showing import PER_PAGE
from conversations.turn import Turn
from locales import Words, _
from locales.reading import BACK, LATER, LEAVE, STOP, fold, read_yes_no

LEAVES = LEAVE | STOP | LATER


def called(turn: Turn, form: Form, typed: str) -> bool:
    """Do what was typed: send, ask what to change, change the answer of that number, go back, or leave; False: none.

    A no to what is read again asks what to change. A yes sends nothing: it may be meant for the last question, once more.
    """
    said, recap = fold(typed), _at_the_recap(turn, form)
    number = -1 if recap else _listed(turn, said)
    changes = recap and (said == _button(turn, CHANGE) or read_yes_no(typed) is False)
    sends = form.recap and recap and said == _button(turn, form.recap.send)
    if not (sends or changes or number >= 0 or said in LEAVES | BACK):
        return False
    stage.retire(turn)
    if sends:
        course.send(turn, form, fresh=True)
    elif changes:
        turn.mark.data.update(at=course.EDIT, **stage.fresh_view())
        course.show_place(turn, form, fresh=True)
    elif number >= 0:
        course.edit(turn, form, number)
    elif said in LEAVES:
        course.pause(turn, fresh=True)
    else:
        course.back(turn, form)
    return True


def pointed_out(turn: Turn, form: Form) -> Words:
    """Say what to tap, or to write, instead of words that are neither."""
    if form.recap and _at_the_recap(turn, form):
        return _("Please use the buttons below, or write “{send}”.", send=form.recap.send)
    return _("Please use the buttons below.")


def _at_the_recap(turn: Turn, form: Form) -> bool:
    return bool(form.recap) and turn.mark.data["at"] == course.RECAP


def _button(turn: Turn, words: Words) -> str:
    return fold(in_words(words, turn.language))


def _listed(turn: Turn, said: str) -> int:
    """Return which of the answers listed on this page has this number; -1: none has."""
    here = int(said) - 1 - turn.mark.data["page"] * PER_PAGE if said.isascii() and said.isdecimal() else -1
    return here if here < len(turn.mark.data["options"]) else -1
