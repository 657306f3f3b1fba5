"""The simulator's own switches, for tests and for the demo: what was called, faults, clock, raw updates."""

from typing import Any

from aiohttp import web

from simulator import schema
from simulator.requests import json_object
from simulator.world import WORLD, World

Json = dict[str, Any]


def routes() -> list[web.RouteDef]:
    """Every address under /control."""
    return [
        web.get("/control/calls", calls),
        web.post("/control/faults", add_fault),
        web.delete("/control/faults", clear_faults),
        web.get("/control/clock", clock),
        web.post("/control/clock", advance),
        web.post("/control/update", push_update),
        web.post("/control/latency", set_latency),
        web.post("/control/limits", set_limits),
        web.post("/control/fresh", wipe),
        web.get("/control/health", health),
    ]


async def calls(request: web.Request) -> web.Response:
    """The recorded calls after `since`, of one method and one chat when asked."""
    world, query = _world(request), request.query
    chat_id = int(query["chat_id"]) if "chat_id" in query else None
    return web.json_response(world.calls.since(int(query.get("since", 0)), query.get("method"), chat_id))


async def add_fault(request: web.Request) -> web.Response:
    """Something will go wrong."""
    try:
        fault = _world(request).faults.add(await json_object(request))
    except (TypeError, ValueError) as wrong:
        return web.json_response({"error": str(wrong)}, status=400)
    return web.json_response(vars(fault))


async def clear_faults(request: web.Request) -> web.Response:
    """Nothing goes wrong any more."""
    _world(request).faults.clear()
    return web.json_response({"ok": True})


async def clock(request: web.Request) -> web.Response:
    """What time the simulator believes it is."""
    return web.json_response({"now": _world(request).clock.now()})


async def advance(request: web.Request) -> web.Response:
    """Move the clock forward."""
    given = await json_object(request)
    return web.json_response({"now": _world(request).advance(float(given["advance"]))})


async def push_update(request: web.Request) -> web.Response:
    """Give the bot an update just as it is."""
    update: Json = await json_object(request)
    return web.json_response({"update_id": _world(request).push_raw(update)})


async def set_latency(request: web.Request) -> web.Response:
    """Answer every Bot API call so much later."""
    _world(request).latency = float((await json_object(request))["ms"]) / 1000
    return web.json_response({"ok": True})


async def set_limits(request: web.Request) -> web.Response:
    """Hold the bot to Telegram's pace, or not."""
    _world(request).flood.on = bool((await json_object(request))["on"])
    return web.json_response({"ok": True})


async def wipe(request: web.Request) -> web.Response:
    """Forget everything and everyone."""
    _world(request).wipe()
    return web.json_response({"ok": True})


async def health(request: web.Request) -> web.Response:
    """Answers once the Bot API can be served."""
    await schema.loaded()
    world = _world(request)
    return web.json_response({"ok": True, "pending": len(world.updates.pending), "now": world.clock.now()})


def _world(request: web.Request) -> World:
    return request.app[WORLD]
