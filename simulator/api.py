"""The Bot API over HTTP: /bot{token}/{method}."""

import asyncio
import json
from typing import Any

from aiohttp import web

from simulator import schema
from simulator.connection import cut, send_half
from simulator.methods import METHODS, Method
from simulator.refusal import Refusal
from simulator.requests import parameters
from simulator.world import WORLD, World

Json = dict[str, Any]


async def answer(request: web.Request) -> web.StreamResponse:
    """One call: faults first, then the method, then Telegram's envelope."""
    world = request.app[WORLD]
    name = request.match_info["method"]
    if world.latency:
        await asyncio.sleep(world.latency)
    try:
        if request.match_info["token"] != world.token:
            raise Refusal(401, "Unauthorized")
        given = await parameters(request)
    except Refusal as refusal:
        return _response(refusal.code, refusal.envelope())
    return await _with_faults(request, world, name, given)


async def _with_faults(request: web.Request, world: World, name: str, given: Json) -> web.StreamResponse:
    chat_id = _chat_id(world, given)
    fault = world.faults.take("api", name, chat_id)
    kind = fault.kind if fault else ""
    if kind in {"close", "down"}:
        return cut(request)
    if fault and kind == "slow":
        await asyncio.sleep(fault.delay)
    if kind == "duplicate":
        await call(world, name, given, chat_id)
    code, envelope = await call(world, name, given, chat_id, fault.refusal() if fault else None)
    if kind == "half":
        return await send_half(request, json.dumps(envelope).encode())
    return _response(code, envelope)


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


def _chat_id(world: World, given: Json) -> int | None:
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
