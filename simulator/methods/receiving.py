"""How the bot gets its updates."""

from typing import Any

from simulator.limits import POLL_SECONDS, UPDATES_AT_ONCE
from simulator.world import World

Json = dict[str, Any]


async def get_updates(world: World, params: Json) -> list[Json]:
    """The next updates, waiting for the first when asked to."""
    if "allowed_updates" in params:
        world.updates.allow(params["allowed_updates"])
    limit = min(max(params.get("limit", UPDATES_AT_ONCE), 1), UPDATES_AT_ONCE)
    seconds = min(max(params.get("timeout", 0), 0), POLL_SECONDS)
    found = await world.poller.poll(params.get("offset", 0), limit, seconds)
    for pending in found:
        world.updates.on_fetched(pending)
    return [pending.update() for pending in found]


async def get_me(world: World, params: Json) -> Json:  # noqa: ARG001 - the shape of every method
    """Who the bot is."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
    return {**world.bot, **abilities, "can_connect_to_business": False, "has_main_web_app": False}


METHODS = {"getUpdates": get_updates, "getMe": get_me}
