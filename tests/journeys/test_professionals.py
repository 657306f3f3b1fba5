"""Mes acteurs: a professional is found, authorised, shown, taken back, brought back, blocked."""

import asyncio

import pytest

from bench.extractions import Person, Place, rpps
from portal import accounts, authorisations, carnets, journal, professionals
from portal.accounts import proofs
from portal.authorisations import Access, Right, patient_record
from portal.work import Work
from tests.journeys.people import CAMILLE
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both
from tests.portal.directory.conftest import CLAIRE, LYON, Shop

OTHER = Person(rpps(2), "MARTIN", "Claire", "Infirmier", "")
FAR = Place("", "", "", "29200", "Brest")
MANY = [(Person(rpps(10 + n), "DURAND", f"Anne{chr(97 + n)}", "Infirmier", ""), LYON) for n in range(11)]


@pytest.fixture
async def shop(town: Town) -> Shop:
    """The town's directory: two Claire Martins, and many Durands."""
    shop = Shop(town.folder)
    await asyncio.to_thread(shop.of, (CLAIRE, LYON), (OTHER, FAR), *MANY)
    return shop


@pytest.fixture
async def authorised(town: Town, shop: Shop, camille: Phone) -> Phone:
    """Camille, who has just authorised Claire Martin of Lyon, without an end."""
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.answer("matrin cardio lyon", "Claire MARTIN · Cardiologie", "Jusqu'à ce que je le retire")
    await camille.tap("Envoyer")
    return camille


def may(work: Work, account_id: str, number: str, right: Right = Right.READ, record: str = "") -> bool:
    known = professionals.of_number(work, number)
    assert known is not None
    asking = authorisations.Professional(known.id)
    record = record or patient_record(account_id)
    return isinstance(authorisations.require(work, asking, right, record), Access)


async def test_an_old_button_of_somebody_who_was_removed_says_so(town: Town, authorised: Phone):
    await authorised.tap("Mes acteurs", "Claire MARTIN")
    old = authorised.button("Retirer l'accès")
    await authorised.tap("Retirer l'accès")
    await town.later(minutes=5)
    await authorised.do("tap", message_id=old[0], data=old[1], force=True)
    assert authorised.last.startswith("Ce professionnel n'a plus d'accès.")
    assert "Autoriser un professionnel" in authorised.buttons


@on_both
async def test_camille_finds_her_cardiologist_and_authorises_her(town: Town, authorised: Phone):
    assert "C'est fait : Claire MARTIN a votre autorisation." in authorised.last
    assert await town.do(may, authorised.account_id, rpps(1))
    assert await town.do(may, authorised.account_id, rpps(1), Right.DEPOSIT)
    await authorised.tap("Mes acteurs")
    assert "Claire MARTIN" in authorised.last
    assert "lit, et peut ajouter des documents, depuis le 2 mars 2026" in authorised.last
    assert "jusqu'à ce que vous le retiriez" in authorised.last
    await authorised.tap("Claire MARTIN")
    assert authorised.last.count("Cardiologie et maladies vasculaires") == 1


async def test_the_recap_says_who_for_what_and_until_when(town: Town, shop: Shop, camille: Phone):
    await camille.say("/professionals")
    assert "Vous n'avez encore autorisé aucun professionnel." in camille.last
    await camille.tap("Autoriser un professionnel")
    await camille.answer("claire martin")
    assert "1. Claire MARTIN · Cardiologie et maladies vasculaires · Lyon" in camille.last
    assert "Claire MARTIN · Infirmier · Brest" in camille.last
    await camille.answer("Claire MARTIN · Infirmier · Brest", "12/04/2026")
    assert "Professionnel\nClaire MARTIN · Infirmier · Brest" in camille.last
    assert "Jusqu'à quand ?\n12 avril 2026" in camille.last
    assert "à tout moment dans /acteurs" in camille.last
    await camille.tap("Envoyer", "Mes acteurs")
    assert "jusqu'au 12 avril 2026" in camille.last
    await town.later(days=41)
    assert await town.do(may, camille.account_id, rpps(2))
    await town.later(days=1)
    assert not await town.do(may, camille.account_id, rpps(2))


async def test_many_go_by_pages_and_none_of_them_refines(town: Town, shop: Shop, camille: Phone):
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.answer("durand")
    assert camille.last.count("DURAND") == 8
    await camille.tap("Suite ›")
    assert camille.last.count("DURAND") == 3
    await camille.tap("Aucun de ceux-ci")
    assert "avec la ville, le prénom ou la profession" in camille.last
    await camille.answer("durand annek")
    assert "1. Annek DURAND" in camille.last
    await camille.say("martin brest")  # typed while others are offered: looked for at once
    assert [one for one in camille.buttons if "MARTIN" in one] == ["Claire MARTIN · Infirmier · Brest"]


@pytest.mark.parametrize("typed", ["x", "🎉🎉🎉", "…"])
async def test_what_is_no_name_gets_a_hint(town: Town, shop: Shop, camille: Phone, typed: str):
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.answer(typed)
    assert "au moins le nom de famille" in camille.last


@pytest.mark.parametrize("typed", ["zzzzqqqq", "' OR 1=1 --", "<b>zzz</b>", "y" * 500])
async def test_who_finds_nobody_is_told_what_to_do(town: Town, shop: Shop, camille: Phone, typed: str):
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.answer(typed)
    assert "Je n'ai trouvé personne." in camille.last


async def test_without_a_directory_that_is_said(town: Town, camille: Phone):
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.answer("martin")
    assert "L'annuaire des professionnels n'est pas encore là." in camille.last


async def test_one_tap_takes_it_back_and_another_brings_it_back(town: Town, authorised: Phone):
    await authorised.tap("Mes acteurs", "Claire MARTIN", "Retirer l'accès")
    assert "Claire MARTIN n'a plus d'accès" in authorised.last
    assert not await town.do(may, authorised.account_id, rpps(1))
    await authorised.tap("Annuler")
    assert "l'accès est rétabli" in authorised.last
    assert await town.do(may, authorised.account_id, rpps(1))


async def test_an_old_undo_brings_nothing_back(town: Town, authorised: Phone):
    await authorised.tap("Mes acteurs", "Claire MARTIN", "Retirer l'accès")
    await town.later(hours=2)
    await authorised.tap("Annuler")
    assert "trop tard pour annuler" in authorised.last
    assert not await town.do(may, authorised.account_id, rpps(1))


async def test_who_is_blocked_neither_reads_nor_deposits_until_unblocked(town: Town, authorised: Phone):
    await authorised.tap("Mes acteurs", "Claire MARTIN", "Bloquer")
    assert "même en urgence" in authorised.last
    for right in (Right.READ, Right.DEPOSIT, Right.EMERGENCY):
        assert not await town.do(may, authorised.account_id, rpps(1), right)
    await authorised.tap("‹ Mes acteurs")
    assert "bloqué depuis le 2 mars 2026" in authorised.last
    await authorised.tap("Claire MARTIN", "Débloquer")
    assert await town.do(may, authorised.account_id, rpps(1))
    lines = await town.do(journal.read, patient_record(authorised.account_id))
    assert {"granted", "blocked", "unblocked"} <= {one.action for one in lines}


async def test_a_session_by_e_mail_authorises_nobody_before_a_full_code(
    town: Town, shop: Shop, camille: Phone
):
    await town.do(weakened, camille.account_id)
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.say(await camille.code())
    await camille.tap("Continuer")
    assert "Quel professionnel souhaitez-vous autoriser ?" in camille.last


def weakened(work: Work, account_id: str) -> None:
    """Make the session of this account as strong as a code by e-mail makes it."""
    proof = proofs.give(work, CAMILLE.user_id, account_id, "refresh", proofs.MAIL)
    accounts.refresh(work, CAMILLE.user_id, proof.id)


async def test_for_a_childs_carnet_she_is_asked_which_record(town: Town, shop: Shop, camille: Phone):
    leo = await town.do(carnets.create, camille.account_id, "Léo", town.clock.now().date())
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.answer("claire martin lyon", "Claire MARTIN · Cardiologie", "Carnet de Léo", "Pour un mois")
    await camille.tap("Envoyer", "Mes acteurs")
    assert "Claire MARTIN, pour Léo" in camille.last
    record = authorisations.carnet_record(leo)
    assert await town.do(may, camille.account_id, rpps(1), Right.READ, record)
    assert not await town.do(may, camille.account_id, rpps(1))
    await camille.tap("Claire MARTIN, pour Léo", "Retirer l'accès")
    assert not await town.do(may, camille.account_id, rpps(1), Right.READ, record)


async def test_who_is_no_longer_listed_keeps_her_rights_and_is_marked(
    town: Town, shop: Shop, authorised: Phone
):
    await asyncio.to_thread(shop.of, (OTHER, FAR), *MANY)
    await authorised.tap("Mes acteurs")
    assert "n'est plus dans l'annuaire" in authorised.last
    assert await town.do(may, authorised.account_id, rpps(1))
    await authorised.tap("Claire MARTIN", "Retirer l'accès")
    assert not await town.do(may, authorised.account_id, rpps(1))


async def test_two_taps_on_send_authorise_once(town: Town, shop: Shop, camille: Phone):
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.answer("claire martin lyon", "Claire MARTIN · Cardiologie", "Pour un an")
    message_id, data = camille.button("Envoyer")
    for _ in range(2):
        await camille.at_once("tap", message_id=message_id, data=data)
    await camille.look()
    lines = await town.do(journal.read, patient_record(camille.account_id))
    assert [one.action for one in lines].count("granted") == 1
    assert "C'est fait : Claire MARTIN" in camille.everything


async def test_a_button_that_a_client_made_up_leads_to_the_list(town: Town, authorised: Phone):
    await authorised.tap("Mes acteurs")
    message_id, _data = authorised.button("Menu")
    for made_up in (
        "m:acteur:nobody.0",
        "m:acteur-retirer:x.y",
        "m:acteur-bloquer:",
        "m:acteur-rendre:a.b.c",
    ):
        await authorised.do("tap", message_id=message_id, data=made_up, force=True)
    assert await town.do(may, authorised.account_id, rpps(1))


async def test_it_goes_on_after_a_restart(town: Town, shop: Shop, camille: Phone):
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.answer("claire martin lyon")
    await town.restart()
    await camille.answer("Claire MARTIN · Cardiologie", "Pour un mois")
    await camille.tap("Envoyer")
    assert await town.do(may, camille.account_id, rpps(1))


async def test_who_types_after_the_bots_name_is_shown_professionals(town: Town, shop: Shop, camille: Phone):
    answer = await camille.type_inline("matrin claire")
    assert [one["title"] for one in answer["results"]] == ["Claire MARTIN", "Claire MARTIN"]
    first = answer["results"][0]
    assert first["input_message_content"] == {
        "message_text": f"Dr Claire MARTIN, Cardiologie et maladies vasculaires, Lyon 3e Arrondissement ({rpps(1)})"
    }
    assert (answer["cache_time"], answer["is_personal"]) == (0, True)
    assert (await camille.type_inline("m"))["results"] == []
    assert (await camille.type_inline("🎉 ' OR 1=1"))["results"] == []


async def test_what_was_picked_is_found_exactly_asked_for_or_not(town: Town, shop: Shop, camille: Phone):
    for _ in range(2):  # out of the blue, then while it is asked for
        await camille.type_inline("claire martin brest")
        await camille.do("choose", result_id=rpps(2))
        assert [one for one in camille.buttons if "MARTIN" in one] == ["Claire MARTIN · Infirmier · Brest"]
    await camille.answer("Claire MARTIN · Infirmier · Brest", "Pour un mois")
    await camille.tap("Envoyer")
    assert await town.do(may, camille.account_id, rpps(2))


async def test_a_stranger_is_shown_the_way_to_sign_in_and_nobody(town: Town, shop: Shop):
    stranger = await town.phone(CAMILLE)
    answer = await stranger.type_inline("martin")
    assert (answer["results"], answer["button"]["start_parameter"]) == ([], "acteurs")
    await stranger.start("acteurs")
    assert "Me connecter" in stranger.buttons


def stored(work: Work) -> int:
    return work.connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar_one()


async def test_suggestions_are_kept_nowhere(town: Town, shop: Shop, camille: Phone):
    before = await town.do(stored)
    await camille.type_inline("claire martin")
    assert await town.do(stored) == before


async def test_suggestions_that_telegram_refuses_hold_up_nobody(town: Town, shop: Shop, camille: Phone):
    await town.fault("api", "400", method="answerInlineQuery")
    await camille.at_once("inline", query="martin")
    await camille.say("/acteurs")
    assert "Mes acteurs" in camille.last
