"""The simulator's own switches, for tests and for the demo: what was called, faults, clock, raw updates."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

from simulator import schema
from simulator.requests import json_object, refused
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
    with _readable("since and chat_id are numbers"):
        since, chat_id = int(query.get("since", 0)), int(query["chat_id"]) if "chat_id" in query else None
    return web.json_response(world.calls.since(since, query.get("method"), chat_id))


async def add_fault(request: web.Request) -> web.Response:
    """Something will go wrong."""
    try:
        fault = _world(request).faults.add(await json_object(request))
    except ValueError as wrong:
        raise refused(web.HTTPBadRequest, str(wrong)) from None
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
    with _readable("advance is a number of seconds"):
        seconds = float(given["advance"])
    return web.json_response({"now": _world(request).advance(seconds)})


async def push_update(request: web.Request) -> web.Response:
    """Give the bot an update just as it is."""
    update: Json = await json_object(request)
    with _readable("an update has an update_id if you like, and one kind with its object"):
        return web.json_response({"update_id": _world(request).push_raw(update)})


async def set_latency(request: web.Request) -> web.Response:
    """Answer every Bot API call so much later."""
    given = await json_object(request)
    with _readable("ms is a number"):
        _world(request).latency = max(0.0, float(given["ms"]) / 1000)
    return web.json_response({"ok": True})


async def set_limits(request: web.Request) -> web.Response:
    """Hold the bot to Telegram's pace, or not."""
    given = await json_object(request)
    with _readable("on is true or false"):
        _world(request).flood.on = bool(given["on"])
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


@contextmanager
def _readable(wanted: str) -> Iterator[None]:
    """Answer 400 with what is wanted where something else was given."""
    try:
        yield
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        raise refused(web.HTTPBadRequest, wanted) from None


def _world(request: web.Request) -> World:
    return request.app[WORLD]
