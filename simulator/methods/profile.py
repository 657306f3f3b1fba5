"""What people see of the bot before they write: its names, its descriptions, its commands."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from simulator.limits import BOT_DESCRIPTION, BOT_NAME, BOT_SHORT_DESCRIPTION, COMMAND_DESCRIPTION, COMMANDS
from simulator.refusal import bad_request
from simulator.world import World

Json = dict[str, Any]
Method = Callable[[World, Json], Coroutine[Any, Any, Any]]

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")


async def set_my_commands(world: World, params: Json) -> bool:
    """The menu of commands for a scope and a language."""
    commands = [_command(given) for given in params.get("commands", [])]
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    _keep_commands(world, params, commands)
    return True


async def delete_my_commands(world: World, params: Json) -> bool:
    """No commands of its own for this scope and language: the wider ones show again."""
    _keep_commands(world, params, [])
    return True


async def get_my_commands(world: World, params: Json) -> list[Json]:
    """The commands of exactly this scope and language."""
    return list(world.profile.get(_scope(params), _language(params), []))


async def set_chat_menu_button(world: World, params: Json) -> bool:
    """What the button beside the text box opens."""
    world.profile.put(
        "menu_button", str(params.get("chat_id", "")), params.get("menu_button", {"type": "default"})
    )
    return True


async def get_chat_menu_button(world: World, params: Json) -> Json:
    """What the button beside the text box opens."""
    usual = world.profile.get("menu_button", "", {"type": "commands"})
    return dict(world.profile.get("menu_button", str(params.get("chat_id", "")), usual))


def _setter(field: str, longest: int) -> Method:
    async def set_text(world: World, params: Json) -> bool:
        """Set a text of the bot for one language; empty takes it away."""
        given = params.get(field, "")
        if len(given) > longest:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile.put(field, _language(params), given)
        world.tell_everyone("commands")
        return True

    return set_text


def _getter(field: str) -> Method:
    async def get_text(world: World, params: Json) -> Json:
        """The text people with this language see."""
        usual = world.bot["first_name"] if field == "name" else ""
        return {field: world.profile.said(field, _language(params)) or usual}

    return get_text


def _keep_commands(world: World, params: Json, commands: list[Json]) -> None:
    world.profile.put(_scope(params), _language(params), commands)
    world.tell_everyone("commands")


def _command(given: Json) -> Json:
    command = given["command"].strip().removeprefix("/")
    description = given["description"].strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {COMMAND_DESCRIPTION}")
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _scope(params: Json) -> str:
    scope = params.get("scope") or {"type": "default"}
    inside = [str(scope[name]) for name in ("chat_id", "user_id") if name in scope]
    return " ".join(["commands", scope["type"], *inside])


def _language(params: Json) -> str:
    code = str(params.get("language_code", ""))
    if not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


METHODS: dict[str, Method] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyName": _setter("name", BOT_NAME),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", BOT_DESCRIPTION),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", BOT_SHORT_DESCRIPTION),
    "getMyShortDescription": _getter("short_description"),
}
