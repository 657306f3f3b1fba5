"""What the bot can learn of a chat, and leaving one."""

from typing import Any

from simulator.methods.addressing import chat_id_of, readable_chat
from simulator.refusal import bad_request, forbidden
from simulator.world import World

Json = dict[str, Any]


async def get_chat(world: World, params: Json) -> Json:
    """The Bot API's ChatFullInfo, with what the simulator knows."""
    chat = readable_chat(world, chat_id_of(params))
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return {
        **chat,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, True),
    }


async def get_chat_member(world: World, params: Json) -> Json:
    """Everyone is a member of their own chat."""
    readable_chat(world, chat_id_of(params))
    if params["user_id"] == world.bot["id"]:
        return {"user": world.bot, "status": "member"}
    person = world.people.get(params["user_id"])
    if person is None:
        raise bad_request("user not found")
    return {"user": person.user(), "status": "member"}


async def leave_chat(world: World, params: Json) -> bool:
    """Leave a group; one cannot leave a person."""
    chat_id = chat_id_of(params)
    chat = readable_chat(world, chat_id)
    if chat["type"] == "private":
        raise bad_request("chat member status can't be changed in private chats")
    if chat.get("left"):
        raise forbidden(f"bot is not a member of the {chat['type']} chat")
    world.chats.know_group({**chat, "left": True})
    return True


METHODS = {"getChat": get_chat, "getChatMember": get_chat_member, "leaveChat": leave_chat}
