"""The SMS gateway: POST {"to", "text"}, as the bot would call a real one."""

import asyncio

from aiohttp import web

from simulator.connection import cut
from simulator.world import WORLD


async def receive(request: web.Request) -> web.StreamResponse:
    """Take an SMS; 202 when it is on its way, 400 when it makes no sense."""
    world = request.app[WORLD]
    fault = world.faults.take("sms")
    if fault and fault.kind in {"close", "down"}:
        return cut(request)
    if fault and fault.kind == "slow":
        await asyncio.sleep(fault.delay)
    if fault and (refusal := fault.refusal()):
        headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
        return web.json_response({"error": refusal.description}, status=refusal.code, headers=headers)
    try:
        sms = await request.json()
        to, text = sms["to"], sms["text"]
    except (ValueError, KeyError, TypeError):
        return web.json_response({"error": "to and text are required"}, status=400)
    if not str(to).startswith("+") or not text:
        return web.json_response({"error": "to is an international number, text is not empty"}, status=400)
    for _ in range(2 if fault and fault.kind == "duplicate" else 1):
        taken = world.inboxes.add_sms(str(to), str(text))
    return (
        cut(request) if fault and fault.kind == "half" else web.json_response({"id": taken["id"]}, status=202)
    )
