"""Change my time zone: one of France's, or found by a city or country."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from conversations.doors import MENU
from conversations.form import Form
from conversations.messages import Button
from conversations.owning import linked
from conversations.questions import Action, Choice, Hint, Option, match
from conversations.turn import AskAgain, Outcome, Said, Turn, said
from locales import Words, _, zones
from portal import authorisations, followups
from portal.authorisations import Access, NoRight, Right, patient_record
from portal.errors import Refused

LONGEST = 60
PREFERENCES = Button(_("Preferences"), "m:compte-preferences")


class PlaceUnknown(Refused):
    """No time zone has such a city or country."""


@dataclass(frozen=True, kw_only=True)
class Place(Choice):
    """Where someone lives: a button chooses, typed words search."""

    def options(self, turn: Turn) -> Sequence[Option]:
        """Offer what was found, else the zones of France."""
        kept = turn.facts.get("found")
        offered = kept if isinstance(kept, list) and kept else zones.FRENCH
        return [Option(zone, zones.named(zone, turn.language)) for zone in offered]

    def read(self, turn: Turn, typed: str) -> Any:
        """Take the words of a place that is offered; others are looked for."""
        found = match(self.options(turn), typed, turn.language)
        if found is not None:
            return found.key
        return {"typed": typed[:LONGEST]} if typed.strip() else Hint(_("Please write a city or a country."))

    def shown(self, turn: Turn, value: Any) -> Words:
        """Return the place that was chosen, or what was typed."""
        return str(value["typed"]) if isinstance(value, dict) else super().shown(turn, value)


def look(turn: Turn, value: Any) -> Callable[[], list[str]]:
    """Search the names, outside the transaction: the first time they are put together."""
    language, typed = turn.language, value["typed"] if isinstance(value, dict) else ""
    return lambda: zones.found(typed, language)


def offer(turn: Turn, value: Any, found: list[str]) -> Outcome:
    """Offer what the search found."""
    if not isinstance(value, dict):
        return None
    turn.facts["found"] = found
    return AskAgain("zone") if found else PlaceUnknown()


def _france(turn: Turn) -> AskAgain:
    turn.facts["found"] = []
    return AskAgain("zone")


change_timezone = Form(
    "change_timezone",
    Place(
        "zone",
        _("Where do you live?"),
        help=(_("Tap a place, or write a city or a country. Your reminders keep its hours."),),
        think=look,
        step=offer,
        actions=lambda turn: (
            (Action("f", _("The places in France"), _france),) if turn.facts.get("found") else ()
        ),
    ),
    title=_("Time zone"),
    recap=False,
    first=linked,
)


@change_timezone.send
def send(turn: Turn) -> Said | Refused:
    """Live there from now on: reminders move at once."""
    access = (
        authorisations.require(turn.work, turn.me, Right.FOLLOW, patient_record(turn.me.account_id))
        if turn.me
        else NoRight()
    )
    if not isinstance(access, Access):
        return access
    refused = followups.set_timezone(turn.work, access, turn["zone"])
    if refused is not None:
        return refused
    hour = turn.now.astimezone(ZoneInfo(turn["zone"])).time().replace(tzinfo=None)
    place = zones.named(turn["zone"], turn.language)
    return said(
        _("It is noted: {place}. It is {hour} there now; your reminders follow.", place=place, hour=hour),
        rows=((PREFERENCES,), (MENU,)),
    )
