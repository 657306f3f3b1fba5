"""What the words of a question say together: heard in words that no wording holds, and beside what is known of it else."""

from pathlib import Path

import numpy as np
import pytest

from bench.faq_learn import heard
from portal.danger.meanings import meanings
from portal.faq.asking import Desk
from portal.faq.evidence import read
from portal.faq.keeping import keep_together, kept_reading, kept_together
from portal.faq.learning import Seen
from portal.faq.together import Spelt, Together, not_ours, said, together
from portal.faq.topics import LABELS, LANGUAGES


@pytest.fixture(scope="module")
def kept() -> Together:
    return kept_together()


def first(hears: Together, language: str, text: str) -> str:
    return LABELS[int(hears.scores(read(kept_reading(language), text)).argmax())]


@pytest.mark.parametrize(
    ("language", "question", "topic"),
    [
        ("fr", "mon patron pourrait-il tomber sur mes analyses", "privacy"),
        ("en", "could my employer get hold of my file", "privacy"),
        ("es", "he perdido la clave y no puedo entrar", "password-forgotten"),
        ("pt", "quero que o meu antigo médico deixe de ver isto", "revoke-professional"),
        ("ar", "نسيت الرمز السري", "password-forgotten"),
    ],
)
def test_the_words_of_a_question_say_together_what_it_is_about(
    kept: Together, language: str, question: str, topic: str
) -> None:
    assert first(kept, language, question) == topic


@pytest.mark.parametrize(
    ("language", "question", "topic"),
    [
        ("en", "could my employer get hold of my file", "privacy"),
        ("es", "mi jefe puede fisgonear mis resultados", "privacy"),
        ("ar", "عندي مشكل وحتى زر ما نفعني", "contact"),
    ],
)
def test_words_that_no_wording_has_are_understood(language: str, question: str, topic: str) -> None:
    assert topic in Desk({}).ask(question, language).choices


def test_scores_are_about_their_middle(kept: Together) -> None:
    scores = kept.scores(read(kept_reading("fr"), "mot de passe oublié"))
    assert scores.shape == (len(LABELS),)
    assert scores.mean() == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "least", "most"), [("mot de passe oublié", 0.0, 0.1), ("quel temps fait-il à Lille", 0.9, 1.0)]
)
def test_it_says_how_likely_a_question_is_not_ours(
    kept: Together, text: str, least: float, most: float
) -> None:
    assert least <= not_ours(kept.scores(read(kept_reading("fr"), text))) <= most


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "?!", "xyzzy", "5", "👍"])
def test_what_says_nothing_has_scores_too(kept: Together, language: str, text: str) -> None:
    assert np.isfinite(kept.scores(read(kept_reading(language), text))).all()


def test_each_meaning_stands_at_the_words_that_say_it() -> None:
    one = read(kept_reading("fr"), "j'ai oublié mon mot de passe")
    words, places = said(one)
    assert "oublie" in words
    assert (words.index("oublie"), "forgot") in places
    assert {at for at, meaning in places if meaning == "password"} >= {
        words.index("mot"),
        words.index("passe"),
    }


def test_a_word_lies_where_its_folded_spelling_does() -> None:
    spelt = Spelt(meanings())
    assert spelt.of("adresse").tolist() == meanings().of("adrese").tolist()
    assert not spelt.of("").any()


def test_what_was_kept_hears_as_what_was_learned(tmp_path: Path) -> None:
    reading = kept_reading("en")
    texts = [(label, f"{label} {often}") for label in LABELS for often in ("please", "now", "how", "help")]
    texts += [("password-forgotten", "forgot my password"), ("reminders", "stop the reminders")] * 40
    known = [Seen(LABELS.index(label), read(reading, text)) for label, text in texts]
    made = heard(known)
    keep_together(made, tmp_path)
    of_file = kept_together(tmp_path)
    assert first(of_file, "en", "forgot my password") == "password-forgotten"
    assert first(of_file, "en", "stop the reminders") == "reminders"
    one = read(reading, "forgot the reminders")
    assert np.isfinite(of_file.scores(one)).all()
    assert of_file.scores(one).tolist() == together(made).scores(one).tolist()
