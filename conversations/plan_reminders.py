"""Change the hour at which the forms of a follow-up come."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from conversations.doors import MENU
from conversations.form import Form
from conversations.messages import Button
from conversations.my_rhythm import access, chosen, first, said_hours, which
from conversations.questions import Choice, Hint, Option
from conversations.turn import Said, Turn, said
from locales import Words, _, n_, spoken
from locales.reading import read_time
from portal import followups
from portal.authorisations import Access
from portal.errors import Refused
from portal.followups import FollowUpUnknown

# Usual hours, by how many a day the care team asks for.
USUAL = {
    1: ("07:00", "08:00", "09:00", "12:00", "18:00", "20:00"),
    2: ("08:00,20:00", "07:00,19:00", "09:00,21:00"),
    3: ("08:00,13:00,20:00", "07:00,12:00,19:00"),
}
BETWEEN = re.compile(r"\s*(?:,|;|/|\bet\b|\band\b)\s*|(?<=[\dh])\s+(?=\d)")
BACK = (Button(_("Reminders"), "m:mes-rappels"), MENU)


@dataclass(frozen=True, kw_only=True)
class Hours(Choice):
    """As many hours of the day as the care team asks for."""

    def options(self, turn: Turn) -> Sequence[Option]:
        """Offer usual hours, none that is quiet."""
        one = chosen(turn)
        usual = USUAL.get(len(one.plan.hours), ()) if one else USUAL[1]
        allowed = [
            o for o in usual if one is None or not any(one.plan.is_quiet(hour) for hour in o.split(","))
        ]
        return [Option(hours, said_hours(hours.split(","))) for hours in allowed]

    def pick(self, turn: Turn, key: str) -> Any:  # noqa: ARG002
        """Return the hours of a button."""
        return key.split(",")

    def read(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Read `18:00`, `8h30`, `midi`, or `08:00, 20:00`."""
        parts = [typed.strip()] if spoken.hour(typed) else BETWEEN.split(typed.strip()[:80])
        found = [spoken.hour(part) for part in parts] if len(typed) < 80 else [None]
        hours = sorted({hour.strftime("%H:%M") for hour in found if hour})
        example = _("Please write an hour, or several: {example}, for instance.", example="08:00, 20:00")
        return hours if all(found) and hours else Hint(example)

    def shown(self, turn: Turn, value: Any) -> Words:  # noqa: ARG002
        """Return the hours."""
        return said_hours(value)


def fitting(turn: Turn, hours: list[str]) -> Hint | None:
    """Keep how often the care team asks, and the hours in which nobody is disturbed."""
    one = chosen(turn)
    if one is None:
        return None
    if len(hours) != len(one.plan.hours):
        return Hint(
            n_(
                "Your care team asks {n} time a day: please choose {n} hour.",
                "Your care team asks {n} times a day: please choose {n} different hours.",
                len(one.plan.hours),
            )
        )
    if one.plan.quiet and any(one.plan.is_quiet(hour) for hour in hours):
        begin, end = (read_time(hour) or hour for hour in one.plan.quiet)
        return Hint(
            _(
                "No reminder goes out between {begin} and {end}. Please choose another hour.",
                begin=begin,
                end=end,
            )
        )
    return None


plan_reminders = Form(
    "plan_reminders",
    which(),
    Hours("hours", _("At what hour would you like to fill in your form?"), label=_("Hour"), check=fitting),
    title=_("Change the hour"),
    first=first,
)


@plan_reminders.send
def send(turn: Turn) -> Said | Refused:
    """Have the forms come at that hour from now on."""
    one, allowed = chosen(turn), access(turn)
    if not isinstance(allowed, Access):
        return allowed
    changed = FollowUpUnknown() if one is None else followups.change_hours(
        turn.work, allowed, one.followup_id, turn["hours"]
    )  # fmt: skip
    if isinstance(changed, Refused):
        return changed
    now = chosen(turn)
    when = (_("Your next form comes on {date}.", date=now.next_at),) if now and now.next_at else ()
    return said(
        _("It is noted: your form comes at {hours}.", hours=said_hours(turn["hours"])), *when, rows=(BACK,)
    )
