"""Plans: on which days and at which local hours a form is due. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.errors import Refused

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KNOWN = {"every", "at", "from", "until", "count", "window", "reading_hours", "phone"}
LATER = {"nudge_after", "quiet", "silence", "alerts"}
FARTHEST = 7 * 1000  # days looked ahead for the next due day: the longest step is 999 weeks


class PlanInvalid(Refused):
    """The plan cannot be kept; facts: key (of the plan) and why (a code)."""


@dataclass(frozen=True)
class Plan:
    """Due every `step` days from `first`, or on `weekdays`; at each of `hours`; open for `window` minutes."""

    step: int
    weekdays: tuple[int, ...]
    hours: tuple[str, ...]
    first: str
    last: str | None
    times: int | None
    window: int
    reading_hours: str
    phone: str

    def to_json(self) -> dict[str, Any]:
        """Return the plan as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Plan":
        """Return the plan that `to_json` made."""
        lists = {name: tuple(stored[name]) for name in ("weekdays", "hours")}
        return cls(**{**stored, **lists})

    def after(self, instant: datetime, zone: str) -> datetime | None:
        """Return the first due instant later than `instant` (UTC); None when the plan is over.

        An hour that the clocks skip in spring falls one hour later; one they repeat in autumn counts once.
        """
        local = instant.astimezone(ZoneInfo(zone)).date()
        for day in self._days(max(date.fromisoformat(self.first), local - timedelta(days=1))):
            # In order of their instants: where the clocks jump, 02:30 falls after 03:00.
            for due in sorted(_instant(day, hour, zone) for hour in self.hours):
                if due > instant:
                    return due
        return None

    def _days(self, start: date) -> Iterator[date]:
        first = date.fromisoformat(self.first)
        last = date.fromisoformat(self.last) if self.last else date.max
        for day in (start + timedelta(days=n) for n in range(FARTHEST)):
            if day > last:
                return
            on_step = not self.weekdays and (day - first).days % self.step == 0
            if on_step or day.weekday() in self.weekdays:
                yield day


def _instant(day: date, hour: str, zone: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone)).astimezone(UTC)


def parse(raw: Mapping[str, Any], today: date) -> Plan | PlanInvalid:
    """Read a plan as an operator writes it; it starts `today` when it does not say otherwise."""
    for key in raw:
        if key not in KNOWN:
            return PlanInvalid(key=key, why="not_yet" if key in LATER else "unknown")
    try:
        step, weekdays = _every(raw.get("every", "day"))
        return _ordered(
            Plan(
                step=step,
                weekdays=weekdays,
                hours=_hours(raw.get("at", "09:00")),
                first=_day(raw.get("from", today), "from"),
                last=_day(raw["until"], "until") if raw.get("until") else None,
                times=_times(raw.get("count")),
                window=_minutes(raw.get("window", "12 h")),
                reading_hours=str(raw.get("reading_hours", "")),
                phone=str(raw.get("phone", "")),
            )
        )
    except _Wrong as wrong:
        return PlanInvalid(key=wrong.args[0], why=wrong.args[1])


class _Wrong(Exception):
    """A key of the plan and why it is wrong."""


def _ordered(plan: Plan) -> Plan | PlanInvalid:
    return PlanInvalid(key="until", why="before_start") if plan.last and plan.last < plan.first else plan


def _every(raw: object) -> tuple[int, tuple[int, ...]]:
    if isinstance(raw, list) and raw and all(day in WEEKDAYS for day in raw):
        return 1, tuple(sorted({WEEKDAYS.index(day) for day in raw}))
    found = re.fullmatch(r"(?:(\d{1,3}) )?(day|week)s?", str(raw))
    if found is None or found[1] == "0":
        raise _Wrong("every", "not_understood")
    return int(found[1] or 1) * (7 if found[2] == "week" else 1), ()


def _hours(raw: object) -> tuple[str, ...]:
    listed = raw if isinstance(raw, list) else [raw]
    if not listed:
        raise _Wrong("at", "not_understood")
    try:
        hours = [time.fromisoformat(str(hour)) for hour in listed]
    except ValueError:
        raise _Wrong("at", "not_understood") from None
    if any(hour.tzinfo or hour.second or hour.microsecond for hour in hours):
        raise _Wrong("at", "not_understood")  # the hour is the patient's own, to the minute
    return tuple(sorted({hour.strftime("%H:%M") for hour in hours}))


def _day(raw: object, key: str) -> str:
    try:
        return date.fromisoformat(str(raw)).isoformat()  # a TOML date too; a date with an hour is refused
    except ValueError:
        raise _Wrong(key, "not_understood") from None


def _times(raw: object) -> int | None:
    if raw is None or (isinstance(raw, int) and not isinstance(raw, bool) and raw > 0):
        return raw
    raise _Wrong("count", "not_understood")


def _minutes(raw: object) -> int:
    found = re.fullmatch(r"(\d{1,4}) ?(min|h|d|day|days)", str(raw))
    minutes = int(found[1]) * {"min": 1, "h": 60}.get(found[2], 1440) if found else 0
    if minutes <= 0:
        raise _Wrong("window", "not_understood")
    return minutes
