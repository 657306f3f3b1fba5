"""What is said is written as its readers write: days, hours, numbers, lists; and runs in their direction."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from locales import (
    LANGUAGES,
    NAMES,
    PLAIN,
    Day,
    Hour,
    Listed,
    Localized,
    Sentence,
    _,
    last_day,
    n_,
    pack,
    plain,
    unpack,
)
from locales.saying import BEGIN, END, Reader, arrow, bare, said_fact, say, translations
from portal.policy import Policy

ARABIC = Reader("ar")


def said(fact: object, language: str) -> str:
    return said_fact(fact, Reader(language)).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "day", "hour", "number"),
    [
        ("fr", "2 août 2026", "20:05", "12 345,6"), ("fr-simple", "2 août 2026", "20:05", "12 345,6"),
        ("en", "2 August 2026", "20:05", "12,345.6"), ("es", "2 de agosto de 2026", "20:05", "12.345,6"),
        ("pt", "2 de agosto de 2026", "20:05", "12 345,6"), ("ar", "2 أغسطس 2026", "20:05", "12.345,6"),
    ],
)  # fmt: skip
def test_days_hours_and_numbers_are_those_of_the_language(
    language: str, day: str, hour: str, number: str
) -> None:
    assert said(date(2026, 8, 2), language) == day
    assert said(time(20, 5), language) == hour
    assert said(Decimal("12345.6"), language) == number
    assert hour in said(datetime(2026, 8, 2, 18, 5, tzinfo=UTC), language)


@pytest.mark.parametrize(
    ("language", "both", "either"),
    [
        ("fr", "a, b et c", "a, b ou c"), ("en", "a, b and c", "a, b or c"), ("es", "a, b y c", "a, b o c"),
        ("pt", "a, b e c", "a, b ou c"), ("ar", "a وb وc", "a أو b أو c"),
    ],
)  # fmt: skip
def test_a_list_is_joined_in_the_language(language: str, both: str, either: str) -> None:
    words = ("a", "b", "c")
    assert bare(say(Listed(words, "and"), Reader(language))) == both
    assert bare(say(Listed(words, "or"), Reader(language))) == either
    assert bare(say(Listed(words), Reader(language))) == "a · b · c"
    comma = "،" if language == "ar" else ","
    assert bare(say(plain("{one}, {two}", one="a, b", two="c"), Reader(language))) == f"a, b{comma} c"


def test_what_holds_until_a_day_holds_all_of_it_where_its_reader_is() -> None:
    end = datetime(2026, 8, 9, 2, 30, tzinfo=UTC)
    until = _("It works once, until {date}.", date=last_day(end))
    assert unpack(pack(until)) == until
    assert said_fact(Day(end), Reader("en", "Europe/Paris")) == "9 August 2026"
    assert "8 August 2026." in say(until, Reader("en", "Europe/Paris"))
    assert "7 August 2026." in say(until, Reader("en", "America/Martinique"))
    assert unpack(pack(Hour(end))) == Hour(end)
    assert said_fact(Hour(end), Reader("en", "Europe/Paris")) == "04:30"


@pytest.mark.parametrize("joined", ["listed", "and", "or"])
def test_a_list_is_packed_with_the_word_that_joins_it(joined: str) -> None:
    words = Listed(("a", Decimal("1.5")), joined)  # type: ignore[arg-type]
    assert unpack(pack(words)) == words


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, "0 شهر"), (1, "شهر واحد"), (2, "شهران"), (3, "3 أشهر"), (11, "11 شهرًا"), (100, "100 شهر")],
)
def test_arabic_has_six_plural_forms(count: int, form: str) -> None:
    assert bare(say(n_("{n} month", "{n} months", count), ARABIC)) == form


@pytest.mark.parametrize(
    "fact", ["Jean Dupont", "+33 6 39 98 01 01", "camille@example.org", 3, Decimal("-1.5")]
)
def test_a_fact_is_set_apart_among_words_from_right_to_left(fact: str | int | Decimal) -> None:
    sentence = say(_("Hello {name},", name=fact), ARABIC)
    assert sentence == f"مرحبًا {BEGIN}{said_fact(fact, ARABIC)}{END}،"
    assert BEGIN not in say(_("Hello {name},", name=fact), Reader("pt"))


def test_our_own_words_links_and_nothing_are_not_set_apart() -> None:
    ours = plain("{a}{b}{c}", a=_("Menu"), b="https://example.org/x", c="")
    assert say(ours, ARABIC) == "القائمةhttps://example.org/x"


def test_each_mark_that_opens_is_closed() -> None:
    whole = plain("{a} {b}", a=Listed(("x", "y"), "and"), b=plain("{c}", c=Localized({"": "z"})))
    sentence = say(whole, ARABIC)
    assert sentence.count(BEGIN) == sentence.count(END) == 3


def test_an_arrow_leads_on() -> None:
    assert (arrow(Reader("fr"))[-1], arrow(ARABIC)[-1]) == ("→", "←")


def test_plain_french_says_the_rest_in_french() -> None:
    hard, same = _("Please answer yes or no."), _("My documents")
    assert say(hard, Reader("fr-simple")) == "Répondez oui ou non."
    assert say(same, Reader("fr-simple")) == say(same, Reader("fr")) == "Mes documents"


@pytest.mark.parametrize(
    ("language", "words"),
    [("pt", "Dor?"), ("pt-BR", "Dor?"), ("fr-simple", "Douleur ?"), ("ar", "ألم؟"), ("es", "Pain?")],
)
def test_a_forms_own_translation_is_found_in_any_manner_of_the_language(language: str, words: str) -> None:
    text = Localized({"": "Pain?", "fr": "Douleur ?", "pt-PT": "Dor?", "ar-MA": "ألم؟"})
    assert text.said(language) == words


def test_every_language_has_a_catalogue_and_its_own_name() -> None:
    spoken = (*LANGUAGES, *PLAIN.values())
    assert set(NAMES) == set(spoken)
    assert all(translations(code).gettext("Menu") for code in spoken)
    policy = Policy()
    assert policy.languages == LANGUAGES
    assert tuple(PLAIN) == policy.plain
    assert {policy.spoken(code, plain=True) for code in policy.plain} == set(PLAIN.values())


def test_who_speaks_another_language_is_spoken_to_in_the_installations() -> None:
    assert Policy(language="pt").spoken("ja") == Policy(language="pt").spoken(None) == "pt"
    assert Policy().spoken("en", plain=True) == "en"


def test_a_sentence_of_ours_without_words_needs_no_translation() -> None:
    assert say(Sentence("{n}", {"n": 1}), Reader("fr")) == "1"
