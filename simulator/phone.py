"""The phones over HTTP: what the page shows."""

from typing import Any

from aiohttp import web

from simulator.gestures import person_of
from simulator.people import Person
from simulator.requests import json_object, refused
from simulator.world import WORLD, World

Json = dict[str, Any]

TYPING_SECONDS = 5


def routes() -> list[web.RouteDef]:
    """Every address under /phone that only looks."""
    return [
        web.get("/phone/people", people),
        web.put("/phone/people/{user_id:\\d+}", upsert),
        web.get("/phone/sms", sms_of_anyone),
        web.get("/phone/mail", mail_of_anyone),
        web.get("/phone/{user_id:\\d+}/chat", chat),
        web.get("/phone/{user_id:\\d+}/events", events),
        web.get("/phone/{user_id:\\d+}/sms", sms),
        web.get("/phone/{user_id:\\d+}/mail", mail),
        web.get("/phone/{user_id:\\d+}/inline", inline),
        web.get("/phone/{user_id:\\d+}/file/{file_id}", file),
    ]


async def people(request: web.Request) -> web.Response:
    """Who can be chosen on the page."""
    world = request.app[WORLD]
    return web.json_response([_shown(world, person) for person in world.people])


async def upsert(request: web.Request) -> web.Response:
    """Add or change a person."""
    world = request.app[WORLD]
    given = await json_object(request)
    return web.json_response(_shown(world, world.people.upsert(int(request.match_info["user_id"]), given)))


async def chat(request: web.Request) -> web.Response:
    """The whole chat, and what stands around it."""
    world, person = person_of(request)
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
    world, person = person_of(request)
    return await world.events.stream(request, person.user_id)


async def sms(request: web.Request) -> web.Response:
    """The SMS of a person; they count as seen."""
    world, person = person_of(request)
    found = world.inboxes.sms_to(person.phone) if person.phone else []
    person.seen_sms = len(found)
    world.people.keep(person)
    return web.json_response(found)


async def mail(request: web.Request) -> web.Response:
    """The e-mails of a person; they count as seen."""
    world, person = person_of(request)
    found = world.inboxes.mail_to(person.email) if person.email else []
    person.seen_mail = len(found)
    world.people.keep(person)
    return web.json_response(found)


async def inline(request: web.Request) -> web.Response:
    """What the bot suggests to what was typed after its name; null as long as it has not answered."""
    world, person = person_of(request)
    return web.json_response(world.suggested.get(person.user_id))


async def file(request: web.Request) -> web.Response:
    """A picture or document of the chat, for the page, which knows no token."""
    world, _ = person_of(request)
    found = world.files.get(request.match_info["file_id"])
    if found is None:
        raise refused(web.HTTPNotFound, "there is no such file")
    mime = found.mime or ("image/jpeg" if found.kind == "photo" else "application/octet-stream")
    headers = {"Content-Type": mime, "X-Content-Type-Options": "nosniff"}
    if mime != "application/pdf":  # browsers show a PDF in a sandbox of their own, and in no other
        headers["Content-Security-Policy"] = "sandbox"
    return web.Response(body=world.files.content(found.path), headers=headers)


async def sms_of_anyone(request: web.Request) -> web.Response:
    """The SMS to a number, or all of them."""
    inboxes = request.app[WORLD].inboxes
    return web.json_response(inboxes.sms_to(request.query["to"]) if "to" in request.query else inboxes.sms)


async def mail_of_anyone(request: web.Request) -> web.Response:
    """The e-mails to an address, or all of them."""
    inboxes = request.app[WORLD].inboxes
    return web.json_response(inboxes.mail_to(request.query["to"]) if "to" in request.query else inboxes.mail)


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
