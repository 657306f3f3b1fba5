"""How the bot presents itself on Telegram."""

from dataclasses import replace

import pytest

from bot.faces import profiles
from bot.profile import Profile, present
from bot.transport import BotApi
from locales import LANGUAGES
from tests.bot.conftest import Server

FRENCH = Profile("MaSanté", "Votre portail", "Portail", (("menu", "Le menu"), ("aide", "De l'aide")))
ENGLISH = Profile("MaSanté", "Your portal", "Portal", (("menu", "The menu"),))
BOTH = {"fr": FRENCH, "en": ENGLISH}


def told(server: Server) -> list[tuple[str, str | None]]:
    return [(path.rpartition("/")[2], fields.get("language_code")) for path, _, fields in server.asked]


async def test_each_language_and_all_others_get_their_profile(server: Server, api: BotApi) -> None:
    await present(api, BOTH, "fr")
    methods = ("setMyCommands", "setMyName", "setMyDescription", "setMyShortDescription")
    assert told(server) == [(method, language) for language in (None, "fr", "en") for method in methods]
    _, _, fields = server.asked[0]
    assert fields["commands"][0] == {"command": "menu", "description": "Le menu"}
    assert fields["scope"] == {"type": "all_private_chats"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bots_face_fits_telegrams_limits(language: str) -> None:
    face = profiles("fr")[language]
    assert len(face.name) <= 64
    assert len(face.description) <= 512
    assert len(face.short_description) <= 120
    assert all(3 <= len(what) <= 256 for _name, what in face.commands)


async def test_what_has_not_changed_is_not_told_again(server: Server, api: BotApi) -> None:
    known = await present(api, BOTH, "fr")
    server.asked.clear()
    changed = BOTH | {"en": replace(ENGLISH, description="Your own portal")}
    assert await present(api, BOTH, "fr", known) == known
    await present(api, changed, "fr", known)
    assert told(server) == [("setMyDescription", "en")]


async def test_a_refusal_stops_nothing_and_is_tried_next_time(server: Server, api: BotApi) -> None:
    server.refuses(429, "Too Many Requests: retry after 40000", retry_after=40000)
    known = await present(api, BOTH, "fr")
    assert len(server.asked) == 12
    server.asked.clear()
    await present(api, BOTH, "fr", known)
    assert told(server) == [("setMyCommands", None)]


async def test_another_bot_is_told_everything(server: Server, api: BotApi) -> None:
    known = await present(api, BOTH, "fr")
    api.bot = "another"
    server.asked.clear()
    await present(api, BOTH, "fr", known)
    assert len(server.asked) == 12
