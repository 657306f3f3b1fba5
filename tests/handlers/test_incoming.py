"""What Telegram sends, as plain answers."""

from typing import Any

import pytest
from telegram import Update

from conversations.events import File, Sent
from handlers.incoming import event_of

AROUND = {"message_id": 7, "date": 1_772_000_000, "chat": {"id": 1, "type": "private"},
          "from": {"id": 1, "is_bot": False, "first_name": "C"}}  # fmt: skip


def sent(**content: Any) -> Any:
    return event_of(Update.de_json({"update_id": 1, "message": {**AROUND, **content}}, None))


def size(name: str, width: int) -> dict[str, Any]:
    return {
        "file_id": name,
        "file_unique_id": f"u-{name}",
        "width": width,
        "height": 10,
        "file_size": width * 2,
    }


def test_of_a_photo_the_largest_size_counts_and_its_album() -> None:
    event = sent(photo=[size("small", 90), size("large", 1280), size("middle", 320)], media_group_id="42")
    assert isinstance(event, Sent)
    assert (event.kind, event.album) == ("photo", "42")
    assert event.file == File("large", "u-large", 2560, None, "image/jpeg")


def test_a_document_comes_with_its_name_and_what_the_phone_says_it_is() -> None:
    given = {
        "file_id": "f",
        "file_unique_id": "u",
        "file_size": 5,
        "file_name": "a.pdf",
        "mime_type": "application/pdf",
    }
    assert sent(document=given).file == File("f", "u", 5, "a.pdf", "application/pdf")


@pytest.mark.parametrize("kind", ["voice", "video_note", "animation"])
def test_what_moves_or_sounds_brings_no_file(kind: str) -> None:
    given = {"file_id": "f", "file_unique_id": "u", "duration": 1, "width": 1, "height": 1, "length": 1}
    event = sent(**{kind: given, **({"document": given} if kind == "animation" else {})})
    assert (event.kind, event.file) == (kind, None)
