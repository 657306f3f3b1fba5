"""The parameters of a Bot API call, however they were sent: query, form, multipart or JSON."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulator.refusal import Refusal, bad_request

Json = dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str


async def parameters(request: web.Request) -> Json:
    """Every parameter by name: text, JSON values or an Upload."""
    given: Json = dict(request.query)
    if not request.can_read_body:
        return given
    try:
        if request.content_type == "application/json":
            given.update(_object(await request.read()))
        elif request.content_type.startswith(("multipart/", "application/x-www-form-urlencoded")):
            given.update({name: _value(part) for name, part in (await request.post()).items()})
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(413, "Request Entity Too Large") from None
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return given


async def json_object(request: web.Request) -> Json:
    """The JSON object in the body of a request to the simulator itself; an HTTP 400 when there is none."""
    try:
        given = await request.json() if request.can_read_body else {}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise refused(web.HTTPBadRequest, "a JSON object is expected")
    return given


def refused(kind: type[web.HTTPClientError], words: str) -> web.HTTPClientError:
    """An HTTP error of the simulator itself, with its words as JSON."""
    return kind(text=json.dumps({"error": words}), content_type="application/json")


def _object(body: bytes) -> Json:
    try:
        given = json.loads(body or b"{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise bad_request("can't parse JSON object in the request body")
    return given


def _value(part: str | bytes | bytearray | web.FileField) -> Any:
    if isinstance(part, web.FileField):
        return Upload(part.filename, part.file.read(), part.content_type)
    return part if isinstance(part, str) else part.decode()
