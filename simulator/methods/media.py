"""Photos, documents and albums from the bot."""

import mimetypes
import secrets
from typing import Any

from simulator import text
from simulator.files import File
from simulator.limits import ALBUM, DOWNLOAD_BYTES, PHOTO_BYTES, PHOTO_RATIO, PHOTO_SIDES, UPLOAD_BYTES
from simulator.methods.editing import MEDIA_FIELDS, change, editable
from simulator.methods.sending import post
from simulator.pictures import mime_of, size_of
from simulator.refusal import Refusal, bad_request
from simulator.requests import Upload
from simulator.world import World

Json = dict[str, Any]

FLAGS = {"show_caption_above_media": "show_caption_above_media", "has_spoiler": "has_media_spoiler"}


async def send_photo(world: World, params: Json) -> Json:
    """Send a picture, to be seen in the chat."""
    return post(world, params, _content(world, params, "photo", params["photo"], params)).body


async def send_document(world: World, params: Json) -> Json:
    """Send a file as it is."""
    return post(world, params, _content(world, params, "document", params["document"], params)).body


async def send_media_group(world: World, params: Json) -> list[Json]:
    """Send an album: as many messages, one media_group_id."""
    items = params["media"]
    least, most = ALBUM
    if len(items) < least:
        raise bad_request("too few media to send as an album" if items else "there are no messages to send")
    if len(items) > most:
        raise bad_request("too many messages to send as an album")
    if len({item["type"] == "document" for item in items}) > 1:
        raise bad_request("can't use the media of the specified type in the album")
    contents = [_item(world, params, item) for item in items]
    group = {"media_group_id": str(secrets.randbits(53))}
    return [dict(post(world, params, content | group).body) for content in contents]


async def edit_message_media(world: World, params: Json) -> Json:
    """Another photo or document in the place of the one that is there."""
    entry = editable(world, params)
    return change(world, entry, MEDIA_FIELDS, _item(world, params, params["media"]), params)


async def get_file(world: World, params: Json) -> Json:
    """Where to fetch a file of up to 20 MiB."""
    file = world.files.get(params["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {**file.short(), "file_path": file.path}


def _item(world: World, params: Json, item: Json) -> Json:
    if item["type"] not in {"photo", "document"}:
        raise Refusal(501, f"Not Implemented: the simulator sends no {item['type']}")
    return _content(world, params, item["type"], item["media"], item)


def _content(world: World, params: Json, kind: str, value: Any, words: Json) -> Json:
    """The fields of a message with a file; `words` holds its caption."""
    said = text.caption(words.get("caption"), words.get("parse_mode"), words.get("caption_entities"))
    flags = {shown: True for asked, shown in FLAGS.items() if words.get(asked)}
    file = _file(world, params, kind, value)
    shown: Any = world.files.photo(file) if kind == "photo" else world.files.document(file)
    return {kind: shown, **said, **flags}


def _file(world: World, params: Json, kind: str, value: Any) -> File:
    if isinstance(value, str) and value.startswith("attach://"):
        value = params.get(value.removeprefix("attach://"))
    if isinstance(value, Upload):
        return _uploaded(world, kind, value)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if "://" in value:
        raise bad_request("failed to get HTTP URL content")  # the simulator stays at home
    file = world.files.get(value)
    if file is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _uploaded(world: World, kind: str, upload: Upload) -> File:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > UPLOAD_BYTES:
        raise Refusal(413, "Request Entity Too Large")
    if kind == "photo":
        return world.files.add(
            kind, upload.content, mime=mime_of(upload.content), size=_photo_size(upload.content)
        )
    mime = mimetypes.guess_type(upload.name)[0] or upload.mime
    return world.files.add(kind, upload.content, upload.name, mime)


def _photo_size(content: bytes) -> tuple[int, int]:
    if len(content) > PHOTO_BYTES:
        limit = f"the maximum size is {PHOTO_BYTES} bytes"
        raise bad_request(f"file of size {len(content)} bytes is too big for a photo; {limit}")
    size = size_of(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > PHOTO_SIDES or max(size) > PHOTO_RATIO * max(1, min(size)):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


METHODS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "editMessageMedia": edit_message_media,
    "getFile": get_file,
}
