"""Plain answers: what a person did, before anyone asks what it means."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True)
class Typed:
    """Words typed into the chat."""

    text: str
    message_id: int
    at: datetime | None = None  # when it was sent, as Telegram says
    changed: datetime | None = None  # when its words were last changed, if they were

    @property
    def words(self) -> str:
        """What is written in it."""
        return self.text


@dataclass(frozen=True)
class Tapped:
    """A button tapped; `message_id` is the message it stands under, None when Telegram no longer tells."""

    data: str
    message_id: int | None


@dataclass(frozen=True)
class File:
    """A file that waits to be fetched: `unique_id` is the same whoever sends it again; `size` in bytes, if told."""

    file_id: str
    unique_id: str
    size: int | None = None
    name: str | None = None
    media_type: str | None = None  # as the sender's phone says: a hint, never a proof


@dataclass(frozen=True)
class Sent:
    """Something that is not words: `kind` is photo, document, voice, sticker, location and so on.

    `file`: of a photo (its largest size) or a document; `album`: what the files sent together have in common;
    `words`: what is written below or in it.
    """

    kind: str
    message_id: int
    at: datetime | None = None
    file: File | None = None
    album: str | None = None
    words: str = field(default="", repr=False)
    changed: datetime | None = None


Event: TypeAlias = Typed | Tapped | Sent
