"""How the bot presents itself on Telegram, in each language: name, descriptions, menu of commands."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.transport import BotApi

log = structlog.get_logger(__name__)

SCOPE = {"type": "all_private_chats"}


@dataclass(frozen=True)
class Profile:
    """One language's face: name (1 to 64 characters), description (to 512), short one (to 120), commands."""

    name: str
    description: str
    short_description: str
    commands: tuple[tuple[str, str], ...]


async def present(api: BotApi, profiles: Mapping[str, Profile], default: str, known: str = "") -> str:
    """Tell Telegram what has changed since `known`; the `default` profile also serves every other language.

    Returns what to give as `known` next time. Names may be changed only a few times a day: a refusal is
    logged, tried again next time, and stops nothing.
    """
    done = []
    for method, fields in _calls(profiles, default):
        digest = hashlib.sha256(json.dumps([api.bot, method, fields]).encode()).hexdigest()[:16]
        if digest in known.split() or await _told(api, method, fields):
            done.append(digest)
    return " ".join(done)


def _calls(profiles: Mapping[str, Profile], default: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for code, profile in {"": profiles[default], **profiles}.items():
        language = {"language_code": code} if code else {}
        commands = [{"command": name, "description": what} for name, what in profile.commands]
        yield "setMyCommands", {"commands": commands, "scope": SCOPE, **language}
        yield "setMyName", {"name": profile.name, **language}
        yield "setMyDescription", {"description": profile.description, **language}
        yield "setMyShortDescription", {"short_description": profile.short_description, **language}


async def _told(api: BotApi, method: str, fields: dict[str, Any]) -> bool:
    try:
        await api.call(method, **fields)
    except TelegramError as error:
        log.warning("profile_not_set", method=method, error=type(error).__name__)
        return False
    return True
