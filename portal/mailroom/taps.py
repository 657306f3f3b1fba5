"""Taps: which button of a chat was tapped last, so that a finger that taps twice is heard once."""

from datetime import timedelta
from hashlib import blake2b

from portal.mailroom import outbox, slots
from portal.work import Work

AT_ONCE = timedelta(seconds=2)
LAST = "tapped"  # no place in the chat: it stands with the places, which end as the chat does


def again(work: Work, chat: str, message_id: int, data: str, place: str) -> bool:
    """Note a tap, and tell whether the same button was the last one, a moment ago, or before its answer left.

    `place`: the slot of that answer.
    """
    button = blake2b(f"{message_id}:{data}".encode(errors="replace"), digest_size=16).hexdigest()
    last = slots.standing(work, chat, LAST)
    same = last is not None and last.digest == button
    twice = same and (
        slots.stood_since(work, chat, LAST, work.now - AT_ONCE)
        or outbox.on_its_way(work, "telegram", chat, place, "show")
    )
    slots.stand(work, chat, LAST, 0, button)
    return twice
