"""Keyboards under messages: what Telegram takes as a button."""

from typing import Any

from simulator.limits import BUTTONS, CALLBACK_DATA
from simulator.refusal import bad_request

Json = dict[str, Any]

KINDS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)


def inline_keyboard(markup: Json | None) -> Json | None:
    """The inline keyboard to keep on a message, without empty rows; None when there is none."""
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [[_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def reply_keyboard(markup: Json | None) -> Json | None:
    """What the phone shows in place of its keyboard; Telegram does not repeat it in the Message."""
    return markup if markup and "inline_keyboard" not in markup else None


def _button(button: Json) -> Json:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    kind = next(
        (k for k in KINDS if button.get(k) not in {None, ""} if not isinstance(button.get(k), dict)), None
    )
    kind = kind or next((k for k in KINDS if isinstance(button.get(k), dict)), None)
    if kind is None:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if kind == "callback_data" and len(button[kind].encode()) > CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "url" and not _is_address(button[kind]):
        raise bad_request("inline keyboard button URL is invalid: Wrong HTTP URL")
    if kind == "web_app" and not button[kind]["url"].startswith("https://"):
        url = button[kind]["url"]
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
    return button


def _is_address(url: str) -> bool:
    scheme, _, rest = url.partition("://")
    return scheme in {"http", "https", "tg"} and bool(rest) and " " not in url
