"""How words leave: one file each for Telegram, SMS and e-mail, all of one shape.

A channel has `deliver(message)`, which returns a `Receipt`, or raises `TryLater` with the least delay that makes
sense (the caller lengthens it with each attempt) or `GiveUp` with a reason: `unreachable` (this person cannot be
reached here any more), `edit_gone` (the message to edit is not there any more), `refused` (these words will never
pass). One that keeps connections of its own has `start` and `stop`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Receipt:
    """A delivery that passed; `message_id` where the channel names its messages."""

    message_id: int | None = None
