"""A photo out of the blue: whether to keep it is asked once; nothing is fetched before the yes."""

from datetime import timedelta

import pytest

from conversations import consenting
from portal import accounts
from portal.authorisations import patient_record
from tests.journeys import people
from tests.journeys.forms import form, question
from tests.journeys.papers import AS_PROPOSED, drafts, gone_on, kept
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both
from tests.pictures import paper, photo

OFFER = "Voulez-vous ranger ce document dans votre dossier ?"


@on_both
async def test_a_photo_out_of_the_blue_is_kept_after_a_yes(town: Town, camille: Phone):
    await camille.attach("photo", "a.jpg", photo())
    assert OFFER in camille.last
    assert await town.calls("getFile") == []
    await camille.tap("Oui, le ranger")
    assert "1 page bien arrivée" in camille.last
    await gone_on(camille)
    await camille.tap("Enregistrer")
    assert len(await kept(town, camille)) == 1
    await camille.tap("Oui, toujours")
    assert not [one for one in camille.messages if "photo" in one]


async def test_a_yes_or_a_no_in_words_answers_the_offer_as_long_as_it_is_what_was_asked(camille: Phone):
    await camille.attach("photo", "a.jpg", photo())
    await camille.say("non")
    assert "Rien n'est rangé" in camille.last
    await camille.attach("photo", "b.jpg", photo("navy"))
    await camille.say("/compte", "oui")
    assert "page bien arrivée" not in camille.last
    await camille.attach("photo", "c.jpg", photo("teal"))
    await camille.say("oui")
    assert "bien arrivées" in camille.last


async def test_an_album_is_offered_in_one_message_and_comes_whole(town: Town, camille: Phone):
    before = len(camille.said_by_bot)
    await camille.attach("photo", "x.jpg", *(photo(colour) for colour in ("navy", "olive", "teal", "gold")))
    assert "4 photos ou fichiers" in camille.last
    assert len(camille.said_by_bot) == before + 1
    await camille.tap("Oui, le ranger")
    assert "4 pages bien arrivées" in camille.last


async def test_a_whole_album_of_ten_comes_at_once(town: Town, camille: Phone):
    colours = ("navy", "olive", "teal", "gold", "red", "lime", "pink", "gray", "cyan", "tan")
    await camille.attach("photo", "x.jpg", *map(photo, colours))
    await camille.tap("Oui, le ranger")
    assert "10 pages bien arrivées" in camille.last


async def test_photos_sent_one_after_the_other_are_one_question(town: Town, camille: Phone):
    await camille.attach("photo", "a.jpg", photo("navy"))
    await camille.attach("document", "b.pdf", paper(2))
    assert "2 photos ou fichiers" in camille.last
    assert "ranger ce document" not in camille.everything
    await town.later(minutes=20)
    await camille.attach("photo", "c.jpg", photo("teal"))
    assert OFFER in camille.last
    await camille.tap("Oui, le ranger")
    assert "1 page bien arrivée" in camille.last


async def test_after_a_no_nothing_is_fetched_and_the_photo_leaves_as_planned(town: Town, camille: Phone):
    await camille.attach("photo", "a.jpg", photo())
    await camille.tap("Non")
    assert "Rien n'est rangé" in camille.last
    assert await town.calls("getFile") == []
    await town.later(hours=41)
    await camille.look()
    assert not [one for one in camille.messages if "photo" in one]


async def test_the_question_outlives_a_restart(town: Town, camille: Phone):
    await camille.attach("photo", "a.jpg", photo())
    await town.restart()
    await camille.tap("Oui, le ranger")
    assert "1 page bien arrivée" in camille.last


async def test_a_yes_that_comes_too_late_is_told(town: Town, camille: Phone):
    await camille.attach("photo", "a.jpg", photo())
    message_id, data = camille.button("Oui, le ranger")
    town.clock.move(timedelta(hours=25))
    await camille.do("tap", message_id=message_id, data=data)
    assert "Trop de temps a passé" in camille.last
    await town.later(days=5)
    await camille.do("tap", message_id=message_id, data=data, force=True)
    assert "Cette étape est terminée" in camille.last


async def test_a_file_that_telegram_no_longer_has_is_told_and_waits(town: Town, camille: Phone):
    await camille.attach("photo", "a.jpg", photo())
    await town.fault(
        "api", "400", method="getFile", times=None, description="Bad Request: file is not available"
    )
    await camille.tap("Oui, le ranger")
    assert "n'est pas encore arrivé de Telegram" in camille.last
    assert "envoyez-le de nouveau" in camille.last


async def test_what_cannot_be_kept_is_told_after_the_yes(town: Town, camille: Phone):
    await camille.attach("document", "carte.pdf", b"PK\3\4 a zip")
    await camille.tap("Oui, le ranger")
    assert "ce type de fichier" in camille.last
    assert "Quel document voulez-vous ranger ?" in camille.last


async def test_what_is_too_large_is_told_at_once(town: Town, camille: Phone):
    await camille.attach("document", "a.jpg", b"\xff\xd8\xff" + bytes(20_000_000 - 2))
    assert "trop lourd" in camille.last
    assert "Oui, le ranger" not in camille.buttons


@pytest.mark.parametrize("gesture", ["voice", "sticker"])
async def test_a_voice_or_a_sticker_is_not_offered_to_be_kept(town: Town, camille: Phone, gesture: str):
    await camille.do(gesture)
    assert "Oui, le ranger" not in camille.buttons


async def test_nobody_is_asked_whose_chat_is_not_linked_or_who_did_not_agree(town: Town, camille: Phone):
    await town.do(accounts.withdraw, camille.person.user_id, camille.account_id, consenting.VERSION)
    await camille.attach("photo", "a.jpg", photo())
    assert "Oui, le ranger" not in camille.buttons
    stranger = await town.phone(people.NADIA)
    await stranger.start()
    await stranger.attach("photo", "a.jpg", photo())
    assert "Oui, le ranger" not in stranger.buttons


async def test_a_photo_sent_while_words_are_awaited_waits_in_the_menu(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, form(question("word", "string", "Un mot ?")))
    await town.later(seconds=1)
    await camille.say("/suivi")
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    assert "depuis le menu" in camille.last
    assert "Un mot ?" in camille.last
    await camille.say("voilà")
    await camille.tap("Envoyer")
    assert await town.calls("getFile") == []
    await camille.say("/menu")
    await camille.tap("Continuer : Ajouter un document")
    assert "2 pages bien arrivées" in camille.last


async def test_after_a_long_silence_a_code_comes_first_and_the_photo_waits(town: Town, camille: Phone):
    await town.later(days=31)
    await camille.attach("photo", "a.jpg", photo())
    assert OFFER in camille.last
    await camille.tap("Oui, le ranger")
    assert "code" in camille.last
    await camille.say(await camille.code())
    await camille.tap("Continuer")
    assert "1 page bien arrivée" in camille.last
    await gone_on(camille, *AS_PROPOSED[:1], "Garder : Certificat", *AS_PROPOSED[2:])


async def test_what_was_fetched_after_a_yes_and_erased_is_gone(town: Town, camille: Phone):
    await camille.attach("photo", "a.jpg", photo())
    await camille.tap("Oui, le ranger", "✕ Arrêter", "Effacer")
    assert "Rien n'est rangé" in camille.last
    assert await town.do(drafts, patient_record(camille.account_id)) == 0
