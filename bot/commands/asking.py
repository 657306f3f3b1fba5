"""Puts the questions of a form in the terminal, and reads answers as the chat does."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bot.commands.printing import complain, shown
from conversations import fhir_questions, stage
from conversations.questions import Choice, Hint, Question, Several, match
from conversations.turn import Turn
from locales import Words
from locales.saying import Reader, bare, say
from portal import accounts, bookmarks
from portal.database import connect
from portal.keys import Chance, new_ring
from portal.policy import Policy
from portal.questionnaires import Answerer, Step, Value
from portal.work import Work


@contextmanager
def terminal(now: datetime, language: str) -> Iterator[Answerer]:
    """Give a function that puts one question; what it shows goes to standard error, out of the way of JSON."""
    with connect("sqlite://").begin() as connection:  # in memory: a turn has a transaction, this one no chat
        work = Work(connection, now, new_ring(), Chance(), Policy())
        mark = bookmarks.Bookmark(
            "", "", "", 1, 0, bookmarks.ACTIVE, None, None, now, {"answers": {}, "facts": {}}
        )
        turn = Turn(work, 0, mark, accounts.Reader(language, work.policy.timezone, None))
        yield lambda step: _ask(turn, step)


def _ask(turn: Turn, step: Step) -> Sequence[Value] | None:
    """Ask until the answer is understood; an empty line, or the end of the input, leaves it as it is."""
    question = fhir_questions.question(step, {})
    turn.mark.data.update(stage.fresh_view())
    _put(turn, step, question)
    while typed := sys.stdin.readline().strip():
        answer = _read(turn, question, typed)
        if not isinstance(answer, Hint):
            return fhir_questions.values(step.item, answer)
        complain(_said(turn, answer.words))
    return None


def _put(turn: Turn, step: Step, question: Question) -> None:
    heading = [question.section] if question.section else []
    said = (*heading, *question.intro_words(turn), question.words(turn), *question.help_words(turn))
    complain("", *(_said(turn, words) for words in said))
    for number, option in enumerate(question.options(turn), 1):
        numbered = isinstance(question, Choice)
        complain(f"  {number}. {_said(turn, option.label)}" if numbered else f"  {_said(turn, option.label)}")
    if step.answers:
        kept = fhir_questions.answer_of(step.item, list(step.answers))
        complain(f"  [{_said(turn, question.shown(turn, kept))}]" if kept is not None else "  […]")


def _read(turn: Turn, question: Question, typed: str) -> Any:
    answer = _numbered(turn, question, typed)
    if answer is None:
        answer = question.read(turn, typed)
    wrong = None if isinstance(answer, Hint) else question.check(turn, answer)
    return wrong or answer


def _numbered(turn: Turn, question: Question, typed: str) -> Any:
    """Return the options whose numbers were typed; None when these are words."""
    options = question.options(turn)
    numbers = [part.strip() for part in typed.split(",")]
    if not isinstance(question, Choice) or match(options, typed, turn.language):
        return None
    if not all(one.isdecimal() and 1 <= int(one) <= len(options) for one in numbers):
        return None
    keys = [options[int(one) - 1].key for one in numbers]
    if isinstance(question, Several):
        return keys
    return keys[0] if len(keys) == 1 else None


def _said(turn: Turn, words: Words) -> str:
    return shown(bare(say(words, Reader(turn.language, turn.reader.timezone))))
