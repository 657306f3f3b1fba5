"""Calls are checked against what aiogram knows of the Bot API."""

import pytest

from simulator.refusal import Refusal
from simulator.schema import check

SHORT = {"chat_id": "5", "text": "x"}


def refusal(method: str, **given: object) -> str:
    with pytest.raises(Refusal) as refused:
        check(method, given)
    return refused.value.description


def test_text_from_a_form_becomes_what_it_means() -> None:
    form = {**SHORT, "protect_content": "true", "message_thread_id": "7", "entities": "[]"}
    assert check("sendmessage", form) == {
        **SHORT,
        "protect_content": True,
        "message_thread_id": 7,
        "entities": [],
    }


def test_null_is_as_good_as_nothing() -> None:
    assert check("sendmessage", {**SHORT, "reply_markup": None}) == SHORT


def test_what_is_missing_is_named_as_telegram_does() -> None:
    assert refusal("sendmessage", text="x") == "Bad Request: chat_id is empty"
    assert refusal("sendmessage", chat_id=5) == "Bad Request: message text is empty"
    assert refusal("sendphoto", chat_id=5) == "Bad Request: there is no photo in the request"


def test_a_wrong_type_is_refused() -> None:
    assert (
        refusal("deletemessage", chat_id=5, message_id="x")
        == "Bad Request: parameter message_id must be of type Number"
    )
    assert (
        refusal("sendmessage", chat_id=5, text=["x"])
        == "Bad Request: parameter text must not be an Object or an Array"
    )


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
        (
            {"inline_keyboard": [[{"url": "x"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"inline_keyboard": [[{"text": 1}]]},
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        ({"force_reply": True, "colour": 1}, "unknown parameter reply_markup.colour"),
        ({"colour": 1}, "unknown parameter reply_markup.colour"),
    ],
)
def test_a_bad_keyboard_is_refused(markup: object, words: str) -> None:
    assert refusal("sendmessage", **SHORT, reply_markup=markup) == f"Bad Request: {words}"


def test_media_is_told_apart_by_its_type() -> None:
    media = [{"type": "photo", "media": "attach://a"}, {"type": "document", "media": "x"}]
    assert check("sendmediagroup", {"chat_id": 5, "media": media})["media"] == media
    assert "unknown parameter media.0.colour" in refusal(
        "sendmediagroup", chat_id=5, media=[{**media[0], "colour": 1}]
    )


def test_every_method_telegram_has_is_known() -> None:
    assert check("getme", {}) == {}
    assert refusal("getmee") == "Not Found: method not found"
