"""Answers to taps on buttons."""

from typing import Any

from simulator.limits import CALLBACK_ANSWER
from simulator.refusal import bad_request
from simulator.world import World

Json = dict[str, Any]

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def answer_callback_query(world: World, params: Json) -> bool:
    """Stop the button's spinner, with a line of text or an alert."""
    number = params["callback_query_id"]
    user_id = world.taps.user_of(number)
    if user_id is None:
        raise bad_request(TOO_OLD)
    text = params.get("text", "")
    if len(text) > CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"callback_query_id": number, "text": text, "show_alert": params.get("show_alert", False)}
    world.events.publish(user_id, "callback_answer", answer)
    return True


async def answer_inline_query(world: World, params: Json) -> bool:  # noqa: ARG001 - the shape of every method
    """No one asks inline here."""
    raise bad_request(TOO_OLD)


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
