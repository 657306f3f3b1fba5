"""What is secret or personal: gone from the chat at once, never in clear on the disk, never in the log."""

import base64
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import carnets, emergencies
from portal.authorisations import patient_record
from portal.work import Work
from tests.handlers import neighbours
from tests.journeys import papers, people, shelf, test_contact_us
from tests.journeys.forms import ALL_IS_WELL
from tests.journeys.people import CAMILLE, PASSWORD, Person
from tests.journeys.phone import Phone
from tests.journeys.town import Town
from tests.pictures import photo

CANARY = "zibeline"  # in every field there is
ZIBELINE = Person(710007, "Zibeline", "zibeline.durand@example.org", "+33639980107")
THE_OTHER_S = "zibeline.autre@example.org"
# No shorter than they are ever written: eight digits stand among random ones once in a hundred thousand times.
PHONES = ("33639980107", "0639980107", "6 39 98 01 07", "33639980077", "0639980077", "6 39 98 00 77")
SECRETS = (CANARY, THE_OTHER_S, PASSWORD, *PHONES)
WRITTEN = {
    "accounts.email", "carnet_invitations.email", "carnets.first_name", "documents.title", "emergencies.reasons",
    "identities.first_name", "inbox.payload", "particulars.sealed", "people_to_notify.sealed", "responses.sealed",
}  # fmt: skip


async def lived(town: Town, phone: Phone) -> list[str]:
    """Do what there is to do once, with the canary wherever something is written; returns the codes she typed."""
    await phone.start(await town.do(people.invite, ZIBELINE))
    await phone.tap("J'accepte")
    await phone.say(ZIBELINE.email, PASSWORD)
    codes = [await phone.code()]
    await phone.tap("Je ne reçois pas mon code")
    for minutes in (1, 2, 3):
        await town.later(minutes=minutes)
        await phone.tap("Le renvoyer par SMS")
        codes.append(await phone.code())
        if codes[-2] != codes[-1]:
            await phone.say(codes[-2])  # worth nothing any more
    await phone.say(codes[-1])
    assert "C'est fait" in phone.last
    phone.account_id = await town.do(people.find, ZIBELINE)
    await town.do(people.follow, phone.account_id)
    await town.later(seconds=1)
    await phone.say("/suivi")
    await phone.answer(*ALL_IS_WELL[:-1], f"une {CANARY}", "Envoyer")
    await papers.begin(phone)
    await phone.attach("document", f"{CANARY}.jpg", photo())
    await papers.gone_on(phone, "Certificat", f"Certificat {CANARY}", "Aujourd'hui", "Oui")
    await phone.tap("Enregistrer")
    await test_contact_us.begin(phone)
    await phone.answer(
        "Un document", f"Où est ma {CANARY} ?", "Passer ›", f"Par e-mail : {ZIBELINE.email}", "Envoyer"
    )
    await phone.say("/identite")
    await phone.tap("Personnes à prévenir", "Ajouter une personne")
    await phone.say(CANARY, CANARY)
    await phone.answer("Conjoint ou conjointe", "06 39 98 00 77", "Envoyer")
    await phone.say("/identite")
    await phone.tap("Coordonnées", "Adresse postale")
    await phone.answer(
        "France, outre-mer compris", f"12 rue {CANARY}", "Passer ›", "75 011", "Paris", "Enregistrer"
    )
    await phone.say(f"/annuler {CANARY}", f"comment {CANARY} un document {CANARY} ?")
    await town.do(_written_by_others, phone.account_id)
    await phone.say("/carnets")
    await phone.type_inline(CANARY)
    await phone.say("/suivi")
    return codes


def _written_by_others(work: Work, account_id: str) -> None:
    """A carnet with an invitation, and an emergency with its reason."""
    record = papers.open_carnet(work, account_id, CANARY.title())
    me = neighbours.linked_as(work, ZIBELINE.user_id)
    access = neighbours.holding(work, me, record)
    assert not isinstance(carnets.inviting.invite(work, me, access, THE_OTHER_S), carnets.CarnetUnknown)
    opened = emergencies.open_record(
        work, shelf.doctor(work).id, patient_record(account_id), f"Malaise, {CANARY}."
    )
    assert isinstance(opened, emergencies.Opened)


async def broken(town: Town) -> None:
    """What she writes cannot be worked on; what is sent to her is refused by everybody, in words that quote it."""
    chat = {"id": ZIBELINE.user_id, "type": "private"}
    unreadable = {"message_id": 999, "chat": chat, "date": 0, "entities": 5, "text": CANARY,
                  "from": {"id": ZIBELINE.user_id, "is_bot": False, "first_name": CANARY}}  # fmt: skip
    async with town.http.post(f"{town.sim.url}/control/update", json={"message": unreadable}):
        pass
    await town.fault(
        "api", "400", method="sendMessage", description=f'Bad Request: unsupported start tag "{CANARY}"'
    )
    await town.fault("sms", "500")
    await town.fault("smtp", "400")
    for _ in range(4):
        await town.later(seconds=4)


def processes() -> Iterator[str]:
    """What anybody on this machine may read of us and of our children: how each was started."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = (place / "stat").read_text().rpartition(")")[2].split()[1]
            if str(os.getpid()) in (place.name, parent):
                yield (place / "cmdline").read_text()
        except OSError:
            continue


def stored(town: Town, database: str) -> bytes:
    """All that is on the disk, as it lies there, the write-ahead log too; and every value of every table."""
    file = Path(database.removeprefix("sqlite:///"))
    places = {*town.folder.rglob("*"), *file.parent.glob(f"{file.name}*")}
    assert file in places
    files = b"".join(one.read_bytes() for one in places if one.is_file())
    rows = neighbours.rows(town.app.workroom).values()
    return files + b"".join(
        bytes(part, "utf-8") for table in rows for row in table for part in neighbours.spelled(row)
    )


def forms(secret: str) -> set[str]:
    """How a secret may stand somewhere: as it is, or in an encoding that anybody reads."""
    whole = len(secret.encode()) // 3 * 4  # of the letters of base64: those that what follows does not change
    written = {secret, secret.encode().hex(), base64.b64encode(secret.encode())[:whole].decode()}
    return {one.lower() for one in written}


async def test_what_is_secret_or_personal_stands_nowhere_in_clear(
    log: io.StringIO, town: Town, database: str
):
    codes = await lived(town, await town.phone(ZIBELINE))
    await broken(town)
    held = {one.name for one, *_ in await town.do(neighbours.holding_words, CANARY)}
    assert held >= WRITTEN
    async with town.http.get(f"{town.page}/metrics") as answer:
        metrics = await answer.text()
    everywhere = {
        "disk": stored(town, database),
        "log": log.getvalue(),
        "metrics": metrics,
        "processes": "".join(processes()),
    }
    assert "update_failed" in log.getvalue()
    assert "telegram_refused" in log.getvalue()
    for where, found in everywhere.items():
        seen = (found.decode("latin-1") if isinstance(found, bytes) else found).lower()
        assert [one for one in SECRETS if any(form in seen for form in forms(one))] == [], where
        # Among thousands of random digits, six are those of a code one time in hundreds; those of four codes, never.
        assert not all(any(form in seen for form in forms(code)) for code in codes), where


async def test_a_password_leaves_the_chat_even_when_its_update_cannot_be_worked_on(town: Town):
    """An update that no version of the library can read, in the middle of linking: it is set aside."""
    camille = await town.phone(CAMILLE)
    await camille.start(await town.do(people.invite, CAMILLE))
    await camille.tap("J'accepte")
    await camille.say(CAMILLE.email)
    unreadable = {"message_id": 999, "chat": {"id": CAMILLE.user_id, "type": "private"}, "date": 0, "entities": 5,
                  "text": PASSWORD, "from": {"id": CAMILLE.user_id, "is_bot": False, "first_name": "Camille"}}  # fmt: skip
    async with town.http.post(f"{town.sim.url}/control/update", json={"message": unreadable}):
        for _ in range(4):
            await town.later(seconds=4)
    await camille.look()
    assert "Un problème est survenu" in camille.last
    assert (await town.calls("deleteMessage"))[-1]["params"]["message_id"] == 999
    await camille.say(PASSWORD)
    assert "code à 6 chiffres" in camille.everything


@pytest.mark.parametrize(
    "typed", ["{secret}", "Zibeline42?", "{email} {secret}", "mon mot de passe est {secret}"]
)
async def test_a_password_that_comes_too_early_leaves_the_chat_at_once(town: Town, typed: str):
    camille = await town.phone(CAMILLE)
    await camille.start(await town.do(people.invite, CAMILLE))
    typed = typed.format(secret=PASSWORD, email=CAMILLE.email)
    await camille.say(typed)
    assert camille.said == ["/start " + camille.start_payload]
    assert "Acceptez-vous" in camille.last
    await camille.tap("J'accepte")
    await camille.say(typed)
    assert camille.said == ["/start " + camille.start_payload]


async def test_a_question_that_comes_instead_of_the_answer_stays(town: Town):
    camille = await town.phone(CAMILLE)
    await camille.start(await town.do(people.invite, CAMILLE))
    asked = ("c'est quoi ce robot ?", "bonjour", "je suis d'accord")
    await camille.say(*asked)
    assert set(asked) <= set(camille.said)


async def test_messages_with_health_in_them_cannot_be_forwarded(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    assert camille.said_by_bot[-1].get("has_protected_content")
