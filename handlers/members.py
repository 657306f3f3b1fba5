"""Who lets the bot write: blocked, unblocked; and groups, where it says why and leaves."""

from telegram import ChatMember, Update

from conversations.messages import message, to_json
from handlers.incoming import chat_of, checked
from locales import _
from portal import accounts
from portal.mailroom import outbox
from portal.work import Work

GONE = (ChatMember.BANNED, ChatMember.LEFT)


def member(update: Update, work: Work) -> None:
    """Record whether the person lets the bot write."""
    changed = update.my_chat_member
    if changed is None:
        return
    if changed.new_chat_member.status in GONE:
        accounts.blocked(work, chat_of(update))
    else:
        accounts.unblocked(work, chat_of(update))


def group(update: Update, work: Work) -> None:
    """Say that health is spoken of in private only, and leave."""
    chat = update.effective_chat
    if chat is None or (update.my_chat_member and update.my_chat_member.new_chat_member.status in GONE):
        return
    words = message(
        _(
            "I only speak in private chats, to keep your health between you and your care team. I leave this group."
        )
    )
    who, shown = str(checked(chat.id)), {"message": to_json(words) | {"purge": False}, "fresh": True}
    outbox.put(work, "telegram", who, "show", shown, key=f"leave:{who}:{update.update_id}")
    outbox.put(work, "telegram", who, "leave", {})
