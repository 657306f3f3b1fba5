"""Arabic in Latin letters: read in its own, by the known word that fits, and nothing of other languages."""

import pytest

from bench.danger_learn import ORDINARY, phrases
from portal.danger import watch
from portal.danger.folding import fold
from portal.danger.lettering import Reader, reader, spelt
from portal.danger.mending import usage
from tests.portal.danger.test_danger import PHRASES


def read(text: str) -> str:
    return " ".join(reader().read(fold(text)))


WORDS = [
    "ما",
    "ماقدرتش",
    "نتنفس",
    "ولدي",
    "كيتنفسش",
    "صدري",
    "صدر",
    "واجعني",
    "دراعي",
    "الشمال",
    "غرق",
    "بالبحر",
    "بحر",
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ma9dertch ntnefs", "ماقدرتش نتنفس"),
        ("wldi ma kaytnefsech", "ولدي ما كيتنفسش"),
        ("sadry wag3ny elshmal", "صدري واجعني الشمال"),
        ("ghere2 bel ba7r", "غرق بالبحر"),  # the article stands apart
        ("9dert 41", "قدرت 41"),  # no word that is known
    ],
)
def test_each_spells_it_otherwise_and_the_word_that_is_meant_is_read(typed: str, meant: str) -> None:
    assert " ".join(Reader(WORDS, usage()).read(fold(typed))) == meant


def test_several_words_may_be_meant_and_the_more_frequent_one_comes_first() -> None:
    assert [one for _, one in Reader(["وقع", "وجع"], usage()).fitting("waga3")] == ["وقع", "وجع"]


def test_a_word_that_is_not_known_is_written_letter_by_letter() -> None:
    assert spelt("9anajtouzi") == "قنجتوزي"
    assert read("ma 9anajtouzi 3lik").split()[1] == "قنجتوزي"


@pytest.mark.parametrize(
    "other",
    ["je n'arrive plus à respirer", "he took an overdose", "no puedo respirar", "não consigo respirar",
     "mon fils a 3 ans et 39 de fièvre", "لا أستطيع التنفس", ""],
)  # fmt: skip
def test_other_languages_and_letters_stay_as_they_are(other: str) -> None:
    assert reader().read(fold(other)) == fold(other)


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_nothing_of_another_language_is_taken_for_arabic(language: str) -> None:
    said = [fold(phrase) for _, phrase in phrases(PHRASES / language)]
    assert sum(reader().read(words) != words for words in said) <= 0.005 * len(said)


def test_a_word_of_another_language_stays_among_arabic_ones() -> None:
    assert "overdose" in read("sa7bi khda overdose").split()


def test_what_is_told_in_arabic_letters_is_told_in_latin_ones_too() -> None:
    cries = [phrase for kind, phrase in phrases(PHRASES / "ar") if kind != ORDINARY]
    latin = [phrase for phrase in cries if phrase.isascii()]
    told = [watch(read(phrase)) is not None for phrase in latin]
    assert sum(told) >= 0.9 * len(told)


def test_a_cry_that_only_its_own_letters_tell_is_told() -> None:
    assert watch("kahrabto el silk w wa2e3")


@pytest.mark.parametrize("word", ["bla", "mot"])
@pytest.mark.parametrize("many", [5, 20, 400])
def test_one_word_again_and_again_is_no_arabic_and_no_danger(word: str, many: int) -> None:
    assert watch(f"{word} " * many) is None
