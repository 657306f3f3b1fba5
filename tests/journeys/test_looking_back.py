"""Looking back: what was sent, its trend as a picture and as text, and who read it."""

import io
import sys
from typing import Any

import pytest
from PIL import Image

from portal import authorisations, followups, professionals
from portal.work import Work
from tests.journeys import people
from tests.journeys.forms import ALL_IS_WELL, form, question
from tests.journeys.phone import Phone
from tests.journeys.town import Town

WEIGHT = form(question("weight", "decimal", "Votre poids ?", extension=[
    {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": {"code": "kg"}}]))  # fmt: skip


def read_by_a_professional(work: Work, account_id: str) -> list[Any]:
    """Read the answers as `masante followup responses --professional` does."""
    doctor = professionals.create(work, rpps="10009999995", first_name="Hélène", last_name="Morel",
                                  profession="Chirurgienne", structure="", email="helene.morel@example.org")  # fmt: skip
    record = authorisations.patient_record(account_id)
    authorisations.give(work, f"professional:{doctor}", record, (authorisations.Right.READ,), None)
    asking = authorisations.Professional(doctor)
    return followups.responses(work, authorisations.require(work, asking, authorisations.Right.READ, record))


async def fill_in(town: Town, phone: Phone, *answers: str) -> None:
    """Let a day's form come, and send it."""
    await town.later(seconds=1)
    await phone.say("/suivi")
    await phone.answer(*answers)
    await phone.tap("Envoyer")


@pytest.fixture
async def three_days(town: Town, camille: Phone) -> Phone:
    """Camille, who sent her form on three days: pain 7, 4, then 2."""
    await town.do(people.follow, camille.account_id)
    for pain in ("7", "4", "2"):
        more = () if pain == "2" else ("Un peu",)
        await fill_in(town, camille, pain, *more, *ALL_IS_WELL[1:])
        await town.later(days=1)
    return camille


async def picture_in(town: Town) -> Image.Image:
    """Return the last picture the bot sent, as it would be seen."""
    call = (await town.calls("sendPhoto"))[-1]
    file_id = call["result"]["photo"][-1]["file_id"]
    path = f"{town.sim.url}/bot{town.sim.token}/getFile"
    async with town.http.get(path, params={"file_id": file_id}) as answer:
        where = (await answer.json())["result"]["file_path"]
    async with town.http.get(f"{town.sim.url}/file/bot{town.sim.token}/{where}") as answer:
        return Image.open(io.BytesIO(await answer.read()))


async def test_camille_looks_back_on_three_days(town: Town, three_days: Phone):
    await three_days.say("/menu")
    await three_days.tap("Mes réponses précédentes", "Mes envois")
    assert [label for label in three_days.buttons if "mars" in label] == [
        f"{day} mars 2026 à 09:00" for day in (4, 3, 2)
    ]
    await three_days.tap("3 mars 2026 à 09:00")
    assert "À combien évaluez-vous votre douleur en ce moment, de 0 à 10 ?\n4" in three_days.last
    assert "Rien de tout cela" in three_days.last
    assert "pas encore ouvert" in three_days.last
    await three_days.tap("‹ Mes envois", "‹ Mon suivi", "Mon évolution")
    assert "Première : 7, le 2 mars 2026" in three_days.last
    assert "Dernière : 2, le 4 mars 2026" in three_days.last
    assert "en baisse" in three_days.last
    shown = await picture_in(town)
    assert (shown.format, shown.size) == ("PNG", (900, 700))
    await three_days.tap("En texte")
    assert three_days.last.splitlines()[1:] == [
        f"{day} mars 2026 · {pain}" for day, pain in ((4, 2), (3, 4), (2, 7))
    ]


async def test_who_read_it_is_said_once_it_is_read(town: Town, three_days: Phone):
    await three_days.say("/menu")
    await three_days.tap("Mes réponses précédentes", "Qui a lu mes réponses")
    assert "Personne n'a encore ouvert vos réponses" in three_days.last
    await town.do(read_by_a_professional, three_days.account_id)
    await three_days.tap("‹ Mon suivi", "Qui a lu mes réponses")
    assert "5 mars 2026 à 09:00 · Hélène Morel, Chirurgienne" in three_days.last
    await three_days.tap("‹ Mon suivi", "Mes envois", "2 mars 2026")
    assert "Lu par Hélène Morel, Chirurgienne, le 5 mars 2026 à 09:00" in three_days.last


async def test_drawing_weighs_nothing_in_the_bots_own_process(town: Town, three_days: Phone):
    await three_days.say("/menu")
    await three_days.tap("Mes réponses précédentes", "Mon évolution")
    assert len(await town.calls("sendPhoto")) == 1
    assert "bot.drawing" not in sys.modules


async def test_the_picture_gives_way_to_what_is_shown_next(town: Town, three_days: Phone):
    await three_days.say("/menu")
    await three_days.tap("Mes réponses précédentes", "Mon évolution", "En texte", "En image", "‹ Mon suivi")
    assert [one for one in three_days.said_by_bot if one.get("photo")] == []
    assert three_days.button("Mon évolution")


async def test_a_picture_is_protected_and_leaves_the_chat_in_time(town: Town, three_days: Phone):
    await three_days.say("/menu")
    await three_days.tap("Mes réponses précédentes", "Mon évolution")
    (call,) = await town.calls("sendPhoto")
    assert call["params"]["protect_content"] is True
    await town.later(hours=41)
    await three_days.look()
    assert [one for one in three_days.said_by_bot if one.get("photo")] == []


async def test_without_a_painter_the_words_go_alone(town: Town, three_days: Phone):
    town.app.workshop.memory = 1 << 26  # too little to draw anything
    await three_days.say("/menu")
    await three_days.tap("Mes réponses précédentes", "Mon évolution")
    assert await town.calls("sendPhoto") == []
    assert "en baisse" in three_days.last


async def test_a_number_with_its_unit(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, WEIGHT)
    for weight in ("80,5", "81"):
        await fill_in(town, camille, weight)
        await town.later(days=1)
    await camille.say("/menu")
    await camille.tap("Mes réponses précédentes", "Mon évolution")
    assert "Dernière : 81 kg, le" in camille.last
    assert "La plus basse : 80,5 kg, le" in camille.last
    assert "en hausse" in camille.last
    assert "2 réponses en tout" in camille.last


async def test_nothing_sent_yet_is_said_kindly_with_the_next_date(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, at="18:00")
    await camille.say("/suivi")
    for door in ("Mes envois", "Mon évolution"):
        await camille.tap(door)
        assert "2 mars 2026 à 18:00" in camille.last
        await camille.tap("‹ Mon suivi")
    await camille.tap("Qui a lu mes réponses")
    assert "Personne n'a encore ouvert vos réponses" in camille.last


async def test_a_stopped_follow_up_can_still_be_looked_at(town: Town, camille: Phone):
    followup_id = await town.do(people.follow, camille.account_id, WEIGHT)
    await fill_in(town, camille, "80")
    await town.later(days=1)
    await fill_in(town, camille, "79")
    await town.do(people.stop, camille.account_id, followup_id)
    await camille.tap("Mes envois", "2 mars 2026")
    assert "Votre poids ?\n80 kg" in camille.last
    await camille.tap("Menu", "Mon suivi", "Mon évolution")
    assert "Dernière : 79 kg" in camille.last


async def test_of_several_follow_ups_one_is_chosen(town: Town, three_days: Phone):
    await town.do(people.follow, three_days.account_id, WEIGHT)
    await three_days.say("/menu")
    await three_days.tap("Mes réponses précédentes", "Mon évolution")
    assert three_days.buttons[:2] == ["Le lendemain de votre opération", "Un formulaire"]
    await three_days.tap("Un formulaire")
    assert "au moins deux fois" in three_days.last
    await three_days.tap("‹ Mon suivi", "Mon évolution", "Le lendemain de votre opération")
    assert "en baisse" in three_days.last
