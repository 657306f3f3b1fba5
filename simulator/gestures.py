"""What people do on a phone, over HTTP: each POST is one gesture."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulator import attachments, handset
from simulator.handset import Impossible
from simulator.people import Person
from simulator.requests import Upload, json_object, refused
from simulator.world import WORLD, World

Json = dict[str, Any]
Gesture = Callable[[World, Person, Json], Any]


def routes() -> list[web.RouteDef]:
    """One address per gesture."""
    simple = [
        web.post(f"/phone/{{user_id:\\d+}}/{name}", _doing(gesture)) for name, gesture in GESTURES.items()
    ]
    return [*simple, web.post("/phone/{user_id:\\d+}/files", send_files)]


def person_of(request: web.Request) -> tuple[World, Person]:
    """Whose phone an address names; an HTTP 404 when nobody has that user id."""
    world = request.app[WORLD]
    person = world.people.get(int(request.match_info["user_id"]))
    if person is None:
        raise refused(web.HTTPNotFound, "nobody has this user id")
    return world, person


async def send_files(request: web.Request) -> web.Response:
    """Send what was attached: `files` (1 to 10), `as` photo or document, `caption`."""
    world, person = person_of(request)
    form = await request.post()
    parts = [part for part in form.getall("files", []) if isinstance(part, web.FileField)]
    uploads = [Upload(part.filename, part.file.read(), part.content_type) for part in parts]
    try:
        kind, caption = str(form.get("as", "photo")), str(form.get("caption", ""))
        sent = attachments.files(world, person, uploads, kind, caption)
    except Impossible as impossible:
        return web.json_response({"error": str(impossible)}, status=409)
    return web.json_response(sent)


def _doing(gesture: Gesture) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def do(request: web.Request) -> web.Response:
        world, person = person_of(request)
        try:
            done = gesture(world, person, await json_object(request))
        except Impossible as impossible:
            return web.json_response({"error": str(impossible)}, status=409)
        except KeyError as missing:
            return web.json_response({"error": f"{missing.args[0]} is missing"}, status=400)
        return web.json_response({"ok": True} if done is None else done)

    return do


GESTURES: dict[str, Gesture] = {
    "text": lambda world, who, given: handset.write(
        world, who, given["text"], given.get("reply_to_message_id")
    ),
    "start": lambda world, who, given: handset.start(world, who, given.get("payload") or ""),
    "tap": lambda world, who, given: {
        "callback_query_id": handset.tap(
            world, who, given["message_id"], given["data"], given.get("force", False)
        )
    },
    "inline": lambda world, who, given: {"inline_query_id": handset.inline(world, who, given["query"])},
    "choose": lambda world, who, given: handset.choose(world, who, given["result_id"]),
    "edit": lambda world, who, given: handset.edit(world, who, given["message_id"], given["text"]),
    "delete": lambda world, who, given: handset.delete(world, who, given["message_id"]),
    "block": lambda world, who, _: handset.block(world, who),
    "unblock": lambda world, who, _: handset.unblock(world, who),
    "voice": lambda world, who, given: attachments.voice(world, who, given.get("duration", 3)),
    "sticker": lambda world, who, given: attachments.sticker(world, who, given.get("emoji", "👍")),
    "location": lambda world, who, given: attachments.location(
        world, who, given["latitude"], given["longitude"]
    ),
    "contact": lambda world, who, given: attachments.contact(
        world, who, given.get("phone_number") or who.phone
    ),
    "clear": lambda world, who, _: handset.clear(world, who),
}
