"""Pause a follow-up: a holiday, a hospital stay; nothing is asked until a day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from conversations.amounts import Date, today
from conversations.form import Form
from conversations.messages import Block
from conversations.my_rhythm import access, chosen, first, which
from conversations.plan_reminders import BACK
from conversations.questions import Hint, Option
from conversations.turn import Said, Turn, said
from locales import _
from portal import followups
from portal.authorisations import Access
from portal.errors import Refused
from portal.followups import FollowUpUnknown

LONGEST = timedelta(days=366)
SPANS = (("week", _("In a week"), 7), ("two-weeks", _("In two weeks"), 14), ("month", _("In a month"), 30))


@dataclass(frozen=True, kw_only=True)
class ComingDay(Date):
    """A day to come; one without its year is the next of that name."""

    def options(self, turn: Turn) -> Sequence[Option]:  # noqa: ARG002
        """Offer usual spans."""
        return [Option(key, label) for key, label, _days in SPANS]

    def pick(self, turn: Turn, key: str) -> Any:
        """Return the day a button stands for."""
        return today(turn) + timedelta(days=next(days for name, _label, days in SPANS if name == key))

    def read(self, turn: Turn, typed: str) -> Any:
        """Read a day."""
        now, bare = today(turn), typed.strip()
        short = re.fullmatch(r"\d{1,2}[/.-]\d{1,2}", bare) is not None
        day = super().read(turn, f"{bare}/{now.year}" if short else bare)
        yearless = short or not re.search(r"\d{4}", bare)
        if isinstance(day, date) and yearless and day < now - timedelta(days=1):
            return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day
        return day


def to_come(turn: Turn, day: date) -> Hint | None:
    """Take a day between tomorrow and a year from now."""
    if day <= today(turn):
        return Hint(_("Please choose a day after today."))
    if day > today(turn) + LONGEST:
        return Hint(_("A pause lasts a year at most. To end a follow-up for good, talk to your care team."))
    return None


def closing(turn: Turn) -> Sequence[Block]:
    """Say what a pause does, before it begins."""
    one = chosen(turn)
    over = (
        one is not None
        and one.plan.last is not None
        and turn.get("until", date.min).isoformat() > one.plan.last
    )
    ends = (Block("warning", _("This follow-up ends before that day: there will be no more forms.")),)
    quiet = _(
        "Until then no form comes, and none counts as missed. You can end the pause at any time in /followup."
    )
    return (*(ends if over else ()), Block("note", quiet))


pause_reminders = Form(
    "pause_reminders",
    which(),
    ComingDay(
        "until",
        _("On which day should the forms begin again?"),
        help=(_("Tap a button, or write a date."),),
        label=_("Forms begin again"),
        check=to_come,
        buttons=False,
    ),
    title=_("Pause"),
    closing=closing,
    first=first,
)


@pause_reminders.send
def send(turn: Turn) -> Said | Refused:
    """Ask nothing until that day."""
    wrong, one, allowed = to_come(turn, turn["until"]), chosen(turn), access(turn)
    if not isinstance(allowed, Access):
        return allowed
    if wrong is not None:  # the recap waited for days
        return said(wrong.words, rows=(BACK,))
    paused = FollowUpUnknown() if one is None else followups.pause(
        turn.work, allowed, one.followup_id, turn["until"]
    )  # fmt: skip
    if isinstance(paused, Refused):
        return paused
    return said(_("It is paused. The forms begin again on {date}.", date=turn["until"]), rows=(BACK,))
