"""Answers to taps on buttons, and to the words typed after the bot's name."""

from typing import Any

from simulator.limits import CALLBACK_ANSWER, INLINE_RESULTS
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


async def answer_inline_query(world: World, params: Json) -> bool:
    """Show suggestions to whoever typed the bot's name and a few words."""
    user_id = world.taps.user_of(params["inline_query_id"])
    if user_id is None:
        raise bad_request(TOO_OLD)
    results = params["results"]
    ids = [one["id"] for one in results]
    if len(results) > INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if any(not 1 <= len(str(one).encode()) <= 64 for one in ids):
        raise bad_request("RESULT_ID_INVALID")
    world.suggested[user_id] = params
    world.events.publish(user_id, "inline", params)
    return True


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
