"""Plain message → Telegram's HTML and keyboard. Pure: no database, no network."""

import html
import re
from typing import NamedTuple

from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from conversations.messages import Block, Button, Message, Rows
from locales import Sentence
from locales.saying import Reader, arrow, said_fact, say

_TAG = re.compile(r"</?(?:b|i|code)>")  # the marks that `_block` writes; what people wrote is escaped
SHORT = 3  # characters of a button that stands for a number
LONGEST_LABEL = 64  # a phone shows some forty characters of a button

Face = tuple[str, str, str]  # label, callback data, url


class Rendered(NamedTuple):
    """What Telegram is given: HTML and rows of buttons."""

    html: str
    rows: tuple[tuple[Face, ...], ...]


def render(message: Message, reader: Reader) -> Rendered:
    """Say a message in the reader's language; what people wrote is escaped, what is too long is cut."""
    parts: list[str] = []
    above = ""
    for block in message.blocks:
        close = block.style == "line" and above in ("line", "title") and not reader.spacious
        parts.append(("" if not parts else "\n" if close else "\n\n") + _block(block, reader))
        above = block.style
    rows = tuple(tuple(_button(button, reader) for button in row) for row in _rows(message, reader))
    return Rendered(
        _fitted(parts, MessageLimit.CAPTION_LENGTH if message.picture else MessageLimit.MAX_TEXT_LENGTH), rows
    )


def _rows(message: Message, reader: Reader) -> Rows:
    """Return the rows of buttons; for who wants space, one a row, but for the numbers of a scale or a list."""
    if not reader.spacious:
        return message.rows
    rows: list[tuple[Button, ...]] = []
    for row in message.rows:
        scale = all(len(say(button.label, reader)) <= SHORT for button in row)
        rows += [row[i : i + 3] for i in range(0, len(row), 3)] if scale else [(button,) for button in row]
    return tuple(rows)


def _block(block: Block, reader: Reader) -> str:
    if block.style == "pair" and isinstance(block.words, Sentence):
        question, answer = (said_fact(block.words.facts[name], reader) for name in ("question", "answer"))
        return f"{_escaped(question)}\n<b>{_escaped(answer)}</b>"
    said = _escaped(say(block.words, reader))
    match block.style:
        case "title":
            return f"<b>{said}</b>"
        case "section":
            return f"<b><u>{said}</u></b>"
        case "note":
            return f"<i>{said}</i>"
        case "warning":
            return f"⚠️ {said}"
        case "code":
            return f"<code>{said}</code>"
        case "answer":
            return f"{arrow(reader)} <b>{said}</b>"
        case _:
            return said


def _escaped(said: str) -> str:
    return html.escape(said, quote=False)


def _fitted(parts: list[str], most: int) -> str:
    """Keep whole paragraphs while they fit, as Telegram counts; none is cut in a tag."""
    whole = "".join(parts)
    if _length(whole) <= most:
        return whole
    kept, room = "", most - 2
    for part in parts:
        room -= _length(part)
        if room < 0:
            return kept + "\n…" if kept else html.escape(_seen(part)[: most // 2], quote=False) + "…"
        kept += part
    return kept


def _seen(part: str) -> str:
    return html.unescape(_TAG.sub("", part))


def _length(part: str) -> int:
    """Return how long Telegram takes a text to be: without its tags, and in UTF-16 as it counts."""
    return len(_seen(part).encode("utf-16-le", "surrogatepass")) // 2


def _button(button: Button, reader: Reader) -> Face:
    label = say(button.label, reader)
    if len(label) > LONGEST_LABEL:
        label = label[: LONGEST_LABEL - 1] + "…"
    data = button.data.encode()[: InlineKeyboardButtonLimit.MAX_CALLBACK_DATA].decode(errors="ignore")
    return (label, data, button.url)
