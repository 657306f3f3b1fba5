"""The Bot API over HTTP: /bot{token}/{method}."""

import asyncio
import json
from typing import Any

from aiohttp import web

from simulator import schema
from simulator.connection import cut, send_half
from simulator.faults import Fault
from simulator.methods import METHODS, Method
from simulator.refusal import Refusal
from simulator.requests import parameters
from simulator.world import WORLD, World

Json = dict[str, Any]


async def answer(request: web.Request) -> web.StreamResponse:
    """One call: faults first, then the method, then Telegram's envelope."""
    world, name = request.app[WORLD], request.match_info["method"]
    try:
        if request.match_info["token"] != world.token:
            raise Refusal(401, "Unauthorized")
        given = await parameters(request)
    except Refusal as refusal:
        return _response(refusal.code, refusal.envelope())
    chat_id = chat_of(world, given)
    fault = world.faults.take("api", name, chat_id)
    if broken := await _disturbed(request, world, fault):
        return broken
    if fault and fault.kind == "duplicate":
        await call(world, name, given, chat_id)
    code, envelope = await call(world, name, given, chat_id, fault.refusal() if fault else None)
    if fault and fault.kind == "half":
        return await send_half(request, json.dumps(envelope).encode())
    return _response(code, envelope)


async def nowhere(request: web.Request) -> web.StreamResponse:  # noqa: ARG001 - the shape of every handler
    """A path of the Bot API that names no method."""
    return _response(404, Refusal(404, "Not Found").envelope())


async def download(request: web.Request) -> web.StreamResponse:
    """The bytes of a file, at the file_path that getFile gave; faults call this method "file"."""
    world = request.app[WORLD]
    fault = world.faults.take("api", "file")
    if broken := await _disturbed(request, world, fault):
        return broken
    try:
        if request.match_info["token"] != world.token:
            raise Refusal(401, "Unauthorized")
        if fault and (refusal := fault.refusal()):
            raise refusal
        content = world.files.content(request.match_info["path"])
    except KeyError:
        return _response(404, Refusal(404, "Not Found").envelope())
    except Refusal as refusal:
        return _response(refusal.code, refusal.envelope())
    if fault and fault.kind == "half":
        return await send_half(request, content)
    return web.Response(body=content, content_type="application/octet-stream")


async def _disturbed(request: web.Request, world: World, fault: Fault | None) -> web.Response | None:
    """Wait as long as the network takes today; the broken connection, when it breaks before the deed."""
    if wait := world.latency + (fault.delay if fault and fault.kind == "slow" else 0):
        await asyncio.sleep(wait)
    return cut(request) if fault and fault.kind in {"close", "down"} else None


async def call(
    world: World, name: str, given: Json, chat_id: int | None, refusal: Refusal | None = None
) -> tuple[int, Json]:
    """Do what a method does, and record it; the HTTP status and the envelope."""
    record = world.calls.begin(world.clock.now(), name, given, chat_id)
    params = given
    try:
        if refusal is not None:
            raise refusal
        await schema.loaded()
        params = schema.check(name.lower(), given)
        if refusal := world.flood.refusal(name.lower(), chat_id, params):
            raise refusal
        result = await _method(name)(world, params)
    except Refusal as refused:
        world.calls.end(record, params, ok=False, error=refused.envelope())
        return refused.code, refused.envelope()
    result = dict(result) if isinstance(result, dict) else result  # a message may change after this answer
    world.calls.end(record, params, ok=True, result=result)
    return 200, {"ok": True, "result": result}


def _method(name: str) -> Method:
    method = METHODS.get(name.lower())
    if method is None:
        raise Refusal(501, f"Not Implemented: the simulator has no {name}")
    return method


def chat_of(world: World, given: Json) -> int | None:
    """Which chat a call is about: named, or that of the tap it answers."""
    if query := given.get("callback_query_id"):
        return world.taps.user_of(str(query))
    try:
        return int(given.get("chat_id") or 0) or None
    except (TypeError, ValueError):
        return None


def _response(code: int, envelope: Json) -> web.Response:
    headers = {}
    if "parameters" in envelope:
        headers["Retry-After"] = str(envelope["parameters"]["retry_after"])
    body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(status=code, body=body, content_type="application/json", headers=headers)
