"""People are found as they are asked for: mistyped, abbreviated, in any order."""

from collections.abc import Callable

import pytest

from bench.extractions import rpps

Found = Callable[..., list[str]]

CLAIRE = "Claire MARTIN"


@pytest.mark.parametrize("typed", [
    "martin claire", "Claire Martin", "CLAIRE MARTIN LYON", "lyon martin claire", "dr martin cardio lyon",
    "Docteur Martin, cardiologue à Lyon", "clair martin", "claire matrin", "claire marti", "clairee martin lyon",
    "martin cardiologie 69003", "c. martin lyon", "martin 69", "claire  martin\tlyon!", "martin lyon cardiologue",
])  # fmt: skip
def test_she_is_found_first(people: Found, typed: str) -> None:
    assert people(typed)[0] == CLAIRE


@pytest.mark.parametrize(("typed", "name"), [
    ("de la fontaine", "Hélène DE LA FONTAINE"), ("delafontaine", "Hélène DE LA FONTAINE"),
    ("lafontaine helene", "Hélène DE LA FONTAINE"), ("fontaine", "Hélène DE LA FONTAINE"),
    ("helene de la fontane", "Hélène DE LA FONTAINE"), ("legoff", "Jean-Pierre LE GOFF"),
    ("le goff jp", "Jean-Pierre LE GOFF"), ("jean pierre le gof", "Jean-Pierre LE GOFF"),
    ("jeanpierre legof", "Jean-Pierre LE GOFF"), ("gyneco brest", "Jean-Pierre LE GOFF"),
    ("dupont jeanne", "Jeanne MARTIN-DUPONT"), ("jeanne martin dupont", "Jeanne MARTIN-DUPONT"),
    ("dupont martin jeanne", "Jeanne MARTIN-DUPONT"), ("sage femme st etienne", "Jeanne MARTIN-DUPONT"),
    ("jeanne martin bernard", "Jeanne MARTIN-DUPONT"), ("generaliste paris 15", "Jean MARTIN"),
    ("martin paris", "Jean MARTIN"), ("orl pau", "Ève ROY"), ("roi eve", "Ève ROY"),
    ("dentiste bourg en bresse", "Noémie D'ANGELO"),
    ("dangelo", "Noémie D'ANGELO"), ("d angelo noemi", "Noémie D'ANGELO"), ("infirmière nantes", "Claire MARIN"),
    ("kiné nice", "Hélène DE LA FONTAINE"), ("zoe paris", "Zoé PARIS"),
])  # fmt: skip
def test_whom_the_words_mean_is_found_first(people: Found, typed: str, name: str) -> None:
    assert people(typed)[0] == name


def test_a_word_that_names_a_town_far_more_often_than_people_is_a_town(people: Found) -> None:
    assert people("kiné paris") == ["Anne NGUYEN", "Zoé PARIS"]


def test_exact_comes_before_begun_and_begun_before_mistyped(people: Found) -> None:
    assert people("martin") == [CLAIRE, "Jean MARTIN", "Jeanne MARTIN-DUPONT", "Claire MARIN"]
    assert people("mart")[:3] == [CLAIRE, "Jean MARTIN", "Jeanne MARTIN-DUPONT"]


def test_two_letters_may_be_wrong_in_a_long_word(people: Found) -> None:
    assert people("helene fomtaime")[0] == "Hélène DE LA FONTAINE"


def test_an_initial_helps_and_does_not_exclude(people: Found) -> None:
    assert people("j. martin")[0] == "Jean MARTIN"
    assert CLAIRE in people("j. martin")


@pytest.mark.parametrize(
    "typed", [rpps(1), f"8{rpps(1)}", f"Dr Claire MARTIN, Cardiologue, Lyon ({rpps(1)})"]
)
def test_a_number_finds_her_and_nobody_else(people: Found, typed: str) -> None:
    assert people(typed) == [CLAIRE]


@pytest.mark.parametrize("typed", [
    "", " ", "x", "🎉🎉", "…—«»", "' OR 1=1 --", "<b></b>", "é", "م" * 40, "name:* AND (", "0" * 400, "\x00", "\udcff",
])  # fmt: skip
def test_what_is_no_name_finds_nobody_and_breaks_nothing(people: Found, typed: str) -> None:
    assert people(typed) == []


def test_a_text_of_five_hundred_characters_is_searched_by_its_beginning(people: Found) -> None:
    assert people("claire martin lyon " + "x" * 500)[0] == CLAIRE


def test_no_more_are_found_than_were_asked_for(people: Found) -> None:
    assert len(people("durand paris", 5)) == 5
    assert len(people("durand paris", 50)) == 12
