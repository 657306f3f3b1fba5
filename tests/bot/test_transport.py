"""The wire to Telegram, over real HTTP."""

import traceback
from typing import Any

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.transport import AiohttpRequest, BotApi, proxy_for
from tests.bot.conftest import Server

TOKEN = "1000:FICTIVE"


async def test_a_call_sends_its_fields_and_returns_the_raw_result(server: Server, api: BotApi) -> None:
    server.returns({"message_id": 7})
    fields: dict[str, Any] = {"chat_id": 5, "text": "é & <b>", "reply_markup": {"a": ["b"]}, "caption": None}
    assert await api.call("sendMessage", **fields) == {"message_id": 7}
    path, _, sent = server.asked[0]
    assert path == f"/bot{TOKEN}/sendMessage"
    assert sent == {"chat_id": 5, "text": "é & <b>", "reply_markup": {"a": ["b"]}}


async def test_a_file_is_uploaded(server: Server, api: BotApi) -> None:
    await api.call("sendPhoto", chat_id=5, photo=InputFile(b"\x89PNG", filename="code.png"))
    _, headers, fields = server.asked[0]
    assert headers["Content-Type"].startswith("multipart/form-data")
    assert fields == {"chat_id": "5", "photo": ("code.png", b"\x89PNG")}


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, BadRequest), (403, Forbidden), (409, Conflict), (500, NetworkError), (502, NetworkError)],
)
async def test_each_refusal_has_its_exception(
    server: Server, api: BotApi, status: int, error: type[TelegramError]
) -> None:
    server.refuses(status, "No: in Telegram's words")
    with pytest.raises(error, match="in Telegram's words"):
        await api.call("sendMessage", chat_id=5, text="x")


async def test_a_limit_tells_how_long_to_wait(server: Server, api: BotApi) -> None:
    server.refuses(429, "Too Many Requests: retry after 3", retry_after=3)
    with pytest.raises(RetryAfter, match="3 seconds"):
        await api.call("sendMessage", chat_id=5, text="x")


async def test_an_answer_that_is_no_json_is_neither_logged_nor_quoted(
    server: Server, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers.append((200, b"<html>Dupont</html>"))
    with pytest.raises(TelegramError) as caught:
        await api.call("getMe")
    assert "Dupont" not in caplog.text + "".join(traceback.format_exception(caught.value))


async def test_a_server_that_does_not_answer_times_out(hasty: BotApi) -> None:
    with pytest.raises(TimedOut):
        await hasty.call("getMe")


async def test_no_failure_shows_the_token(server: Server) -> None:
    request = AiohttpRequest()
    api = BotApi("http://127.0.0.1:1", TOKEN, request)
    async with request:
        with pytest.raises(NetworkError) as caught:
            await api.call("getMe")
    assert "FICTIVE" not in "".join(traceback.format_exception(caught.value)) + repr(api) + repr(request)


async def test_updates_come_raw_even_when_no_library_knows_their_shape(server: Server, api: BotApi) -> None:
    server.returns([{"update_id": 9, "unheard_of": {"a": 1}}])
    assert await api.updates(9, 0, ["message"]) == [{"update_id": 9, "unheard_of": {"a": 1}}]
    _, _, fields = server.asked[0]
    assert fields == {"offset": 9, "timeout": 0, "allowed_updates": ["message"]}


async def test_the_library_s_own_bot_speaks_over_it(server: Server) -> None:
    server.returns({"id": 1000, "is_bot": True, "first_name": "MaSanté", "username": "masante_bot"})
    request = AiohttpRequest()
    async with Bot(TOKEN, base_url=f"{server.url}/bot", request=request, get_updates_request=request) as bot:
        assert bot.username == "masante_bot"


def test_this_machine_is_never_behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.exemple.fr:3128")
    assert proxy_for("https://127.0.0.1:8081") is None
    assert proxy_for("https://api.telegram.org") == "http://proxy.exemple.fr:3128"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(server: Server, api: BotApi, status: int) -> None:
    """What is said to Telegram is said nowhere else, wherever an answer points."""
    server.points_to = f"{server.url}/elsewhere"
    server.refuses(status, "Moved")
    with pytest.raises(TelegramError):
        await api.call("sendMessage", chat_id=5, text="x")
    server.returns({"file_path": "a.jpg"})
    server.refuses(status, "Moved")
    with pytest.raises(TelegramError):
        await api.file("f", 10)
    assert [path for path, *_ in server.asked if "elsewhere" in path] == []
