"""What people say rather than write is read: hours, days and measures in words."""

from datetime import date, time
from decimal import Decimal

import pytest

from locales import spoken

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("8h30", (8, 30)), ("midi", (12, 0)), ("midi et demi", (12, 30)), ("minuit", (0, 0)), ("huit heures", (8, 0)),
        ("8 heures et demie", (8, 30)), ("8h et quart", (8, 15)), ("9 heures moins le quart", (8, 45)),
        ("8 heures du soir", (20, 0)), ("7 h du matin", (7, 0)), ("half past eight", (8, 30)),
        ("quarter to nine", (8, 45)), ("a las 8 y media", (8, 30)), ("meio-dia", (12, 0)), ("منتصف الليل", (0, 0)),
    ],
)  # fmt: skip
def test_an_hour_is_read_as_it_is_said(said: str, hour: tuple[int, int]) -> None:
    assert spoken.hour(said) == time(*hour)


@pytest.mark.parametrize("said", ["8", "huit", "le matin", "25 heures", "demain", "", "8 heures de route"])
def test_what_is_no_hour_is_none(said: str) -> None:
    assert spoken.hour(said) is None


@pytest.mark.parametrize(
    ("said", "hour"),
    [("vers 8h", (8, 0)), ("à 20:30 je crois", (20, 30)), ("8h ou 9h", None), ("la fièvre a duré 48h", None)],
)
def test_the_only_hour_among_other_words_is_found(said: str, hour: tuple[int, int] | None) -> None:
    assert spoken.hour_among(said) == (time(*hour) if hour else None)


@pytest.mark.parametrize(
    ("said", "shift"),
    [
        ("lundi", 0), ("mardi dernier", -6), ("lundi dernier", -7), ("vendredi prochain", 4), ("il y a 3 jours", -3),
        ("il y a trois jours", -3), ("il y a une semaine", -7), ("2 weeks ago", -14), ("last friday", -3),
        ("hace 2 días", -2), ("há 3 dias", -3), ("segunda-feira", 0), ("قبل 3 أيام", -3),
        ("lundi ou mardi", None), ("mardi gras", None),
        ("c'était vendredi je crois", -3), ("il y a longtemps", None), ("bientôt", None),
    ],
)  # fmt: skip
def test_a_day_is_known_by_its_name_or_how_long_ago_it_was(said: str, shift: int | None) -> None:
    found = spoken.day(said, MONDAY)
    assert (found and (found - MONDAY).days) == shift


@pytest.mark.parametrize(
    ("said", "unit", "amount"),
    [
        ("72 kilos 500", "kg", "72.5"), ("72kg5", "kg", "72.5"), ("je fais 1m72", "cm", "172"), ("1 m 72", "m", "1.72"),
        ("72 kg", "kg", None), ("1m72", "kg", None), ("72 kilos 500", "cm", None),
    ],
)  # fmt: skip
def test_a_measure_is_read_as_it_is_said(said: str, unit: str, amount: str | None) -> None:
    assert spoken.measure(said, unit) == (amount and Decimal(amount))
