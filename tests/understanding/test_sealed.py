"""What was understood once of phrases that nobody has tuned to is understood still; decisions 24 and 25 say the aims."""

import pytest

from tests.understanding.sealed_phrases import LANGUAGES, heard, lines, understood

TOLD = {"fr": 0.89, "en": 0.92, "es": 0.89, "pt": 0.88, "ar": 0.88}
MOST_ALARMS = 0.08
FIRST = {"fr": 0.92, "en": 0.91, "es": 0.92, "pt": 0.92, "ar": 0.85}
AMONG = {"fr": 0.97, "en": 0.97, "es": 0.97, "pt": 0.96, "ar": 0.95}
MOST_WRONG, MOST_FOREIGN = 0.02, 0.05

each = pytest.mark.parametrize("language", LANGUAGES)


@each
def test_there_are_enough_phrases_of_every_kind(language: str) -> None:
    many = {kind: len(list(lines(kind, language))) for kind in ("danger", "ordinary", "faq", "foreign")}
    assert many["danger"] >= 150
    assert many["ordinary"] >= 300
    assert many["faq"] >= 176
    assert many["foreign"] >= 80


@each
def test_danger_is_told_as_often_as_it_was_and_alarms_are_no_more(language: str) -> None:
    found = heard(language)
    assert found.told >= TOLD[language]
    assert found.alarms <= MOST_ALARMS


@each
def test_questions_find_their_topic_as_often_as_they_did(language: str) -> None:
    found = understood(language)
    assert found.first >= FIRST[language]
    assert found.among >= AMONG[language]
    assert found.wrong <= MOST_WRONG
    assert found.foreign <= MOST_FOREIGN
