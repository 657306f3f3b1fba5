"""Everything that is said can be said, in every language."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Message

from conversations import refusals
from locales import Sentence
from locales.__main__ import main as catalogues
from locales.__main__ import template
from locales.saying import Reader, say
from portal.accounts import passwords
from portal.errors import Refused
from tests.house.sentences import SPOKEN
from tests.house.source import imported, modules

imported("portal", "conversations", "handlers")
OURS = {
    code: refused for code, refused in Refused.known.items() if not refused.__module__.startswith("tests")
}
INSTANT = datetime(2026, 3, 2, 8, tzinfo=UTC)
SAMPLES = {
    "left": 1,
    "reasons": ("short",),
    "reason": "first_connection",
    "why": "it does not fit",
    "key": "at",
}
MESSAGES = [message for message in template() if message.id]


def names(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


def sentence(message: Message, count: int) -> Sentence:
    one, many = message.id if isinstance(message.id, tuple) else (message.id, "")
    facts: dict[str, Any] = dict.fromkeys(names(one) | names(many), INSTANT)
    return Sentence(one, facts, many, count)


def test_the_catalogues_say_what_the_code_says() -> None:
    assert catalogues(["check"]) == 0


@pytest.mark.parametrize("language", SPOKEN)
def test_every_sentence_can_be_said(language: str) -> None:
    for message in MESSAGES:
        for count in (0, 1, 2, 3, 11, 100):
            said = say(sentence(message, count), Reader(language))
            assert said.strip(), message.id
            assert "{" not in said


def given() -> Iterator[Refused]:
    """Every refusal as the code makes it, with the facts it is given there."""
    by_name = {refused.__name__: refused for refused in OURS.values()}
    for module in modules("portal", "conversations", "handlers", "bot"):
        for call in module.nodes(ast.Call):
            refused = by_name.get(getattr(call.func, "id", getattr(call.func, "attr", "")))
            if refused is not None:
                facts = [keyword.arg for keyword in call.keywords if keyword.arg]
                yield refused(**{fact: SAMPLES.get(fact, INSTANT) for fact in facts})


@pytest.mark.parametrize("language", SPOKEN)
def test_every_refusal_that_is_made_can_be_said(language: str) -> None:
    made = list(given())
    assert {refused.code for refused in made} == set(OURS)
    for refused in made:
        assert say(refusals.sentence(refused), Reader(language)), refused


def test_no_sentence_is_kept_for_a_refusal_that_is_gone() -> None:
    assert set(refusals.SENTENCES) <= set(OURS)


def test_every_reason_against_a_password_has_its_words() -> None:
    weak = [
        passwords.judge(typed, ["Martin"]) for typed in ("", "a" * 300, "12345678", "password", "Martin-47!x")
    ]
    found = {reason for one in weak if isinstance(one, Refused) for reason in one.facts["reasons"]}
    assert found == set(refusals.WEAK)
