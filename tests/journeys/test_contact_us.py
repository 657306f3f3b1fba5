"""Contact us: a message to support by e-mail, with a reference, a picture, and a way to be answered."""

import re

from bot.pictures import qr
from tests.journeys.people import CAMILLE, NADIA
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both

SUPPORT = "aide@example.org"


async def letters(town: Town, to: str = SUPPORT) -> list[str]:
    async with town.http.get(f"{town.sim.url}/phone/mail", params={"to": to}) as answer:
        return [f"{one['subject']}\n{one['text']}" for one in await answer.json()]


async def begin(phone: Phone) -> None:
    await phone.say("/aide")
    await phone.tap("Nous contacter")
    assert "N'écrivez rien sur votre santé" in phone.last


async def write(phone: Phone, *answers: str) -> None:
    await begin(phone)
    await phone.answer("Un document", "Je ne le trouve plus.", *answers)
    assert "Vérifiez avant d'envoyer" in phone.last
    await phone.tap("Envoyer")


@on_both
async def test_a_message_leaves_with_a_reference_and_a_receipt_comes(town: Town, camille: Phone):
    await write(camille, "Passer ›", f"Par e-mail : {CAMILLE.email}")
    found = re.search(r"MS-[A-Z2-7]{5}", camille.last)
    assert found
    (letter,) = await letters(town)
    assert letter.startswith(f"[{found[0]}] Un document")
    assert "Je ne le trouve plus." in letter
    assert CAMILLE.email in letter
    assert "Français" in letter
    (receipt,) = [one for one in await camille.mail() if found[0] in one]
    assert "trouve plus" not in receipt


async def test_a_picture_goes_with_it_and_is_kept_nowhere(town: Town, camille: Phone):
    await begin(camille)
    await camille.answer("Un document", "Voici mon écran.")
    await camille.attach("photo", "screen.png", qr("a screen"))
    await camille.answer("C'est tout", f"Par e-mail : {CAMILLE.email}")
    await camille.tap("Envoyer")
    await town.settled()
    assert "Voici mon écran." in (await letters(town))[0]
    assert (
        await town.do(lambda work: work.connection.exec_driver_sql("SELECT count(*) FROM blobs").scalar())
        == 0
    )


async def test_a_sentence_for_a_subject_is_the_message_and_a_picture_may_come_first(
    town: Town, camille: Phone
):
    await begin(camille)
    await camille.attach("photo", "screen.png", qr("a screen"))
    assert "c'est ajouté" in camille.last
    await camille.say("je n'arrive pas à ouvrir mon ordonnance")
    assert "Comment pouvons-nous vous répondre" in camille.last
    await camille.answer(f"Par e-mail : {CAMILLE.email}")
    assert {"je n'arrive pas à ouvrir mon ordonnance", "1 photo"} <= set(camille.last.split("\n"))


async def test_what_is_written_below_a_picture_is_the_message(camille: Phone):
    await begin(camille)
    await camille.attach("photo", "screen.png", qr("a screen"), caption="je n'arrive plus à ouvrir ceci")
    assert "1. Par e-mail" in camille.last
    await camille.say("1")
    assert {"je n'arrive plus à ouvrir ceci", "1 photo"} <= set(camille.last.split("\n"))


async def test_a_stranger_writes_three_times_a_day_and_is_then_told_when(town: Town):
    nadia = await town.phone(NADIA)
    await nadia.start()
    for _ in range(3):
        await write(nadia, "Par e-mail", NADIA.email, "Nadia")
    await nadia.say("/aide")
    await nadia.tap("Nous contacter")
    assert "plusieurs fois" in nadia.last
    assert SUPPORT in nadia.last
    assert len(await letters(town)) == 3
    assert len([one for one in await nadia.mail() if "MS-" in one]) == 3
    await town.later(hours=25)
    await begin(nadia)


async def test_while_the_mail_server_is_down_it_waits_and_a_restart_loses_nothing(town: Town, camille: Phone):
    await town.fault("smtp", "down")
    await begin(camille)
    await camille.answer("Autre chose", "Bonjour")
    await town.restart()
    await camille.answer("Passer ›", "Par téléphone")
    await camille.tap("Envoyer")
    assert await letters(town) == []
    await town.mend()
    await town.later(minutes=10)
    (letter,) = await letters(town)
    assert "Bonjour" in letter


async def test_if_support_s_address_refuses_it_she_is_told(town: Town, camille: Phone):
    await town.fault("smtp", "400", times=2)  # her receipt leaves beside it, and either may come first
    await write(camille, "Passer ›", f"Par e-mail : {CAMILLE.email}")
    await camille.look()
    assert "n'a pas pu nous être remis" in camille.everything


async def test_a_double_tap_sends_one_message(town: Town, camille: Phone):
    await begin(camille)
    await camille.answer("Un document", "Une fois.", "Passer ›", f"Par e-mail : {CAMILLE.email}")
    message_id, data = camille.button("Envoyer")
    await camille.at_once("tap", message_id=message_id, data=data)
    await camille.do("tap", message_id=message_id, data=data, force=True)
    assert len(await letters(town)) == 1


async def test_danger_in_a_message_to_support_is_answered_first(town: Town, camille: Phone):
    await begin(camille)
    await camille.answer("Autre chose", "mon mari me frappe")
    assert any("3919" in one.get("text", "") for one in camille.said_by_bot)
    assert "image" in camille.last


async def test_no_is_an_answer_where_a_picture_may_be_sent(camille: Phone):
    await begin(camille)
    await camille.answer("Un document", "Je ne le trouve plus.", "il était là hier")
    assert "Si vous n'en avez pas, écrivez « non »" in camille.last
    await camille.say("non")
    assert "Comment pouvons-nous vous répondre" in camille.last
