"""How the bot gets its updates."""

from typing import Any

from simulator.limits import POLL_SECONDS, UPDATES_AT_ONCE, WEBHOOK_CONNECTIONS
from simulator.polling import WEBHOOK_IS_SET, WEBHOOK_WAS_SET
from simulator.refusal import conflict
from simulator.world import World

Json = dict[str, Any]

SHUFFLES = frozenset({"duplicate", "reorder"})  # faults of delivery that a poll can show


async def get_updates(world: World, params: Json) -> list[Json]:
    """The next updates, waiting for the first when asked to."""
    if world.webhook.settings.url:
        raise conflict(WEBHOOK_IS_SET)
    if "allowed_updates" in params:
        world.updates.allow(params["allowed_updates"])
    limit = min(max(params.get("limit", UPDATES_AT_ONCE), 1), UPDATES_AT_ONCE)
    seconds = min(max(params.get("timeout", 0), 0), POLL_SECONDS)
    found = await world.poller.poll(params.get("offset", 0), limit, seconds)
    for pending in found:
        world.fetched(pending)
    fault = world.faults.take("webhook", kinds=SHUFFLES) if found else None
    if fault:
        found = [*found, *found] if fault.kind == "duplicate" else found[::-1]
    return [pending.update() for pending in found]


async def get_me(world: World, params: Json) -> Json:  # noqa: ARG001 - the shape of every method
    """Who the bot is."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
    }
    return {**world.bot, **abilities, "can_connect_to_business": False, "has_main_web_app": False}


async def set_webhook(world: World, params: Json) -> bool:
    """Have updates delivered to an address; none, and the bot asks for them again."""
    connections = params.get("max_connections", WEBHOOK_CONNECTIONS[2])
    world.webhook.set(params.get("url", ""), params.get("secret_token", ""), connections)
    if world.webhook.settings.url:
        world.poller.abort(WEBHOOK_WAS_SET)
    if "allowed_updates" in params:
        world.updates.allow(params["allowed_updates"])
    if params.get("drop_pending_updates"):
        world.updates.clear()
    return True


async def delete_webhook(world: World, params: Json) -> bool:
    """Back to long polling."""
    return await set_webhook(world, {"drop_pending_updates": params.get("drop_pending_updates", False)})


async def get_webhook_info(world: World, params: Json) -> Json:  # noqa: ARG001 - the shape of every method
    """Where updates go, how many wait, and what went wrong last."""
    settings = world.webhook.settings
    info: Json = {"url": settings.url, "has_custom_certificate": False}
    info["pending_update_count"] = sum(1 for _ in world.updates.live())
    if settings.last_error_date:
        info |= {
            "last_error_date": settings.last_error_date,
            "last_error_message": settings.last_error_message,
        }
    if settings.url:
        info |= {"max_connections": settings.max_connections, "ip_address": "127.0.0.1"}
    return info | ({"allowed_updates": world.updates.allowed} if world.updates.allowed else {})


async def accept(world: World, params: Json) -> bool:  # noqa: ARG001 - the shape of every method
    """Say yes: there is one server only, to close or to log out of."""
    return True


METHODS = {
    "getUpdates": get_updates,
    "getMe": get_me,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": accept,
    "close": accept,
}
