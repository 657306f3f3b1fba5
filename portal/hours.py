"""Local hours: the instant they fall on, whatever the clocks do, and the quiet ones in which nobody is disturbed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant_of(day: date, hour: str, zone: str, fold: int = 0) -> datetime:
    """Return the instant (UTC) of a local hour (`HH:MM`); one that the clocks skip in spring falls an hour later."""
    return datetime.combine(day, time.fromisoformat(hour).replace(fold=fold), ZoneInfo(zone)).astimezone(UTC)


def is_quiet(quiet: tuple[str, str] | None, hour: str) -> bool:
    """Tell whether a local hour falls between these two; those of a night go over midnight."""
    if quiet is None:
        return False
    begin, end = quiet
    return begin <= hour < end if begin < end else hour >= begin or hour < end


def hushed(quiet: tuple[str, str] | None, instant: datetime, zone: str) -> datetime:
    """Return when the quiet hours around `instant` (UTC) end; `instant` itself outside them."""
    if quiet is None or not _within(quiet, instant, zone):
        return instant
    day = instant.astimezone(ZoneInfo(zone)).date()
    # Both ends of a night in which the clocks repeat or skip that hour: the first that is out of it.
    ends = sorted(
        instant_of(day + timedelta(days=n), quiet[1], zone, fold) for n in range(3) for fold in (0, 1)
    )
    return next(end for end in ends if end > instant and not _within(quiet, end, zone))


def _within(quiet: tuple[str, str], instant: datetime, zone: str) -> bool:
    return is_quiet(quiet, instant.astimezone(ZoneInfo(zone)).strftime("%H:%M"))
