"""Numbers are read from their names, alone or with what stands behind the point, and nothing else is taken for one."""

from decimal import Decimal

import pytest

from locales import spoken_numbers


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("deux", "2"), ("Five", "5"), ("três", "3"), ("ثلاثة", "3"), ("douze", "12"), ("واحد", "1"),
        ("trente-huit", "38"), ("Trente huit", "38"), ("soixante et onze", "71"), ("soixante-dix-sept", "77"),
        ("quatre-vingts", "80"), ("quatre vingt dix-sept", "97"), ("septante deux", "72"), ("cent vingt", "120"),
        ("deux cents", "200"), ("one hundred and two", "102"), ("a hundred", "100"), ("treinta y ocho", "38"),
        ("veintidós", "22"), ("trinta e nove", "39"), ("ثمانية وثلاثون", "38"),
        ("trente-huit virgule deux", "38.2"), ("trente-huit virgule zéro cinq", "38.05"), ("38 virgule 5", "38.5"),
        ("trente-huit et demi", "38.5"), ("thirty-eight and a half", "38.5"), ("thirty-eight point five", "38.5"),
        ("treinta y ocho y medio", "38.5"), ("trinta e oito e meio", "38.5"), ("ثمانية وثلاثين ونصف", "38.5"),
    ],
)  # fmt: skip
def test_a_number_is_known_by_its_name(said: str, number: str) -> None:
    assert spoken_numbers.amount(said) == Decimal(number)


@pytest.mark.parametrize(
    "said",
    ["un peu", "deux fois", "deux ou trois", "un deux", "dix deux", "trente vingt", "cent cent", "et", "et demi",
     "virgule", "trente virgule", "trente-huit deux", "", "deux " * 20],
)  # fmt: skip
def test_what_is_no_number_is_none(said: str) -> None:
    assert spoken_numbers.amount(said) is None


@pytest.mark.parametrize(
    ("said", "two"),
    [
        ("trente-huit deux", (38, 2)), ("trente-sept neuf", (37, 9)), ("thirty eight two", (38, 2)),
        ("trente-huit", None), ("deux trois", None), ("quatre-vingt deux", None), ("trente-huit vingt", None), ("", None),
    ],
)  # fmt: skip
def test_a_number_said_behind_another_is_known(said: str, two: tuple[int, int] | None) -> None:
    assert spoken_numbers.two_amounts(said) == two
