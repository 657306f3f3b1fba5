"""Plain messages: what is to be shown, before anyone knows the language or that it is Telegram."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from locales import Words, pack, unpack


class Block(NamedTuple):
    """One paragraph; style is plain, title, section, note, warning, answer, code, pair, or line (set close)."""

    style: str
    words: Words


class Button(NamedTuple):
    """One button: `data` comes back when tapped, `url` opens."""

    label: Words
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Message:
    """Paragraphs, rows of buttons, and perhaps a picture made at delivery (`("qr", "otpauth://…")`)."""

    blocks: tuple[Block, ...]
    rows: Rows = ()
    picture: tuple[str, str] | None = None
    protect: bool = True  # cannot be copied nor forwarded
    purge: bool = True  # removed from the chat before Telegram's 48 hours are over


def message(*words: Words, rows: Rows = (), title: Words | None = None) -> Message:
    """Return a message of plain paragraphs, under a title if one is given."""
    blocks = ((Block("title", title),) if title else ()) + tuple(Block("plain", w) for w in words)
    return Message(blocks, rows)


def to_json(shown: Message) -> dict[str, Any]:
    """Return the message as JSON, for the outbox."""
    packed: dict[str, Any] = {
        "blocks": [[b.style, pack(b.words)] for b in shown.blocks],
        "purge": shown.purge,
        "protect": shown.protect,
    }
    if shown.rows:
        packed["rows"] = [[[pack(b.label), b.data, b.url] for b in row] for row in shown.rows]
    if shown.picture:
        packed["picture"] = list(shown.picture)
    return packed


def from_json(packed: dict[str, Any]) -> Message:
    """Return the message that `to_json` made JSON of."""
    blocks = tuple(Block(style, unpack(words)) for style, words in packed["blocks"])
    rows = tuple(
        tuple(Button(unpack(w), data, url) for w, data, url in row) for row in packed.get("rows", ())
    )
    picture = tuple(packed["picture"]) if "picture" in packed else None
    return Message(blocks, rows, picture, packed["protect"], packed["purge"])
