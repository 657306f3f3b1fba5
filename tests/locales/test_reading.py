"""What people type is read as they write it: in their language, with its digits, and with a few of everybody's."""

from datetime import date, time
from decimal import Decimal

import pytest

from locales.reading import (
    BACK,
    SKIP,
    STOP,
    agrees,
    begins_yes_no,
    denies,
    fold,
    held_in,
    number_among,
    read_date,
    read_moment,
    read_number,
    read_time,
    read_yes_no,
)

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "language", "day"),
    [
        ("12 mars 2026", "fr", (2026, 3, 12)), ("12 mars", "fr-simple", (2026, 3, 12)), ("hier", "fr", (2026, 3, 4)),
        ("12 March 2026", "en", (2026, 3, 12)), ("yesterday", "ar", (2026, 3, 4)),
        ("12 de marzo", "es", (2026, 3, 12)), ("3 ene. 2026", "es", (2026, 1, 3)), ("mañana", "es", (2026, 3, 6)),
        ("12 de março de 2026", "pt", (2026, 3, 12)), ("Anteontem", "pt", (2026, 3, 3)),
        ("١٢ مارس", "ar", (2026, 3, 12)), ("١٢/٣/٢٠٢٦", "ar", (2026, 3, 12)), ("أمس", "ar", (2026, 3, 4)),
        ("3 غشت 2025", "ar", (2025, 8, 3)), ("3 أوت 2025", "ar", (2025, 8, 3)), ("3 آب 2025", "ar", (2025, 8, 3)),
        ("12 كانون الثاني 2026", "ar", (2026, 1, 12)), ("اليوم", "fr", (2026, 3, 5)),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_language(typed: str, language: str, day: tuple[int, int, int]) -> None:
    assert read_date(typed, language, TODAY) == date(*day)


@pytest.mark.parametrize("language", ["fr", "es", "pt", "ar"])
@pytest.mark.parametrize("typed", ["31/02/2026", "٣١/٢/٢٠٢٦", "مرحبا", "mars", "12 de nada", "9" * 80])
def test_what_is_no_day_is_none(typed: str, language: str) -> None:
    assert read_date(typed, language, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("37,8", "37.8"), ("37.8", "37.8"), ("٣٧٫٨", "37.8"), ("٣٧,٨", "37.8"), ("-5", "-5"), ("−5", "-5"),
        ("1 234,5", "1234.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("12\u202f345", "12345"),
        ("1.234.567", "1234567"), ("١٬٢٣٤", "1234"), ("3/10", "3"), ("3 sur 10", "3"), ("3 de 10", "3"),
        ("3 em 10", "3"), ("٣ من ١٠", "3"),
    ],
)  # fmt: skip
def test_a_number_is_exact_however_it_is_written(typed: str, number: str) -> None:
    assert read_number(typed, out_of=10) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["1 23", "1,2,3", "1.234.56", "3/5", "12 34", "douze", "", "²", "1" * 90, "1,234,56"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed, out_of=10) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("38,7 ce matin", "38.7"), ("J’ai 38,7 à 8h30", "38.7"), ("38.7 de fièvre.", "38.7"), ("7 sur 10 je dirais", "7"),
        ("tengo 38,5 de fiebre", "38.5"), ("estou com 38,2", "38.2"), ("38.4 this morning", "38.4"),
        ("حرارتي ٣٨٫٥", "38.5"),
    ],
)  # fmt: skip
def test_a_number_is_found_among_words(typed: str, number: str) -> None:
    assert number_among(typed, out_of=10) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    ["pas 38", "38 ou 39", "entre 38 et 39", "2 fois", "39 hier", "environ 38", "<b>3</b>", "38,7,2", "3 sur 7", "8h30",
     "2 dolipranes, j'ai 38,7", "٣٩ أمس", "9" * 70],
)  # fmt: skip
def test_a_number_that_may_mean_another_is_none(typed: str) -> None:
    assert number_among(typed, out_of=10) is None


@pytest.mark.parametrize(
    ("typed", "asked", "number"),
    [
        ("2 fois cette nuit", "Combien de nuits s'est-il réveillé ?", "2"), ("6 heures", "Combien d'heures ?", "6"),
        ("2 مرات", "كم مرة استيقظ طفلك؟", "2"), ("2 fois", "À combien évaluez-vous votre douleur ?", None),
    ],
)  # fmt: skip
def test_what_is_counted_may_be_said_beside_the_number(typed: str, asked: str, number: str | None) -> None:
    assert number_among(typed, asked=asked) == (Decimal(number) if number else None)


NAUSEA, BLEEDS = "Avez-vous eu des nausées depuis hier ?", "Est-ce que cela saigne encore ?"


@pytest.mark.parametrize(
    ("asked", "typed", "no"),
    [
        (NAUSEA, "pas de nausées", True), (NAUSEA, "je n'ai plus de nausée", True), (NAUSEA, "nausées", False),
        (NAUSEA, "j'ai plus de nausées", False), (NAUSEA, "pas de nausées mais j'ai vomi", False),
        (NAUSEA, "pas mal de nausées", False), (BLEEDS, "ça saigne plus", True), (BLEEDS, "saigne plus fort", False),
        ("Avez-vous de la fièvre ?", "aucune fièvre", True), ("Teve febre?", "eu não tive febre", True),
        ("¿Ha tenido náuseas?", "ahora no tengo náuseas", True), ("هل تشعر بالغثيان؟", "ما عنديش الغثيان", True),
        ("Des nausées ou des frissons ?", "pas de nausées", False), ("Pas de fièvre ?", "pas de fièvre", False),
        ("Des nausées ou des frissons ?", "ni nausées ni frissons", True),
    ],
)  # fmt: skip
def test_a_denial_that_names_what_is_asked_is_a_no(asked: str, typed: str, no: bool) -> None:
    assert denies(typed, asked) is no


@pytest.mark.parametrize(
    ("typed", "right"),
    [("oui c ça", True), ("exactement", True), ("oui 38,9", False), ("oui mais hier", False), ("non", False)],
)
def test_what_was_shown_back_is_agreed_to_in_a_few_words(typed: str, right: bool) -> None:
    assert agrees(typed) is right


@pytest.mark.parametrize(
    ("label", "typed", "held"),
    [
        ("Un peu", "un peu, je crois", True), ("Fièvre", "pas de fièvre", False),
        ("Oui, bien", "oui bien sûr", True), ("Un peu", "pas un peu", False),
        ("J'accepte", "je n'accepte pas", False), ("No", "no", False), ("نعم، جيدا", "نعم جيدا جدا", True),
    ],
)  # fmt: skip
def test_an_option_is_held_by_words_that_say_it_whole_and_deny_it_not(
    label: str, typed: str, held: bool
) -> None:
    assert held_in(label, typed) == held


@pytest.mark.parametrize(
    ("typed", "yes"),
    [
        ("Non, ça ne saigne plus", False),
        ("oui tout à fait", True),
        ("oui, sauf le dernier", None),
        ("y a du sang", None),
        ("…", None),
    ],
)
def test_words_that_begin_with_a_yes_or_a_no_say_it(typed: str, yes: bool | None) -> None:
    assert begins_yes_no(typed) is yes


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("8h30", (8, 30)), ("08:30", (8, 30)), ("20 h", (20, 0)), ("8.30", (8, 30)), ("8 pm", (20, 0)),
        ("12 am", (0, 0)), ("12:15 p.m.", (12, 15)), ("٨:٣٠", (8, 30)), ("الساعة ٨:٣٠", (8, 30)), ("8:30 م", (20, 30)),
        ("8 ص", (8, 0)), ("8:30h", (8, 30)),
    ],
)  # fmt: skip
def test_an_hour_is_read_in_every_language(typed: str, hour: tuple[int, int]) -> None:
    assert read_time(typed) == time(*hour)


@pytest.mark.parametrize("typed", ["8", "830", "8 min", "25h", "8:61", "13 pm", "0 am", "midi"])
def test_what_is_no_hour_is_none(typed: str) -> None:
    assert read_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("04/03/2026 8h30", "fr"), ("hier à 8h30", "fr"), ("4 mars 2026 08:30", "fr"), ("yesterday at 8:30 am", "en"),
        ("ayer a las 8:30", "es"), ("ontem às 8h30", "pt"), ("أمس على الساعة ٨:٣٠", "ar"),
    ],
)  # fmt: skip
def test_a_day_and_an_hour_are_read_together(typed: str, language: str) -> None:
    assert read_moment(typed, language, TODAY) == (date(2026, 3, 4), time(8, 30))


def test_a_day_without_an_hour_is_no_moment() -> None:
    assert read_moment("12 mars 2026", "fr", TODAY) is None
    assert read_moment("8h30", "fr", TODAY) is None


@pytest.mark.parametrize("typed", ["oui", "Yes!", "Sí.", "¡sí!", "Sim", "نَعَم", "أجل", "D’accord"])
def test_a_yes_is_a_yes_in_every_language(typed: str) -> None:
    assert read_yes_no(typed) is True


@pytest.mark.parametrize("typed", ["non", "NO", "Não", "لا", "كـلا"])
def test_a_no_is_a_no_in_every_language(typed: str) -> None:
    assert read_yes_no(typed) is False


def test_letters_that_many_write_for_each_other_are_the_same() -> None:
    assert fold("\u2068الطاهرة\u2069") == fold("الطاهره")
    assert fold("إيقاف") in STOP
    assert fold("PASSER") in SKIP
    assert fold("Précédent") in BACK
    assert fold("  Élan\u200b ٣٠ ") == "elan 30"
