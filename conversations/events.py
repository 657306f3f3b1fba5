"""Plain answers: what a person did, before anyone asks what it means."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True)
class Typed:
    """Words typed into the chat."""

    text: str
    message_id: int
    at: datetime | None = None  # when it was sent, as Telegram says


@dataclass(frozen=True)
class Tapped:
    """A button tapped; `message_id` is the message it stands under, None when Telegram no longer tells."""

    data: str
    message_id: int | None


@dataclass(frozen=True)
class Sent:
    """Something that is not words: `kind` is photo, document, voice, sticker, location and so on."""

    kind: str
    message_id: int
    at: datetime | None = None


Event: TypeAlias = Typed | Tapped | Sent
