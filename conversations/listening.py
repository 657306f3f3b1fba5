"""What a person types or sends while a question waits: its answer, or what to say instead."""

from conversations import (
    course,
    faq,
    hearing,
    leading,
    offering,
    recapping,
    receiving,
    showing,
    small_talk,
    stage,
    watching,
)
from conversations.credentials import Code, Secret
from conversations.events import Sent, Typed
from conversations.form import Form
from conversations.messages import Block
from conversations.questions import Hint, Question
from conversations.taking import ask_again, take
from conversations.turn import Turn
from locales import Words, _, plain
from locales.reading import begins_a_question, fold, read_yes_no
from portal import smalltalk


def take_in(turn: Turn, form: Form, event: Typed | Sent) -> bool:
    """Take what a person typed or sent as the answer to the question under way, or say what is awaited."""
    question = course.current(turn, form)
    turn.alarmed = watching.speaks(turn.work, event)
    if isinstance(event, Sent) and receiving.concerned(turn, form, question, event):
        return receiving.receive(turn, form, question, event)
    if question is None:
        return _said_at_the_recap(turn, form, event)
    if isinstance(event, Sent):
        return _sent_instead(turn, form, question, event)
    return _typed(turn, form, question, event)


def _sent_instead(turn: Turn, form: Form, question: Question, event: Sent) -> bool:
    """Say that words are awaited here, and keep what was sent for later."""
    stage.clean(turn, event, at_once=question.secret)
    hint = _("Here I need an answer in words, or a button.")
    told = _told(event, hint)
    words = told if question.secret else _unasked(turn, event, told)
    ask_again(turn, form, question, Hint(words), fresh=True)
    return True


def _typed(turn: Turn, form: Form, question: Question, event: Typed) -> bool:
    if hearing.agreed(turn, event.text):
        stage.clean(turn, event, at_once=False)
        return hearing.confirmed(turn, form, question, fresh=True)
    if leading.button(turn, form, question, event) or (
        isinstance(question, Code) and leading.word(turn, form, question, event, understood=False)
    ):
        return True
    answer = question.read(turn, event.text)
    if leading.word(turn, form, question, event, understood=not isinstance(answer, Hint)):
        return True
    if isinstance(answer, Hint):
        return _not_understood(turn, form, question, event, answer)
    handled = take(turn, form, question, answer, fresh=not question.secret)
    stage.clean(turn, event, at_once=question.secret)
    return handled


def _said_at_the_recap(turn: Turn, form: Form, event: Typed | Sent) -> bool:
    """Nothing is asked here: words may be a question about the portal; else the buttons are pointed out."""
    stage.clean(turn, event, at_once=False)
    if isinstance(event, Typed) and turn.alarmed:
        return True
    if isinstance(event, Typed) and recapping.called(turn, form, event.text):
        return True
    relief = _relief(turn, event)
    if relief or not (isinstance(event, Typed) and faq.interrupt(turn, form, event.text)):
        courtesy = relief or _courtesy(event)
        hint = _told(event, recapping.pointed_out(turn, form))
        notice = Block("plain", courtesy) if courtesy else _unasked(turn, event, hint)
        stage.retire(turn)
        course.go_on(turn, form, fresh=True, notice=notice)
    return True


def _relief(turn: Turn, event: Typed | Sent) -> Words | None:
    return watching.relieved(turn.work, turn.chat, event.text) if isinstance(event, Typed) else None


def _courtesy(event: Typed | Sent) -> Words | None:
    return small_talk.reply(event.text, asked=True) if isinstance(event, Typed) else None


def _not_understood(turn: Turn, form: Form, question: Question, event: Typed, hint: Hint) -> bool:
    """Search a long list, answer small talk or the FAQ, or say what to type instead; the question comes again below.

    Not where danger was spoken of: whom to call stays the last thing to be read, and the question above it.
    """
    stage.clean(turn, event, at_once=question.secret or _may_be_a_password(turn, form, event.text))
    if _narrow(turn, form, question, event.text) or (not question.secret and turn.alarmed):
        return True
    relief = None if question.secret else _relief(turn, event)  # a secret is read by nobody
    if not relief and hearing.propose(turn, form, question, event.text):
        return True
    if not (relief or question.secret) and faq.interrupt(turn, form, event.text):
        return True
    courtesy = None if question.secret else relief or _courtesy(event)
    if courtesy is None:
        ask_again(turn, form, question, hint, fresh=not question.secret)
    else:
        stage.retire(turn)
        course.ask(turn, form, question, fresh=True, notice=Block("plain", courtesy))
    return True


def _may_be_a_password(turn: Turn, form: Form, typed: str) -> bool:
    """Tell whether a password may have come at another question: one is asked for here, and nobody would ask this."""
    if turn.alarmed or not any(type(one) is Secret for one in form.questions):
        return False
    asks = len(typed.split()) > 1 and begins_a_question(typed)
    return not asks and smalltalk.heard(typed) is None and read_yes_no(typed) is None


def _told(event: Typed | Sent, hint: Words) -> Words:
    """Return the hint; what cannot be read at all is called by its name first."""
    if isinstance(event, Typed) or event.file:
        return hint
    told = hint
    for said in reversed(small_talk.thing(event.kind)):
        told = plain("{thing} {hint}", thing=said, hint=told)
    return told


def _unasked(turn: Turn, event: Typed | Sent, hint: Words) -> Words:
    """Return the hint; a photo or a file that was sent instead of an answer is not lost."""
    if isinstance(event, Typed) or not offering.put_aside(turn.work, turn.chat, event):
        return hint
    return plain("{hint} {aside}", hint=hint, aside=offering.ASIDE)


def _narrow(turn: Turn, form: Form, question: Question, typed: str) -> bool:
    """In a long list, words that name no option search it."""
    if len(question.options(turn)) <= showing.PER_PAGE:
        return False
    wanted = fold(typed)[:60]
    words = showing.option_words(turn, question)
    if not wanted or not any(wanted in label for label in words):
        return False
    turn.mark.data.update(filter=wanted, page=0)
    stage.close(turn, question)
    course.ask(turn, form, question, fresh=True, notice=None)
    return True
