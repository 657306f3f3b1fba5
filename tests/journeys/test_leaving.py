"""Leaving: what becomes of everything is said, a code proves who leaves, thirty days to come back, then nothing stays."""

from typing import Any

from sqlalchemy import select

from portal import accounts, authorisations, followups, privacy, vault
from portal.accounts.refusals import AccountUnknown
from portal.authorisations import NoRight, Operator, Right, patient_record
from portal.privacy.model import DepartureRow
from portal.work import Work
from tests.journeys import people
from tests.journeys.people import CAMILLE, NADIA, PASSWORD
from tests.journeys.phone import Phone
from tests.journeys.shelf import carnet, deposit, doctor, files_of
from tests.journeys.test_alerts import BLOOD, TEAM, acknowledge, follow, mail
from tests.journeys.town import Town, on_both
from tests.otherwise import wrong


async def ask_to_leave(phone: Phone, reason: str = "Je n'en ai plus besoin") -> None:
    await phone.say("/compte")
    await phone.tap("Mes données et mon accord", "Me désinscrire", reason)


async def leave(phone: Phone) -> None:
    await ask_to_leave(phone)
    await phone.tap("Oui, fermer mon compte")
    await phone.say(await phone.code())
    assert "Votre compte est fermé" in phone.last


async def come_back(phone: Phone) -> None:
    await phone.tap("Revenir")
    if "J'accepte" in phone.buttons:
        await phone.tap("J'accepte")
    await phone.say(CAMILLE.email, PASSWORD)
    await phone.say(await phone.code())


async def followed(town: Town, phone: Phone, **plan: Any) -> str:
    made = await town.do(people.follow, phone.account_id, notify=TEAM, **plan)
    await town.later(seconds=1)  # its first form is there, and was reminded of
    return made


async def test_what_becomes_of_everything_is_said_before_anything_happens(town: Town, camille: Phone):
    await followed(town, camille)
    await deposit(town, camille.account_id, "Ordonnance")
    await town.do(carnet, camille.account_id)
    await ask_to_leave(camille)
    for words in (
        "Il sera effacé le",
        "Votre suivi s'arrête",
        "Votre document",
        "Le carnet de Léo sera effacé",
    ):
        assert words in camille.last
    await camille.tap("Non, je reste")
    assert "Rien ne change" in camille.last
    assert await town.do(accounts.leaving_since, camille.account_id) is None


@on_both
async def test_she_leaves_with_a_code_and_her_chat_shows_nothing_of_health_any_more(
    town: Town, camille: Phone
):
    await followed(town, camille)
    await deposit(town, camille.account_id, "Ordonnance")
    await leave(camille)
    assert camille.buttons == ["Revenir"]
    await camille.say("/documents")
    assert "Ordonnance" not in camille.last
    assert "Me connecter" in camille.buttons
    (letter,) = [one for one in await camille.mail() if one.startswith("Votre compte MaSanté est fermé")]
    assert "t.me/" in letter
    await town.later(days=1)
    assert not any("quelque chose à remplir" in one for one in await camille.mail())


async def test_signing_in_brings_everything_back_and_offers_the_follow_up(town: Town, camille: Phone):
    await followed(town, camille)
    await deposit(town, camille.account_id, "Ordonnance")
    await leave(camille)
    await town.later(days=29)
    await come_back(camille)
    assert "votre compte est de nouveau ouvert" in camille.last
    await camille.tap("Le reprendre")
    assert "Votre suivi reprend" in camille.everything  # its next form may be reminded of by now
    await camille.say("/documents")
    assert any("Ordonnance" in label for label in camille.buttons)
    await town.later(days=30)
    assert not isinstance(await town.do(accounts.show, camille.account_id), AccountUnknown)


async def test_three_days_before_she_is_told_once_and_then_everything_is_gone(town: Town, camille: Phone):
    await deposit(town, camille.account_id, "Ordonnance")
    await leave(camille)
    await town.later(days=27, minutes=1)
    await camille.look()
    assert "Revenir" in camille.buttons
    assert sum("dans trois jours" in one for one in await camille.mail()) == 1
    await town.later(days=4)
    assert isinstance(await town.do(accounts.show, camille.account_id), AccountUnknown)
    assert (await camille.mail())[-1].startswith("Votre compte MaSanté est effacé")
    await come_back_too_late(camille)


async def come_back_too_late(phone: Phone) -> None:
    await phone.tap("Revenir")
    await phone.tap("J'accepte")
    await phone.say(CAMILLE.email, PASSWORD)
    assert "ne vont pas ensemble" in phone.last


async def test_the_code_must_come_from_the_phone(town: Town, camille: Phone):
    await ask_to_leave(camille)
    await camille.tap("Oui, fermer mon compte", "Je ne reçois pas mon code")
    assert not any("e-mail" in label for label in camille.buttons)
    await camille.say(wrong(await camille.code()))
    assert "essais" in camille.last
    assert await town.do(accounts.leaving_since, camille.account_id) is None


async def test_who_no_longer_agrees_can_leave_and_is_shown_nothing_of_her_record(town: Town, camille: Phone):
    await town.do(carnet, camille.account_id)
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Retirer mon accord")
    await ask_to_leave(camille)
    assert "Il sera effacé le" in camille.last
    assert "Léo" not in camille.last
    await camille.tap("Oui, fermer mon compte")
    await camille.say(await camille.code())
    assert "Votre compte est fermé" in camille.last


async def test_tapping_twice_leaves_once(town: Town, camille: Phone):
    await ask_to_leave(camille)
    message_id, data = camille.button("Oui, fermer mon compte")
    await camille.at_once("tap", message_id=message_id, data=data)
    await camille.at_once("tap", message_id=message_id, data=data)
    await camille.look()
    assert len([one for one in await camille.sms() if "code" in one]) == 1


async def test_the_care_team_is_told_once_and_can_still_look_after_what_alarms(town: Town, camille: Phone):
    record = patient_record(camille.account_id)
    morel = await town.do(doctor, record)
    await follow(town, camille, BLOOD)
    await town.do(led_by, camille.account_id, morel.id)
    await leave(camille)
    (told,) = [one for one in await mail(town) if "un patient est parti" in one]
    assert "C. D." in told
    assert "1 alerte de ce patient" in told
    assert "Camille" not in told
    assert await town.do(may_read, morel, record)
    await town.do(acknowledge, camille.account_id)
    await town.later(hours=2)
    assert not await town.do(may_read, morel, record)


def led_by(work: Work, account_id: str, professional_id: str) -> None:
    (one,) = followups.store.followups_of(work, account_id)
    followups.store.change_followup(work, one.id, professional_id=professional_id)


def may_read(work: Work, who: authorisations.Who, record: str) -> bool:
    return not isinstance(authorisations.require(work, who, Right.READ, record), NoRight)


async def test_a_form_being_filled_in_leaves_the_chat_with_her(town: Town, camille: Phone):
    await followed(town, camille)
    await camille.say("/suivi")
    await camille.tap(camille.buttons[0])
    await leave(camille)
    await camille.say("/menu")
    assert not any(label.startswith("Continuer") for label in camille.buttons)


async def test_the_other_parent_holds_the_carnet_at_once_and_gives_it_back(town: Town, camille: Phone):
    nadia = await town.linked(NADIA)
    record = await town.do(carnet, camille.account_id)
    await town.do(authorisations.give, patient_record(nadia.account_id), record, authorisations.PARENT, None)
    await ask_to_leave(camille)
    assert "Le carnet de Léo reste : Nadia le tient aussi" in camille.last
    await camille.tap("Oui, fermer mon compte")
    await camille.say(await camille.code())
    await nadia.look()
    assert "vous tenez maintenant aussi un carnet" in nadia.last
    assert await town.do(holds, nadia.account_id) == [record]
    await town.later(hours=1)
    await come_back(camille)
    assert await town.do(holds, nadia.account_id) == []
    assert await town.do(holds, camille.account_id) == [record]


def holds(work: Work, account_id: str) -> list[str]:
    return [f"carnet:{one}" for one in authorisations.carnets_of(work, account_id, Right.HOLD)]


async def test_professionals_see_nothing_from_then_on_and_again_when_she_is_back(town: Town, camille: Phone):
    record = patient_record(camille.account_id)
    morel = await town.do(doctor, record)
    await leave(camille)
    assert isinstance(await town.do(authorisations.require, morel, Right.DEPOSIT, record), NoRight)
    assert not await town.do(may_read, morel, record)
    await town.later(hours=1)
    await come_back(camille)
    assert await town.do(may_read, morel, record)


async def test_what_the_law_keeps_is_said_and_waits(town: Town, camille: Phone):
    def keep(work: Work) -> None:
        hold = authorisations.require(work, Operator(), Right.HOLD, patient_record(camille.account_id))
        assert privacy.place(work, hold, work.now.replace(year=2027), "enquête") is None

    await town.do(keep)
    await ask_to_leave(camille)
    assert "La loi nous demande de garder votre dossier jusqu'au" in camille.last
    await camille.tap("Oui, fermer mon compte")
    await camille.say(await camille.code())
    assert "La loi nous demande" in camille.last
    await town.later(days=31)
    assert not isinstance(await town.do(accounts.show, camille.account_id), AccountUnknown)
    await town.later(days=340)
    assert isinstance(await town.do(accounts.show, camille.account_id), AccountUnknown)


async def test_an_export_under_way_comes_first(town: Town, camille: Phone):
    def ask(work: Work) -> None:
        who = accounts.me(work, CAMILLE.user_id)
        assert who is not None
        privacy.ask(work, CAMILLE.user_id, who, authorisations.require(work, who, Right.HOLD,
                                                                      patient_record(who.account_id)))  # fmt: skip
        privacy.claim(work)

    await town.do(ask)
    await ask_to_leave(camille)
    await camille.tap("Oui, fermer mon compte")
    await camille.say(await camille.code())
    assert "en préparation" in camille.last
    assert await town.do(accounts.leaving_since, camille.account_id) is None


async def test_who_takes_along_first_goes_on_with_leaving_where_she_was(town: Town, camille: Phone):
    await ask_to_leave(camille, "C'est trop compliqué")
    await camille.tap("D'abord emporter mes données", "Préparer mon export")
    assert "Je prépare votre export" in camille.last
    await town.app.ticker.exports.once()
    await camille.look()
    await camille.tap("Continuer ma désinscription")
    assert "Voulez-vous fermer votre compte" in camille.last
    await camille.tap("Oui, fermer mon compte")
    await camille.say(await camille.code())
    assert "Votre compte est fermé" in camille.last
    reason = select(DepartureRow.reason)
    assert await town.do(lambda work: work.execute(reason).scalar()) == "hard"


async def test_who_stops_is_not_asked_to_go_on(town: Town, camille: Phone):
    await ask_to_leave(camille)
    await camille.tap("✕ Arrêter")
    assert "Rien ne change" in camille.last
    await ask_to_leave(camille)
    await camille.say("/menu")
    assert not [label for label in camille.buttons if "désinscrire" in label]


async def test_nothing_of_her_stands_in_the_vault_when_she_is_gone(town: Town, camille: Phone):
    await deposit(town, camille.account_id, "Ordonnance")
    await leave(camille)
    await town.later(days=31)
    vault.sweep(town.app.workroom, town.app.shelves, town.clock.now().replace(year=2100))
    assert files_of(town) == []
