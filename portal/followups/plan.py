"""Plans: on which days and at which local hours a form is due, and what follows when it is not answered. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portal import hours
from portal.hours import instant_of

FARTHEST = 7 * 1000  # days looked ahead for the next due day: the longest step is 999 weeks


class AlertRule(NamedTuple):
    """When the care team is to be told: FHIRPath on the response, how grave, in whose words, and who.

    `show`: these words are for the patient too.
    """

    when: str
    severity: str  # low, medium, high
    text: str
    notify: tuple[str, ...]  # e-mail addresses
    show: bool = False


LATER = ("danger_unanswered",)  # came after plans had been stored


@dataclass(frozen=True)
class Plan:
    """Due every `step` days from `first`, or on `weekdays`; at each of `hours`; open for `window` minutes.

    Minutes after the hour: an answer is late (`late_after`), whoever has not finished is reminded once more
    (`nudge_after`). Nobody is reminded within `quiet` (two local hours). After `silence` forms in a row without an
    answer the care team is told: `notify`, and again every `again_after` minutes until someone acknowledges;
    with `detail`, in an e-mail that says who it is about and why. `danger`: it is told of words of danger too;
    `danger_unanswered`: also where they only may be, and nobody answers whether it is urgent.
    Whoever cannot be reached in the chat is told once by `otherwise`: email, sms or none.
    """

    step: int
    weekdays: tuple[int, ...]
    hours: tuple[str, ...]
    first: str
    last: str | None
    times: int | None
    window: int
    reading_hours: str = ""
    phone: str = ""
    late_after: int | None = None
    nudge_after: int | None = None
    quiet: tuple[str, str] | None = None
    silence: int | None = None
    otherwise: str = "email"
    notify: tuple[str, ...] = ()
    again_after: int = 240
    alerts: tuple[AlertRule, ...] = ()
    detail: bool = False
    danger: bool = True
    danger_unanswered: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the plan as it is stored; what is `LATER` only where it is true, as code from before would not know it."""
        stored = {**asdict(self), "alerts": [rule._asdict() for rule in self.alerts]}
        return {name: value for name, value in stored.items() if value or name not in LATER}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Plan":
        """Return the plan that `to_json` made."""
        lists = {name: tuple(stored.get(name) or ()) for name in ("weekdays", "hours", "notify")}
        quiet = tuple(stored.get("quiet") or ()) or None
        rules = tuple(
            AlertRule(**{**rule, "notify": tuple(rule["notify"])}) for rule in stored.get("alerts", ())
        )
        return cls(**{**stored, **lists, "quiet": quiet, "alerts": rules})

    def after(self, instant: datetime, zone: str) -> datetime | None:
        """Return the first due instant later than `instant` (UTC); None when the plan is over.

        An hour that the clocks skip in spring falls one hour later; one they repeat in autumn counts once.
        """
        local = instant.astimezone(ZoneInfo(zone)).date()
        for day in self._days(max(date.fromisoformat(self.first), local - timedelta(days=1))):
            # In order of their instants: where the clocks jump, 02:30 falls after 03:00.
            for due in sorted(instant_of(day, hour, zone) for hour in self.hours):
                if due > instant:
                    return due
        return None

    def dues_on(self, day: date, zone: str) -> list[datetime]:
        """Return the due instants (UTC) of one local day, in order; none when no form is due on it."""
        if day < date.fromisoformat(self.first) or next(self._days(day), None) != day:
            return []
        return sorted({instant_of(day, hour, zone) for hour in self.hours})

    def hushed(self, instant: datetime, zone: str) -> datetime:
        """Return when the quiet hours around `instant` (UTC) end; `instant` itself outside them."""
        return hours.hushed(self.quiet, instant, zone)

    def is_quiet(self, hour: str) -> bool:
        """Tell whether a local hour falls into the quiet hours."""
        return hours.is_quiet(self.quiet, hour)

    def _days(self, start: date) -> Iterator[date]:
        first = date.fromisoformat(self.first)
        last = date.fromisoformat(self.last) if self.last else date.max
        for day in (start + timedelta(days=n) for n in range(FARTHEST)):
            if day > last:
                return
            on_step = not self.weekdays and (day - first).days % self.step == 0
            if on_step or day.weekday() in self.weekdays:
                yield day
