"""Telegram's HTML: tags to entities with UTF-16 offsets, refused where and as Telegram refuses."""

import re
from dataclasses import dataclass, field
from typing import Any

from simulator.links import wrong_with
from simulator.refusal import Refusal, bad_request

Entity = dict[str, Any]

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LANGUAGE = "language-"

PIECE = re.compile(
    r"[^<&]+|<|&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<named>lt|gt|amp|quot)(?![a-zA-Z]));?|&"
)
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
TOKEN = re.compile(r"[a-zA-Z0-9.-]*")
SPACES = re.compile(r"\s*")
EQUALS = re.compile(r"=?")


def parse(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities, outer ones first; raises a 400 as Telegram words it."""
    return _Reader(source).read()


def utf16(text: str) -> int:
    """How long Telegram counts a text when it gives offsets."""
    return len(text) + sum(c > "\uffff" for c in text)


def plain(part: str) -> str:
    """Text without escapes, as it stands in an attribute."""
    return PIECE.sub(_decoded, part)


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int  # in the text read so far


@dataclass
class _Reader:
    source: str
    position: int = 0
    offset: int = 0
    text: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> tuple[str, list[Entity]]:
        while match := PIECE.match(self.source, self.position):
            if match[0] == "<":
                self._tag()
            else:
                self.position = match.end()
                self._add(_decoded(match))
        if self.open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)  # only a <pre> around it makes it count
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return "".join(self.text), self.entities

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.offset += utf16(text)

    def _tag(self) -> None:
        if self.source.startswith("/", self.position + 1):
            self._close()
        else:
            self._start()

    def _close(self) -> None:
        begin = self.position
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {self._byte(begin)}")
        name = _match(TAG_NAME, self.source, begin + 2)
        self.position = begin + 2 + len(name)
        self._skip(SPACES)
        if not self.source.startswith(">", self.position):
            raise _unparsable(f"Unclosed end tag at byte offset {self._byte(begin)}")
        opened = self.open.pop()
        if name and name.lower() != opened.tag:
            words = f'expected "</{opened.tag}>", found "</{name.lower()}>"'
            raise _unparsable(f"Unmatched end tag at byte offset {self._byte(begin)}, {words}")
        self.position += 1
        if self.offset > opened.offset:
            self._entity(opened)

    def _start(self) -> None:
        begin = self.position
        name = _match(TAG_NAME, self.source, begin + 1)
        self.position = begin + 1 + len(name)
        if self.position >= len(self.source):
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        tag = name.lower()
        if tag not in TYPES:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            words = f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
            raise _unparsable(words)
        self.open.append(_Open(tag, attributes, self.offset, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while not self._ends(tag, begin):
            name = _match(ATTRIBUTE, self.source, self.position)
            if not name:
                raise _unparsable(
                    f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}'
                )
            self.position += len(name)
            self._skip(SPACES)
            attributes[name.lower()] = self._value(tag, begin) if self._skip(EQUALS) else ""
        self.position += 1
        return attributes

    def _ends(self, tag: str, begin: int) -> bool:
        """Whether the tag ends after these spaces."""
        self._skip(SPACES)
        if self.position >= len(self.source):
            raise _unparsable(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        return self.source[self.position] == ">"

    def _value(self, tag: str, begin: int) -> str:
        self._ends(tag, begin)
        start = self.position
        if (quote := self.source[start]) in "'\"":
            end = self.source.find(quote, start + 1)
            if end < 0:
                raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
            self.position = end + 1
            return plain(self.source[start + 1 : end])
        token = _match(TOKEN, self.source, start)
        self.position += len(token)
        if not re.match(r"[\s>]", self.source[self.position : self.position + 1]):
            raise _unparsable(f"Unexpected end of name token at byte offset {self._byte(start)}")
        return token

    def _skip(self, pattern: re.Pattern[str]) -> str:
        skipped = _match(pattern, self.source, self.position)
        self.position += len(skipped)
        return skipped

    def _entity(self, opened: _Open) -> None:
        entity: Entity = {
            "type": TYPES[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        if opened.tag == "a":
            entity["url"] = opened.attributes.get("href") or "".join(self.text[opened.begin :])
            if wrong_with(entity["url"]):
                return  # Telegram drops what is no address
        elif opened.tag == "pre" and self._language_of(entity):
            return
        elif opened.tag == "code" and opened.attributes.get("class", "").startswith(LANGUAGE):
            entity["language"] = opened.attributes["class"].removeprefix(LANGUAGE)
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        self.entities.append(entity)

    def _language_of(self, pre: Entity) -> bool:
        """A <code class="language-…"> that fills its <pre> becomes the pre's language."""
        last = self.entities[-1] if self.entities else {}
        same = (last.get("offset"), last.get("length")) == (pre["offset"], pre["length"])
        if same and "language" in last:
            last["type"] = "pre"
            return True
        return False

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def _decoded(match: re.Match[str]) -> str:
    code = int(match["hex"], 16) if match["hex"] else int(match["dec"] or 0)
    if match["named"]:
        return NAMED[match["named"]]
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else match[0]


def _match(pattern: re.Pattern[str], source: str, position: int) -> str:
    match = pattern.match(source, position)
    return match[0] if match else ""


def _unparsable(words: str) -> Refusal:
    return bad_request(f"can't parse entities: {words}")
