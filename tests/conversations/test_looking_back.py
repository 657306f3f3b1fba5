"""What was sent, in words: nothing is cut, and a trend is told without judging it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import starmap
from typing import Any

import pytest

from conversations import sent_forms, trends
from conversations.messages import Message
from handlers.outgoing import render
from locales.saying import Reader, say
from portal.followups import Point, Series
from portal.questionnaires import Attachment, Coding, Localized, Partial, Quantity, Uri, answered
from simulator.html_text import parse
from tests.portal.questionnaires.forms import NOW, form, item, options, said
from tests.portal.questionnaires.forms import answered as response

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
FRENCH = Reader("fr", "Europe/Paris")


def series(*values: float, label: str = "Douleur", unit: str = "", words: Localized | None = None) -> Series:
    points = tuple(Point(START + timedelta(days=n), Decimal(str(v)), words) for n, v in enumerate(values))
    return Series("pain", Localized(label), 0, unit, None, None, points)


def caption(one: Series) -> list[str]:
    return [say(block.words, FRENCH) for block in trends.caption(one, FRENCH.zone)]


@pytest.mark.parametrize(
    ("values", "direction"),
    [
        ((7, 4, 2), "en baisse"), ((2, 7), "en hausse"), ((5, 5), "à peu près pareil"), ((5, 9, 5), "à peu près pareil"),
        ((36.8, 37.6), "en hausse"), ((50, 90, 52), "à peu près pareil"),
    ],
)  # fmt: skip
def test_the_direction_is_told_in_plain_words(values: tuple[float, ...], direction: str) -> None:
    assert direction in say(trends.direction(series(*values).points), FRENCH)


def test_a_caption_says_what_its_picture_shows() -> None:
    assert [line.replace("\xa0", " ") for line in caption(series(4, 7.5, 2, unit="kg"))] == [
        "Douleur",
        "Dernière : 2 kg, le 4 mars 2026",
        "Première : 4 kg, le 2 mars 2026",
        "La plus basse : 2 kg, le 4 mars 2026",
        "La plus haute : 7,5 kg, le 3 mars 2026",
        "Depuis la première fois : en baisse",
        "3 réponses en tout",
    ]


def test_two_answers_of_one_day_are_told_by_their_hours() -> None:
    one = series(4, 2)
    one = one._replace(
        points=tuple(point._replace(at=START + timedelta(hours=n)) for n, point in enumerate(one.points))
    )
    assert "le 2 mars 2026 à 10:00" in caption(one)[1]


def test_the_longest_words_fit_beneath_a_picture() -> None:
    one = series(1, 2, label="question " * 100, words=Localized("réponse " * 100))
    shown = parse(
        render(Message(trends.caption(one, FRENCH.zone), picture=trends.picture(one)), FRENCH).html
    )[0]
    assert len(shown) <= 1024
    assert "en hausse" in shown
    assert "2 réponses en tout" in shown


def test_the_list_has_every_value_in_whole_words() -> None:
    one = series(1, 2, words=Localized("réponse " * 100))
    assert [say(line, FRENCH).count("réponse") for line in trends.listed(one, FRENCH.zone)] == [100, 100]


VALUES: tuple[tuple[dict[str, Any], Any, str], ...] = (
    (item("a", "boolean"), True, "Oui"),
    (item("a", "date"), date(2026, 3, 1), "1er mars 2026"),
    (item("a", "date"), Partial("2026-03"), "2026-03"),
    (item("a", "quantity"), Quantity(Decimal("37.5"), "°C"), "37,5 °C"),
    (item("a", "choice", answerOption=options("x")), Coding("urn:test", "x"), "X"),
    (item("a", "choice", answerOption=options("x")), Coding("urn:test", "gone", "Parti"), "Parti"),
    (item("a", "open-choice", answerOption=options("x")), "le chat du voisin", "le chat du voisin"),
    (item("a", "url"), Uri("https://example.org"), "https://example.org"),
    (item("a", "attachment"), Attachment("image/png", "u"), "un fichier"),
)


@pytest.mark.parametrize(("asked", "value", "words"), VALUES, ids=[words for *_, words in VALUES])
def test_each_kind_of_answer_is_shown(asked: dict[str, Any], value: Any, words: str) -> None:
    found = say(sent_forms.answer(form(asked).by_link["a"], (value,)), FRENCH)
    assert found.replace("\xa0", " ") == words


def test_a_question_put_twice_is_numbered() -> None:
    q = form(item("w", repeats=True))
    told = sent_forms.pairs(
        q, answered(q, response(said("w", {"valueString": "x"}, {"valueString": "y"})), NOW)
    )
    assert [say(question, FRENCH) for question, _answer in told] == ["What about w?", "What about w? (2)"]


@pytest.mark.parametrize("length", [10, 1000, 2999, 3001, 9000])
def test_nothing_is_cut_however_long(length: int) -> None:
    told = [(f"q{n} " + "q" * 200, f"a{n} " + "<&>" * (length // 3)) for n in range(12)]
    pages = sent_forms.pages(told, "fr")
    shown = [parse(render(Message(tuple(page)), FRENCH).html)[0] for page in pages]
    assert all(0 < len(page) <= 3500 for page in shown)
    whole = "".join("".join(shown).split())
    assert whole == "".join("".join(starmap("{}{}".format, told)).split())
