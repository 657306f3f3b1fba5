"""How often a secret may be sent: each one makes the next wait longer, up to limits for the hour and day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.accounts.refusals import CodesExhausted, CodeTooSoon

FIRST_WAIT = timedelta(seconds=30)  # then 60, 120, 240 …
PER_HOUR, PER_DAY = 5, 10
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def refusal(sent: Sequence[datetime], now: datetime) -> CodeTooSoon | CodesExhausted | None:
    """Return why nothing can be sent now; `sent`: the instants of the last day's sends, in any order."""
    if spent := exhausted(sent, now):
        return spent
    at = again_at(sent, now)
    return CodeTooSoon(at=at) if at > now else None


def exhausted(sent: Sequence[datetime], now: datetime) -> CodesExhausted | None:
    """Return the refusal when the hour or the day has had all its sends."""
    latest = sorted(sent, reverse=True)
    ends = [
        latest[most - 1] + span
        for most, span in ((PER_HOUR, HOUR), (PER_DAY, DAY))
        if len(latest) >= most and latest[most - 1] + span > now
    ]
    return CodesExhausted(until=max(ends)) if ends else None


def again_at(sent: Sequence[datetime], now: datetime) -> datetime:
    """Return when the next one may be asked for."""
    recent = [at for at in sent if now - at < HOUR]
    if not recent:
        return now
    if len(recent) >= PER_HOUR:
        return sorted(recent, reverse=True)[PER_HOUR - 1] + HOUR
    return max(recent) + FIRST_WAIT * int(2 ** (len(recent) - 1))
