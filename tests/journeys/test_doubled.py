"""Fingers that tap twice at once: the chat, the letters and the codes are as after one tap each."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path

import aiohttp
import pytest

from simulator import Simulator
from tests.journeys import papers, people
from tests.journeys.forms import ALL_IS_WELL, form, question
from tests.journeys.people import CAMILLE, HER_OTHER_PHONE, NADIA, PASSWORD
from tests.journeys.phone import Json, Phone, words
from tests.journeys.test_carnets import THOMAS, open_carnet, share, shared
from tests.journeys.test_contact_details import NEW
from tests.journeys.test_contact_details import begin as change
from tests.journeys.test_contact_us import write
from tests.journeys.test_identity import address
from tests.journeys.test_leaving import come_back, leave
from tests.journeys.town import Town
from tests.pictures import photo
from tests.portal.directory.conftest import CLAIRE, LYON, Shop

CHANCE = re.compile(r"MS-[A-Z2-7]{5}|/start \S+")


class Twice(Phone):
    """A phone in hands that tremble."""

    async def tap(self, *labels: str) -> None:
        """Tap each button twice, the second time before the first was answered."""
        for label in labels:
            message_id, data = self.button(label)
            await self.at_once("tap", message_id=message_id, data=data)
            await self.do("tap", message_id=message_id, data=data, force=True)


class Trembling(Town):
    """A town where everybody taps twice."""

    hands = Twice


async def linking(town: Town) -> list[Phone]:
    camille = await town.phone(CAMILLE)
    await camille.start(await town.do(people.invite, CAMILLE))
    await camille.tap("J'accepte")
    await camille.say(CAMILLE.email, PASSWORD)
    await camille.tap("Pourquoi un code ?", "Je ne reçois pas mon code")
    await camille.say(await camille.code())
    await camille.tap("Menu")
    return [camille]


async def signing_in(town: Town) -> list[Phone]:
    await town.linked(CAMILLE)
    other = await town.phone(HER_OTHER_PHONE)
    await other.start()
    await other.tap("Me connecter", "J'accepte")
    await other.say("faute@example.org")
    await other.tap("Corriger l'adresse e-mail")
    await other.say(CAMILLE.email, PASSWORD)
    await other.say(await other.code())
    await other.tap("Menu")
    return [other]


async def filling_in(town: Town) -> list[Phone]:
    camille = await town.linked(CAMILLE)
    wound = form(
        question("wound", "attachment", "Vos photos ?", repeats=True), question("pain", "boolean", "Mal ?")
    )
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.look()
    await camille.tap("Remplir")
    await camille.answer(*ALL_IS_WELL)
    await camille.change("pansement")
    await camille.tap("Propre et sec", "Enregistrer et continuer après", "Continuer", "Envoyer")
    await town.do(people.follow, camille.account_id, wound)
    await town.later(seconds=1)
    await camille.say("/suivi")
    await camille.attach("photo", "a.jpg", photo())
    await camille.attach("photo", "b.jpg", photo("teal"), photo("gold"))
    await camille.tap(
        "Retirer la dernière", "C'est tout", "‹ Retour", "C'est tout", "Oui", "Envoyer", "Mes envois"
    )
    return [camille]


async def keeping(town: Town) -> list[Phone]:
    camille = await town.linked(CAMILLE)
    await camille.attach("photo", "a.jpg", photo())
    await camille.tap("Oui, le ranger", "C'est tout")
    await camille.answer(*papers.AS_PROPOSED)
    await camille.tap("Enregistrer", "L'ouvrir")
    await camille.say("/documents")
    await camille.tap("Ajouter un document", "✕ Arrêter", "Continuer", "✕ Arrêter", "Effacer")
    await camille.say("/documents")
    await camille.tap("Certificat", "Supprimer", "Oui, le supprimer", "Corbeille")
    return [camille]


async def authorising(town: Town) -> list[Phone]:
    camille = await town.linked(CAMILLE)
    await asyncio.to_thread(Shop(town.folder).of, (CLAIRE, LYON))
    await camille.say("/acteurs")
    await camille.tap("Autoriser un professionnel")
    await camille.say("martin")
    await camille.answer("Claire MARTIN", "Jusqu'à ce que je le retire")
    await camille.tap("Envoyer", "Mes acteurs", "Claire MARTIN", "Retirer l'accès", "Annuler")
    await camille.tap("‹ Mes acteurs", "Claire MARTIN", "Retirer l'accès", "Bloquer")
    return [camille]


async def sharing(town: Town) -> list[Phone]:
    nadia, thomas = await town.linked(NADIA), await town.linked(THOMAS)
    await town.do(open_carnet, nadia.account_id)
    await shared(town, nadia, thomas)
    await nadia.tap("Ouvrir le carnet", "Arrêter le partage", "Oui, arrêter")
    await share(nadia)
    await nadia.tap("Ouvrir le carnet", "Invitation", "La renvoyer", "Invitation", "Annuler l'invitation")
    await share(nadia)
    await thomas.look()
    await thomas.tap("Refuser")
    return [nadia, thomas]


async def changing(town: Town) -> list[Phone]:
    camille, other = await town.linked(CAMILLE), await town.phone(NEW)
    await change(camille, "Changer mon numéro")
    await camille.say("06 39 98 01 99")
    await camille.tap("Corriger le numéro")
    await camille.say(NEW.phone)
    await camille.say(await other.code())
    await camille.tap("Sécurité", "Menu", "Mon compte", "Préférences", "‹ Mon compte")
    return [camille, other]


async def leaving(town: Town) -> list[Phone]:
    camille = await town.linked(CAMILLE)
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await leave(camille)
    await come_back(camille)
    return [camille]


async def contacting(town: Town) -> list[Phone]:
    camille = await town.linked(CAMILLE)
    await write(camille, "Passer ›", f"Par e-mail : {CAMILLE.email}")
    await camille.tap("Menu", "Aide", "Menu")
    return [camille]


async def telling(town: Town) -> list[Phone]:
    camille = await town.linked(CAMILLE)
    await address(camille)
    await camille.say("/identite")
    await camille.tap("Personnes à prévenir", "Ajouter une personne")
    await camille.say("Marc", "Durand")
    await camille.answer("Conjoint ou conjointe", "06 39 98 00 77", "Envoyer")
    return [camille]


JOURNEYS = (
    linking, signing_in, filling_in, keeping, authorising, sharing, changing, leaving, contacting, telling,
)  # fmt: skip


async def lived(town: Town, journey: Callable[[Town], Awaitable[list[Phone]]]) -> list[str]:
    """Live a journey; returns what then stands in each chat, and what came by SMS and e-mail."""
    seen: list[str] = []
    for phone in await journey(town):
        await phone.look()
        letters = [CHANCE.sub("…", one.partition("\n")[0]) for one in await phone.mail()]
        seen += [*map(shown, phone.messages), *sorted(letters), f"{len(await phone.sms())} SMS"]
    return seen


def shown(message: Json) -> str:
    """Return the words and the buttons of a message, without what chance has made."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    labels = [button["text"] for row in rows for button in row]
    return CHANCE.sub("…", f"{words(message)} {labels}")


@pytest.mark.parametrize("journey", JOURNEYS)
async def test_a_second_tap_at_once_changes_nothing(
    journey: Callable[[Town], Awaitable[list[Phone]]],
    http: aiohttp.ClientSession,
    provided: Callable[[str], AbstractContextManager[str]],
    tmp_path: Path,
) -> None:
    seen = []
    for kind in (Town, Trembling):
        folder = tmp_path / kind.__name__
        folder.mkdir()
        async with Simulator() as sim:
            with provided("sqlite") as database:
                async with kind(sim, http, database, folder) as town:
                    seen.append(await lived(town, journey))
    assert seen[1] == seen[0]
