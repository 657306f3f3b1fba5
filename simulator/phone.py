"""The phones over HTTP: what the page shows, and what people do on it."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulator import attachments, handset
from simulator.handset import Impossible
from simulator.people import Person
from simulator.requests import Upload
from simulator.world import WORLD, World

Json = dict[str, Any]
Action = Callable[[World, Person, Json], Any]

TYPING_SECONDS = 5


def routes() -> list[web.RouteDef]:
    """Every address under /phone."""
    actions = [
        web.post(f"/phone/{{user_id:\\d+}}/{name}", _acting(action)) for name, action in ACTIONS.items()
    ]
    return [
        web.get("/phone/people", people),
        web.put("/phone/people/{user_id:\\d+}", upsert),
        web.get("/phone/sms", sms_of_anyone),
        web.get("/phone/mail", mail_of_anyone),
        web.get("/phone/{user_id:\\d+}/chat", chat),
        web.get("/phone/{user_id:\\d+}/events", events),
        web.get("/phone/{user_id:\\d+}/sms", sms),
        web.get("/phone/{user_id:\\d+}/mail", mail),
        web.get("/phone/{user_id:\\d+}/file/{file_id}", file),
        web.post("/phone/{user_id:\\d+}/files", send_files),
        *actions,
    ]


async def people(request: web.Request) -> web.Response:
    """Who can be chosen on the page."""
    world = request.app[WORLD]
    return web.json_response([_shown(world, person) for person in world.people])


async def upsert(request: web.Request) -> web.Response:
    """Add or change a person."""
    world = request.app[WORLD]
    given = await _json(request)
    return web.json_response(_shown(world, world.people.upsert(int(request.match_info["user_id"]), given)))


async def chat(request: web.Request) -> web.Response:
    """The whole chat, and what stands around it."""
    world, person = _person(request)
    typing = world.typing.get(person.user_id, 0) + TYPING_SECONDS > world.clock.now()
    return web.json_response(
        {
            "messages": [entry.shown() for entry in world.chats.of(person.user_id)],
            "commands": world.profile.commands_for(person.user_id, person.language_code),
            "bot": world.profile.shown_to(person.language_code),
            "blocked": person.blocked,
            "typing": typing,
            "started": person.started,
        }
    )


async def events(request: web.Request) -> web.StreamResponse:
    """What happens on this phone, as Server-Sent Events."""
    world, person = _person(request)
    return await world.events.stream(request, person.user_id)


async def sms(request: web.Request) -> web.Response:
    """The SMS of a person; they count as seen."""
    world, person = _person(request)
    found = world.inboxes.sms_to(person.phone) if person.phone else []
    person.seen_sms = len(found)
    world.people.keep(person)
    return web.json_response(found)


async def mail(request: web.Request) -> web.Response:
    """The e-mails of a person; they count as seen."""
    world, person = _person(request)
    found = world.inboxes.mail_to(person.email) if person.email else []
    person.seen_mail = len(found)
    world.people.keep(person)
    return web.json_response(found)


async def file(request: web.Request) -> web.Response:
    """A picture or document of the chat, for the page, which knows no token."""
    world, _ = _person(request)
    found = world.files.get(request.match_info["file_id"])
    if found is None:
        raise web.HTTPNotFound(text='{"error": "there is no such file"}', content_type="application/json")
    mime = found.mime or ("image/jpeg" if found.kind == "photo" else "application/octet-stream")
    headers = {
        "Content-Type": mime,
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=world.files.content(found.path), headers=headers)


async def send_files(request: web.Request) -> web.Response:
    """Send what was attached: `files` (1 to 10), `as` photo or document, `caption`."""
    world, person = _person(request)
    form = await request.post()
    parts = [part for part in form.getall("files", []) if isinstance(part, web.FileField)]
    uploads = [Upload(part.filename, part.file.read(), part.content_type) for part in parts]
    try:
        sent = attachments.files(
            world, person, uploads, str(form.get("as", "photo")), str(form.get("caption", ""))
        )
    except Impossible as impossible:
        return web.json_response({"error": str(impossible)}, status=409)
    return web.json_response(sent)


async def sms_of_anyone(request: web.Request) -> web.Response:
    """The SMS to a number, or all of them."""
    inboxes = request.app[WORLD].inboxes
    return web.json_response(inboxes.sms_to(request.query["to"]) if "to" in request.query else inboxes.sms)


async def mail_of_anyone(request: web.Request) -> web.Response:
    """The e-mails to an address, or all of them."""
    inboxes = request.app[WORLD].inboxes
    return web.json_response(inboxes.mail_to(request.query["to"]) if "to" in request.query else inboxes.mail)


ACTIONS: dict[str, Action] = {
    "text": lambda world, who, given: handset.write(
        world, who, given["text"], given.get("reply_to_message_id")
    ),
    "start": lambda world, who, given: handset.start(world, who, given.get("payload") or ""),
    "tap": lambda world, who, given: {
        "callback_query_id": handset.tap(
            world, who, given["message_id"], given["data"], given.get("force", False)
        )
    },
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


def _acting(action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def act(request: web.Request) -> web.Response:
        world, person = _person(request)
        try:
            done = action(world, person, await _json(request))
        except Impossible as impossible:
            return web.json_response({"error": str(impossible)}, status=409)
        except KeyError as missing:
            return web.json_response({"error": f"{missing.args[0]} is missing"}, status=400)
        return web.json_response({"ok": True} if done is None else done)

    return act


def _person(request: web.Request) -> tuple[World, Person]:
    world = request.app[WORLD]
    person = world.people.get(int(request.match_info["user_id"]))
    if person is None:
        raise web.HTTPNotFound(text='{"error": "nobody has this user id"}', content_type="application/json")
    return world, person


async def _json(request: web.Request) -> Json:
    try:
        given = await request.json() if request.can_read_body else {}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise web.HTTPBadRequest(
            text='{"error": "a JSON object is expected"}', content_type="application/json"
        )
    return given


def _shown(world: World, person: Person) -> Json:
    names = (
        "user_id",
        "first_name",
        "last_name",
        "username",
        "language_code",
        "phone",
        "email",
        "role",
        "hints",
    )
    return {**{name: getattr(person, name) for name in names}, "unread": world.inboxes.unread(person)}
