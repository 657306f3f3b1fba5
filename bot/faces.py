"""The face of the bot on Telegram, in each language: name, descriptions, menu of commands."""

import asyncio

from bot.profile import Profile
from handlers import SCREENS
from locales import LANGUAGES, Words, _
from locales.saying import Reader, say

DESCRIPTION = _(
    "MaSanté links you with your care team. Fill in your follow-up, be reminded, find your account. "
    "Your care team invites you by e-mail. In an emergency, call 15 (or 112)."
)
SHORT = _("Your link with your care team. In an emergency: 15 or 112.")


def profiles(default: str) -> dict[str, Profile]:
    """Return the bot's face in every language; French names its commands in French, the others in English."""
    return {code: _face(code) for code in (default, *LANGUAGES)}


async def faces(default: str) -> dict[str, Profile]:
    """Return all of it beside everything else: the first words in each language, for which its catalogue is read."""
    return await asyncio.to_thread(profiles, default)


def _face(code: str) -> Profile:
    def said(words: Words) -> str:
        return say(words, Reader(code))

    listed = [screen for screen in SCREENS.values() if screen.commands]
    commands = tuple((s.commands[0] if code == "fr" else s.commands[-1], said(s.description)) for s in listed)
    return Profile("MaSanté", said(DESCRIPTION), said(SHORT), commands)
