"""Forms with something wrong in them, as the patient meets them: she can always answer, and always send."""

import pytest

from tests.journeys import people
from tests.journeys.forms import (
    AHEAD,
    BACK,
    CODES,
    EXPLODING,
    LONG,
    form,
    of_many_codes,
    options,
    pattern,
    question,
)
from tests.journeys.phone import Phone
from tests.journeys.test_computed_forms import begun
from tests.journeys.test_filling_in import answers_of
from tests.journeys.town import Town


def spelled(regex: str) -> str:
    return form(question("w", "string", "Un mot ?", extension=[pattern(regex)]))


@pytest.mark.parametrize("regex", [AHEAD, BACK])
async def test_a_pattern_that_cannot_be_read_keeps_nobody_from_answering(
    town: Town, camille: Phone, regex: str
):
    await begun(town, camille, spelled(regex))
    await camille.say("bonjour")
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert answers_of(resource) == {"w": ["bonjour"]}


async def test_a_pattern_that_makes_others_explode_is_answered_in_time(town: Town, camille: Phone):
    await begun(town, camille, spelled(EXPLODING))
    await camille.say("a" * 400 + "!")
    assert "Ce n'est pas la forme attendue" in camille.last
    assert "Un mot ?" in camille.last
    await camille.say("a" * 400)
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert answers_of(resource) == {"w": ["a" * 400]}


async def test_options_of_three_hundred_characters_are_read_whole_and_chosen(town: Town, camille: Phone):
    await begun(town, camille, form(question("c", "choice", "Laquelle ?", answerOption=options(*LONG))))
    assert all(label.strip() in camille.last for label in LONG)
    await camille.tap(camille.buttons[1])
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert answers_of(resource) == {"c": [LONG[1]]}


async def test_one_of_five_thousand_codes_is_found_by_typing(town: Town, camille: Phone):
    await begun(town, camille, of_many_codes())
    assert "écrivez quelques lettres" in camille.last
    await camille.say("dicament 499")
    assert "Médicament 4990" in camille.buttons
    await camille.say("introuvable")
    assert "Touchez un des boutons" in camille.last
    await camille.say(f"MEDICAMENT {CODES - 1}")
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    (answer,) = resource["item"][0]["answer"]
    assert answer["valueCoding"]["code"] == f"c{CODES - 1}"


async def test_a_list_that_is_searched_in_vain_stays_and_can_still_be_turned(town: Town, camille: Phone):
    await begun(town, camille, of_many_codes())
    await camille.say("...")
    assert "Touchez un des boutons" in camille.last
    await camille.tap("Suite")
    assert "Médicament 8" in camille.buttons
