"""The FAQ's texts and wordings are whole in every language; an operator's own are read beside them."""

from collections import Counter
from pathlib import Path

import pytest

import handlers
from conversations.faq import NEXT, SECTIONS
from conversations.registry import KNOWN
from handlers.menu import FOR_THE_LINKED, OPEN_TO_ALL
from locales.faq import FaqWrong, articles, learn, stamps, usable
from portal import faq
from portal.faq.topics import LABELS, LANGUAGES, TOPICS
from portal.faq.words import lexicon, senses, words
from tests.portal.faq.desk import desk

NOWHERE = Path("/nowhere")
CONTRACT = (
    "password-forgotten code-by-email why-code first-login account-creation identity view-documents add-document "
    "emergency-access authorise-professional revoke-professional fill-follow-up reminders change-email change-phone "
    "change-password share-carnet stop-sharing-carnet unsubscribe contact privacy portal-access"
)

each = pytest.mark.parametrize("language", LANGUAGES)


def test_the_topics_are_those_that_others_rely_on() -> None:
    assert set(TOPICS) == set(CONTRACT.split())
    assert len(TOPICS) == 22


@each
def test_every_topic_is_told_and_asked_for_in_many_ways(language: str) -> None:
    told = articles(language, NOWHERE)
    assert set(told) == set(TOPICS)
    for topic, one in told.items():
        assert one.title, topic
        assert all(one.answer), topic
        assert len({" ".join(words(wording)) for wording in one.wordings}) >= (
            25 if language == "fr" else 12
        ), topic
        assert len(one.title) <= 45, topic


@each
def test_no_wording_stands_for_two_topics(language: str) -> None:
    ways = [(" ".join(words(one)), topic) for topic, told in articles(language, NOWHERE).items()
            for one in told.wordings]  # fmt: skip
    counted = Counter(way for way, _ in set(ways))
    assert [way for way, many in counted.items() if many > 1] == []


@each
def test_sentences_are_short(language: str) -> None:
    sentences = [sentence for one in articles(language, NOWHERE).values() for line in one.answer
                 for sentence in line.replace(";", ".").replace(":", ".").split(". ")]  # fmt: skip
    assert sum(len(one.split()) <= 20 for one in sentences) / len(sentences) >= 0.95
    assert "!" not in "".join(sentences)


def test_every_topic_leads_to_a_screen_that_exists() -> None:
    assert set(NEXT) == set(TOPICS)
    for button in (button for row in NEXT.values() for button in row):
        _prefix, name, argument = (*button.data.split(":", 2), "")[:3]
        assert name in handlers.SCREENS
        assert name != "go" or (argument in KNOWN and argument in OPEN_TO_ALL | FOR_THE_LINKED)


def test_every_topic_is_in_one_section_that_has_a_title() -> None:
    assert set(SECTIONS) == set(faq.SECTIONS)
    assert len(set(TOPICS)) == sum(map(len, faq.SECTIONS.values()))


@each
def test_every_sense_is_made_of_concepts_that_the_language_knows(language: str) -> None:
    known = lexicon(language).concepts
    rare = {"mine"} if language == "ar" else set()  # a suffix there, no word
    assert {concept for _, way in senses() for concept in way} - set(known) <= rare
    assert {topic for topic, _ in senses()} == set(LABELS)


def test_french_signs_do_not_begin_a_line() -> None:
    text = "".join("".join(one.answer) + one.title for one in articles("fr", NOWHERE).values())
    assert not any(f" {sign}" in text for sign in ":;?!»")


def test_an_operator_changes_an_answer_and_adds_a_wording(tmp_path: Path) -> None:
    ours = '[contact]\nanswer = "Appelez Mme Petit."\nwordings = ["bigophone"]\n'
    (tmp_path / "fr.toml").write_text(ours, "utf-8-sig")  # as Windows writes it
    told = articles("fr", tmp_path)["contact"]
    assert told.answer == ("Appelez Mme Petit.",)
    assert told.title == articles("fr", NOWHERE)["contact"].title
    assert told.wordings[-1] == "bigophone"


def test_a_wording_that_was_taught_stays_and_is_there_once(tmp_path: Path) -> None:
    for _ in range(2):
        file = learn(tmp_path, "fr", "contact", 'le "bigophone"')
    learn(tmp_path, "fr", "privacy", "c'est du béton ?")
    assert articles("fr", tmp_path)["contact"].wordings.count('le "bigophone"') == 1
    assert articles("fr", tmp_path)["privacy"].wordings[-1] == "c'est du béton ?"
    assert [one[:2] for one in stamps(tmp_path)] == [("fr", file)]


@pytest.mark.parametrize(
    "wrong", ["[nothing]\ntitle = 'x'\n", "[contact", "[contact]\nwordings = 'x'\n", "\xff"]
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "fr.toml").write_bytes(wrong.encode("latin-1"))
    with pytest.raises(FaqWrong) as said:
        articles("fr", tmp_path)
    assert said.value.file == tmp_path / "fr.toml"
    assert articles("fr", usable(tmp_path)) == articles("fr", NOWHERE)  # who asks the bot is answered by ours


def test_what_is_kept_of_a_question_names_nobody() -> None:
    typed = "Je suis Zénobie Quatremaille (zeno@example.org, 06 39 98 12 34), je veux parler du portail à Gaspardine"
    kept = desk().familiar(typed, "fr")
    assert {"portail", "parler"} <= set(kept)
    assert not {"zenobie", "quatremaille", "zeno", "example", "gaspardine", "39", "98", "12", "34"} & set(
        kept
    )
