"""Forms that compute: what strangers wrote runs in child processes, and the conversation goes on whatever it does."""

from typing import Any

from portal import journal
from portal.authorisations import patient_record
from tests.journeys import people
from tests.journeys.forms import DOUBLED, ENDLESS, answer_to, computes, form, question, scored
from tests.journeys.phone import Phone
from tests.journeys.test_filling_in import answers_of
from tests.journeys.town import Town, on_both


async def begun(town: Town, camille: Phone, form: str) -> Phone:
    await town.do(people.follow, camille.account_id, form)
    await town.later(seconds=1)
    await camille.say("/suivi")
    return camille


def lines(work: Any, account_id: str) -> list[tuple[str, str]]:
    return [(line.action, line.why) for line in journal.read(work, patient_record(account_id))]


@on_both
async def test_a_question_comes_and_goes_with_what_is_computed(town: Town, camille: Phone):
    await begun(town, camille, scored())
    await camille.say("8", "4")
    assert "Pourquoi autant" in camille.last
    await camille.say("trop de café", "oui")
    assert "Vérifiez avant d'envoyer" in camille.last
    await camille.change("Combien le matin")
    await camille.say("1")
    assert "Pourquoi autant" not in camille.last
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert answers_of(resource) == {"a": [1], "b": [4], "sum": [5], "end": [True]}


async def test_an_expression_that_never_ends_holds_up_nobody_and_is_named(town: Town, camille: Phone):
    town.deadline = 0.5
    await town.restart()
    await begun(town, camille, scored(ENDLESS))
    await camille.say("8", "4", "oui")
    assert "Vérifiez avant d'envoyer" in camille.last
    await camille.tap("Envoyer")
    assert "Merci, vos réponses sont envoyées" in camille.last
    (resource,) = await town.do(people.responses, camille.account_id)
    assert answers_of(resource) == {"a": [8], "b": [4], "end": [True]}
    assert ("form_not_computed", "sum, why") in await town.do(lines, camille.account_id)


async def test_an_expression_that_eats_memory_is_named_and_the_others_are_computed(
    town: Town, camille: Phone
):
    greedy = question(
        "big", "integer", "Grand", extension=[*DOUBLED, computes("calculatedExpression", "%v40.count()")]
    )
    sum_ = question(
        "sum", "integer", "Somme", extension=[computes("calculatedExpression", f"{answer_to('a')} + 1")]
    )
    await begun(town, camille, form(question("a", "integer", "Combien ?"), sum_, greedy))
    await camille.say("8")
    await camille.tap("Envoyer")
    assert "Merci, vos réponses sont envoyées" in camille.last
    (resource,) = await town.do(people.responses, camille.account_id)
    assert answers_of(resource)["sum"] == [9]
    assert ("form_not_computed", "big") in await town.do(lines, camille.account_id)


async def test_after_a_restart_a_computed_form_goes_on_where_it_was(town: Town, camille: Phone):
    await begun(town, camille, scored())
    await camille.say("8")
    await town.restart()
    await camille.say("4")
    assert "Pourquoi autant" in camille.last
