"""The text of a message as Telegram takes it: parsed, trimmed, measured, its commands and addresses found."""

import re
from typing import Any

from simulator import html_text
from simulator.html_text import Entity, utf16
from simulator.limits import CAPTION, RAW_TEXT, TEXT
from simulator.refusal import Refusal, bad_request

FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@\w+)?)(?!\w)"
    r"|(?<!\w)(?P<mention>@[a-zA-Z]\w{3,31})\b"
)
OPAQUE = {"code", "pre", "text_link"}  # inside these Telegram looks for nothing


def formatted(text: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """The text and entities Telegram keeps; raises a 400 when it cannot be parsed."""
    try:
        if len(text.encode()) > RAW_TEXT:
            raise bad_request("text is too long")
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    mode = (parse_mode or "").lower()
    if mode == "html":
        text, entities = html_text.parse(text)
    elif mode.startswith("markdown"):
        raise Refusal(501, "Not Implemented: the simulator reads HTML only")
    elif mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    text, kept = trimmed(text.replace("\r", ""), [dict(e) for e in entities or []])
    return text, found(text, kept)


def message_text(text: str, parse_mode: str | None, entities: list[Entity] | None) -> dict[str, Any]:
    """The fields of a text message; 1 to 4096 characters after parsing."""
    text, kept = formatted(text, parse_mode, entities)
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": kept} if kept else {})}


def caption(text: str | None, parse_mode: str | None, entities: list[Entity] | None) -> dict[str, Any]:
    """The fields of a caption; 0 to 1024 characters after parsing."""
    text, kept = formatted(text or "", parse_mode, entities)
    if len(text) > CAPTION:
        raise bad_request("message caption is too long")
    return {"caption": text, **({"caption_entities": kept} if kept else {})} if text else {}


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space around; at the front only as far as the first entity, as Telegram does."""
    first = min((e["offset"] for e in entities), default=len(text))
    cut = min(len(text) - len(text.lstrip(" \n")), first)
    text = text[cut:].rstrip()
    end = utf16(text)
    for entity in entities:
        entity["offset"] -= cut
        entity["length"] = min(entity["length"], end - entity["offset"])
    return text, [e for e in entities if e["length"] > 0]


def found(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities with the commands, addresses and mentions Telegram finds by itself."""
    if not any(sign in text for sign in "/@"):
        return entities
    closed = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in OPAQUE]
    more = []
    for match in FOUND.finditer(text):
        begin = utf16(text[: match.start()])
        end = begin + utf16(match[0])
        if not any(begin < stop and start < end for start, stop in closed):
            more.append({"type": match.lastgroup, "offset": begin, "length": end - begin})
    return sorted([*entities, *more], key=lambda e: (e["offset"], -e["length"]))
