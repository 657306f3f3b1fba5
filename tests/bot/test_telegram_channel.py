"""What is done in a Telegram chat, and what its refusals mean."""

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels import Receipt
from bot.channels.telegram import Button, TelegramChannel, TelegramMessage
from bot.transport import BotApi
from portal.errors import GiveUp, TryLater
from tests.bot.conftest import Server

SENT = {"message_id": 31, "text": "Bonjour"}


@pytest.fixture
def channel(api: BotApi) -> TelegramChannel:
    return TelegramChannel(api)


async def test_a_message_leaves_with_its_keyboard(server: Server, channel: TelegramChannel) -> None:
    server.returns(SENT)
    rows = ((Button("Oui", "b1:1:0"), Button("Site", url="https://exemple.fr")),)
    message = TelegramMessage(5, text="<b>Bonjour</b>", keyboard=rows, protect=True)
    assert await channel.deliver(message) == Receipt(31)
    path, _, fields = server.asked[0]
    assert path.endswith("/sendMessage")
    assert fields.pop("reply_markup")["inline_keyboard"] == [
        [{"text": "Oui", "callback_data": "b1:1:0"}, {"text": "Site", "url": "https://exemple.fr"}]
    ]
    assert fields == {
        "chat_id": 5,
        "text": "<b>Bonjour</b>",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "protect_content": True,
    }


@pytest.mark.parametrize(
    ("message", "method", "field"),
    [
        (TelegramMessage(5, "edit", "x", message_ids=(4,)), "editMessageText", ("message_id", 4)),
        (TelegramMessage(5, "delete", message_ids=(4,)), "deleteMessage", ("message_id", 4)),
        (TelegramMessage(5, "delete", message_ids=(4, 5)), "deleteMessages", ("message_ids", [4, 5])),
    ],
)
async def test_edits_and_deletes_name_their_messages(
    server: Server, channel: TelegramChannel, message: TelegramMessage, method: str, field: tuple[str, Any]
) -> None:
    await channel.deliver(message)
    path, _, fields = server.asked[0]
    assert path.endswith(f"/{method}")
    assert field in fields.items()


async def test_a_picture_leaves_with_its_caption(server: Server, channel: TelegramChannel) -> None:
    server.returns(SENT)
    await channel.deliver(TelegramMessage(5, "photo", "Votre code", content=b"\x89PNG"))
    path, _, fields = server.asked[0]
    assert path.endswith("/sendPhoto")
    assert (fields["caption"], fields["photo"]) == ("Votre code", ("picture.png", b"\x89PNG"))


async def test_a_document_leaves_protected_under_its_own_name(
    server: Server, channel: TelegramChannel
) -> None:
    server.returns(SENT)
    message = TelegramMessage(5, "document", "x", content=b"%PDF-", name="Ordonnance.pdf", protect=True)
    await channel.deliver(message)
    path, _, fields = server.asked[0]
    assert path.endswith("/sendDocument")
    assert fields["document"] == ("Ordonnance.pdf", b"%PDF-")
    assert fields["protect_content"] == "true"
    assert "Ordonnance" not in repr(message)


@pytest.mark.parametrize(
    "description",
    ["PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED", "file of size 11 bytes is too big for a photo"],
)
async def test_what_is_no_photo_to_telegram_is_told_apart(
    server: Server, channel: TelegramChannel, description: str
) -> None:
    server.refuses(400, f"Bad Request: {description}")
    with pytest.raises(GiveUp) as caught:
        await channel.deliver(TelegramMessage(5, "photo", content=b"x"))
    assert caught.value.reason == "no_photo"


async def test_a_hint_that_does_not_pass_is_forgotten(server: Server, channel: TelegramChannel) -> None:
    server.refuses(502, "Bad Gateway")
    await channel.hint(5)
    assert server.asked[0][0].endswith("/sendChatAction")


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        ("edit", "Bad Request: message is not modified: specified new message content is the same"),
        ("delete", "Bad Request: message to delete not found"),
        ("delete", "Bad Request: message can't be deleted for everyone"),
    ],
)
async def test_what_is_already_so_has_passed(
    server: Server, channel: TelegramChannel, kind: Any, description: str
) -> None:
    server.refuses(400, description)
    assert await channel.deliver(TelegramMessage(5, kind, "x", message_ids=(4,))) == Receipt(4)


@pytest.mark.parametrize(
    ("picture", "methods"),
    [(False, ["editMessageText"]), (True, ["editMessageText", "editMessageReplyMarkup"])],
)
async def test_what_is_too_old_to_be_deleted_is_emptied(
    server: Server, channel: TelegramChannel, picture: bool, methods: list[str]
) -> None:
    server.refuses(400, "Bad Request: message can't be deleted for everyone")
    if picture:
        server.refuses(400, "Bad Request: there is no text in the message to edit")
    assert await channel.deliver(TelegramMessage(5, "delete", message_ids=(4,))) == Receipt(4)
    assert [path.rpartition("/")[2] for path, _, _ in server.asked] == ["deleteMessage", *methods]
    assert "reply_markup" not in server.asked[-1][2]


@pytest.mark.parametrize(
    ("status", "kind", "description", "reason"),
    [
        (403, "send", "Forbidden: bot was blocked by the user", "unreachable"),
        (403, "send", "Forbidden: user is deactivated", "unreachable"),
        (400, "send", "Bad Request: chat not found", "unreachable"),
        (400, "edit", "Bad Request: message to edit not found", "edit_gone"),
        (400, "edit", "Bad Request: message can't be edited", "edit_gone"),
        (400, "send", "Bad Request: message is too long", "refused"),
    ],
)
async def test_what_will_never_pass_is_given_up(
    server: Server, channel: TelegramChannel, status: int, kind: Any, description: str, reason: str
) -> None:
    server.refuses(status, description)
    with pytest.raises(GiveUp) as caught:
        await channel.deliver(TelegramMessage(5, kind, "x", message_ids=(4,)))
    assert caught.value.reason == reason


@pytest.mark.parametrize("status", [401, 409, 500, 502])
async def test_a_failure_of_the_moment_is_tried_again(
    server: Server, channel: TelegramChannel, status: int
) -> None:
    server.refuses(status, "not now")
    with pytest.raises(TryLater):
        await channel.deliver(TelegramMessage(5, text="x"))


async def test_telegram_s_own_delay_is_obeyed(server: Server, channel: TelegramChannel) -> None:
    server.refuses(429, "Too Many Requests: retry after 17", retry_after=17)
    with pytest.raises(TryLater) as caught:
        await channel.deliver(TelegramMessage(5, text="x"))
    assert caught.value.delay == timedelta(seconds=17)


async def test_silence_is_tried_again(hasty: BotApi) -> None:
    with pytest.raises(TryLater):
        await TelegramChannel(hasty).deliver(TelegramMessage(5, text="x"))


async def test_a_refusal_is_logged_without_the_words_it_quotes(
    server: Server, channel: TelegramChannel
) -> None:
    server.refuses(400, 'Bad Request: can\'t parse entities: unsupported start tag "dupont" at byte offset 3')
    message = TelegramMessage(5, text="<dupont>")
    with capture_logs() as logged, pytest.raises(GiveUp):
        await channel.deliver(message)
    assert "byte offset 3" in str(logged)
    assert "dupont" not in f"{logged}{message}"
