"""Keyboards under messages: what Telegram takes as a button."""

from typing import Any

from simulator.limits import BUTTONS, CALLBACK_DATA
from simulator.links import wrong_with
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

NON_EMPTY = {"url", "callback_data"}  # as good as absent when empty
TEXT_ONLY = "Text buttons are unallowed in the inline keyboard"


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
        raise bad_request("inline keyboard button text must be non-empty")
    kind = next((k for k in KINDS if button.get(k) or (k not in NON_EMPTY and k in button)), None)
    if kind is None:
        raise bad_request(f"can't parse inline keyboard button: {TEXT_ONLY}")
    if kind == "callback_data" and len(button[kind].encode()) > CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "url" and (wrong := wrong_with(button[kind])):
        raise bad_request(f"inline keyboard button URL '{button[kind]}' is invalid: {wrong}")
    if kind == "web_app" and not (url := button[kind]["url"]).startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
    return button
