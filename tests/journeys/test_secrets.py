"""What is secret or personal: gone from the chat at once, never in clear on the disk, never in the log."""

import io

from tests.journeys import people
from tests.journeys.forms import ALL_IS_WELL
from tests.journeys.people import CAMILLE, PASSWORD
from tests.journeys.phone import Phone
from tests.journeys.town import Town

CANARY = "le-canari-chante-la-nuit"


async def test_nothing_secret_or_personal_is_on_the_disk_or_in_the_log(
    log: io.StringIO, town: Town, database: str
):
    camille = await town.phone(CAMILLE)
    await camille.start(await town.do(people.invite, CAMILLE))
    await camille.tap("J'accepte")
    await camille.say(CAMILLE.email, PASSWORD)
    code = await camille.code()
    await camille.say(code)
    account_id = await town.do(people.find, CAMILLE)
    await town.do(people.follow, account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    await camille.answer(*ALL_IS_WELL[:-1], CANARY, "Envoyer")
    await camille.say(f"/annuler {CANARY}", CANARY)
    files = "".join(path.read_bytes().decode("latin-1") for path in town.folder.rglob("*") if path.is_file())
    hers = (CAMILLE.email, "camille.durand", CAMILLE.phone, CAMILLE.phone[3:], "Camille", "Durand")
    for secret in (PASSWORD, code, CANARY, *hers):
        assert secret not in files
        assert secret not in log.getvalue()


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


async def test_messages_with_health_in_them_cannot_be_forwarded(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    assert camille.said_by_bot[-1].get("has_protected_content")
