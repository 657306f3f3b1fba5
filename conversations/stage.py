"""The stage: a conversation's messages, put in their place in the chat and taken away in time."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from conversations import showing
from conversations.events import Sent, Tapped, Typed
from conversations.form import Form
from conversations.messages import Message, to_json
from conversations.questions import Question
from conversations.turn import Turn
from portal import accounts, bookmarks
from portal.bookmarks import Bookmark
from portal.mailroom import outbox, slots
from portal.work import Work

PURGE_AFTER = timedelta(hours=40)  # Telegram lets a bot delete for 48 hours; eight are kept for a bad night
DELAYED = "delayed"  # the place where it is said that a code does not leave


def begin(work: Work, chat: int, mark: Bookmark) -> Turn:
    """Return the turn in which this conversation takes one answer."""
    return Turn(work, chat, mark, accounts.reader(work, chat))


def slot(mark: Bookmark) -> str:
    """Return the name of the place in the chat where this conversation stands."""
    return bookmarks.place(mark.id)


def blank(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the bookmark of a conversation holds that has not begun."""
    return {"answers": {}, "facts": dict(facts), "at": "", "skipped": [], "editing": "", **fresh_view()}


def fresh_view() -> dict[str, Any]:
    """Page, search words and ticks are how a question is looked at, not its answer."""
    return {"page": 0, "filter": "", "ticked": [], "options": [], "more": [False, False], "heard": None}


def show(turn: Turn, shown: Message, *, fresh: bool) -> None:
    """Put a message into this conversation's slot: in place, or below what was said since."""
    facts = {"message": to_json(shown), "fresh": fresh}
    chat, place = str(turn.chat), slot(turn.mark)
    if not fresh and outbox.replace(turn.work, "telegram", chat, place, facts):
        return
    outbox.put(turn.work, "telegram", chat, "show", facts, slot=place, account_id=turn.mark.account_id)


def close(turn: Turn, question: Question, value: Any = None) -> None:
    """Take the buttons off the question that was answered in words."""
    show(turn, showing.closed_message(turn, question, value), fresh=False)


def dismiss(turn: Turn, place: str) -> None:
    """Take away what was said in another place of the chat, if it still stands there."""
    if slots.standing(turn.work, str(turn.chat), place) is not None:
        outbox.put(turn.work, "telegram", str(turn.chat), "retire", {}, slot=place)


def close_all(work: Work, chat: int, account_id: str) -> None:
    """End every conversation had here on behalf of an account; what still stands of them is no place any more."""
    for one in bookmarks.close_all(work, str(chat), account_id):
        slots.clear(work, str(chat), bookmarks.place(one))


def retire(turn: Turn) -> None:
    """Take the conversation's last message away: it comes again below."""
    outbox.put(turn.work, "telegram", str(turn.chat), "retire", {}, slot=slot(turn.mark))


def clean(turn: Turn, event: Typed | Sent, *, at_once: bool) -> None:
    """Secrets leave the chat at once; other words before Telegram's 48 hours are over."""
    if not at_once:
        return purge(turn.work, turn.chat, event)
    facts = {"message_ids": [event.message_id]}
    outbox.put(turn.work, "telegram", str(turn.chat), "delete", facts)
    return None


def purge(work: Work, chat: int, event: Typed | Sent) -> None:
    """Have a person's message removed from the chat while Telegram still allows it, however late it was read."""
    facts = {"message_ids": [event.message_id]}
    sent_at = min(work.now, event.at or work.now)
    outbox.put(work, "purge", str(chat), "delete", facts, due_at=sent_at + PURGE_AFTER)


def clean_unread(work: Work, chat: int, message_id: int) -> None:
    """Remove a message that could not be dealt with: at once where the conversation asks for secrets."""
    form = Form.known.get(bookmarks.active_form(work, str(chat)) or "")
    secret = form is not None and any(question.secret for question in form.questions)
    due_at = work.now if secret else work.now + PURGE_AFTER
    facts = {"message_ids": [message_id]}
    outbox.put(work, "telegram" if secret else "purge", str(chat), "delete", facts, due_at=due_at)


def wake(turn: Turn, after: timedelta) -> None:
    """Have this conversation take a turn by itself, in a while, whatever happens until then."""
    due_at, facts = turn.now + after, {"bookmark": turn.mark.id}
    until = turn.mark.expires_at
    outbox.put(turn.work, "telegram", str(turn.chat), "wake", facts, due_at=due_at, expires_at=until)


def strip(work: Work, chat: int, event: Tapped) -> None:
    """Take the buttons off the message that was tapped."""
    if event.message_id is not None:
        outbox.put(work, "telegram", str(chat), "strip", {"message_id": event.message_id})
