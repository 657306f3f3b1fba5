"""What a person sends besides text: photos, files, albums, a voice message, a sticker, a place, a contact."""

import mimetypes
import secrets
from typing import Any

from simulator.files import File
from simulator.handset import Impossible, send
from simulator.limits import ALBUM, CAPTION
from simulator.people import Person
from simulator.pictures import mime_of, size_of
from simulator.requests import Upload
from simulator.world import World

Json = dict[str, Any]

VOICE = b"OggS" + bytes(2000)  # nobody listens


def files(world: World, person: Person, uploads: list[Upload], kind: str, caption: str) -> list[Json]:
    """Send one file or an album; what is no picture can only go as a document."""
    if not 1 <= len(uploads) <= ALBUM[1]:
        raise Impossible("one to ten files")
    if len(caption) > CAPTION:
        raise Impossible("the caption is too long")
    if not all(size_of(upload.content) for upload in uploads):
        kind = "document"
    group: Json = {"media_group_id": str(secrets.randbits(53))} if len(uploads) > 1 else {}
    said: Json = {"caption": caption} if caption else {}
    contents = [_photo(world, upload) if kind == "photo" else _document(world, upload) for upload in uploads]
    return [
        send(world, person, content | group | (said if i == 0 else {})) for i, content in enumerate(contents)
    ]


def voice(world: World, person: Person, seconds: int) -> Json:
    """A voice message of that many seconds."""
    file = world.files.add("voice", VOICE)
    return send(world, person, {"voice": {"duration": seconds, "mime_type": "audio/ogg", **file.short()}})


def sticker(world: World, person: Person, emoji: str) -> Json:
    """A sticker for an emoji."""
    file = world.files.add("sticker", emoji.encode())
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return send(world, person, {"sticker": {**shape, "emoji": emoji, **file.short()}})


def location(world: World, person: Person, latitude: float, longitude: float) -> Json:
    """A place."""
    return send(world, person, {"location": {"latitude": latitude, "longitude": longitude}})


def contact(world: World, person: Person, number: str) -> Json:
    """A phone number; with one's own comes one's user id, as Telegram vouches for it."""
    body: Json = {"phone_number": number, "first_name": person.first_name}
    if number == person.phone:
        body["user_id"] = person.user_id
    return send(world, person, {"contact": body})


def _photo(world: World, upload: Upload) -> Json:
    file = world.files.add(
        "photo", upload.content, mime=mime_of(upload.content), size=size_of(upload.content) or (0, 0)
    )
    return {"photo": world.files.photo(file)}


def _document(world: World, upload: Upload) -> Json:
    mime = mimetypes.guess_type(upload.name)[0] or mime_of(upload.content) or upload.mime
    file: File = world.files.add("document", upload.content, upload.name, mime)
    return {"document": world.files.document(file)}
