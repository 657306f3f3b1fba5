"""Authorise a professional: find her in the directory, say for which record, and until when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from conversations import owning
from conversations.amounts import Date, today, zone
from conversations.doors import MENU
from conversations.form import Form
from conversations.messages import Block, Button
from conversations.questions import Action, Choice, Hint, Option, match
from conversations.turn import AskAgain, Outcome, Said, Turn, said
from locales import Words, _, plain
from portal import authorisations, authorising, blocks, carnets, directory, professionals
from portal.authorisations import Access, Right, patient_record
from portal.directory import Listed
from portal.errors import Refused
from portal.professionals import ProfessionalUnknown

MOST = 24  # professionals offered, by pages
LONGEST = 120
NEVER = "never"
SPANS = (("month", _("For a month"), 30), ("half", _("For 6 months"), 182), ("year", _("For a year"), 365))
FURTHEST = timedelta(days=3653)
ACTORS = Button(_("My professionals"), "m:acteurs")


class NobodyFound(Refused):
    """The directory lists nobody who fits what was typed."""


class NoneOfThese(Refused):
    """None of the professionals offered is the one that was meant."""


def offered(turn: Turn) -> list[Listed]:
    """Return the professionals that the last search found."""
    kept = turn.facts.get("found")
    return [directory.unpacked(one) for one in kept] if isinstance(kept, list) else []


def chosen(turn: Turn) -> Listed | None:
    """Return the professional who was chosen."""
    return next((one for one in offered(turn) if one.id == turn.get("who")), None)


def named(one: Listed) -> Words:
    """Return a professional as she is recognised: name, what she is, where."""
    parts = (one.name, one.what.partition(" · ")[0], one.place.city)
    return " · ".join(filter(None, parts))


@dataclass(frozen=True, kw_only=True)
class Whom(Choice):
    """A professional: typed words search the directory, a button chooses."""

    def options(self, turn: Turn) -> Sequence[Option]:
        """Offer those that were found; who cannot be told apart otherwise, by the end of her number."""
        found = offered(turn)
        faces = [named(one) for one in found]
        alike = {face for face in faces if faces.count(face) > 1}
        return [
            Option(
                one.id, plain("{who} · …{digits}", who=face, digits=one.id[-4:]) if face in alike else face
            )
            for one, face in zip(found, faces, strict=True)
        ]

    def read(self, turn: Turn, typed: str) -> Any:
        """Take the words of one that is offered; others are looked for."""
        found = match(self.options(turn), typed, turn.language)
        if found is not None:
            return found.key
        if sum(one.isalnum() for one in typed) < 2:
            return Hint(_("Please write at least the last name, with its letters."))
        return {"typed": " ".join(typed.split())[:LONGEST]}

    def shown(self, turn: Turn, value: Any) -> Words:
        """Return who was chosen, or what was typed."""
        return str(value["typed"]) if isinstance(value, dict) else super().shown(turn, value)


def look(turn: Turn, value: Any) -> Callable[[], Any]:
    """Search the directory, outside the transaction."""
    if not isinstance(value, dict):
        return lambda: None
    root, typed = turn.work.policy.directory, value["typed"]
    return lambda: directory.at(root).search(typed, MOST)


def offer(turn: Turn, value: Any, found: Any) -> Outcome:
    """Offer whom the search found."""
    if not isinstance(value, dict):
        return None
    if isinstance(found, Refused):
        return found
    turn.facts["found"] = [directory.packed(one[:7], one.places) for one in found]
    return AskAgain("who") if found else NobodyFound()


def _none(turn: Turn) -> AskAgain:
    turn.facts["found"] = []
    return AskAgain("who", NoneOfThese())


NONE = Action("n", _("None of these"), _none)


def records(turn: Turn) -> list[Option]:
    """Return the records whose professionals this person chooses."""
    if turn.me is None:
        return []
    own = patient_record(turn.me.account_id)
    held = authorising.records(turn.work, turn.me.account_id)
    children = {one.record: one for one in carnets.of(turn.work, turn.me.account_id)}
    offers = [(own, _("My record"))]
    offers += [(one, _("{name}'s carnet", name=children[one].first_name)) for one in held if one in children]
    return [Option(record, label) for record, label in offers]


@dataclass(frozen=True, kw_only=True)
class Until(Date):
    """The last day of an authorisation, or no end."""

    def options(self, turn: Turn) -> Sequence[Option]:  # noqa: ARG002
        """Offer no end, and usual spans."""
        return [Option(NEVER, _("Until I withdraw it")), *(Option(key, label) for key, label, _days in SPANS)]

    def pick(self, turn: Turn, key: str) -> Any:
        """Return the day a button stands for, or no end."""
        days = next((days for name, _label, days in SPANS if name == key), None)
        return key if days is None else today(turn) + timedelta(days=days)

    def read(self, turn: Turn, typed: str) -> Any:
        """Read a day, or the words of a button."""
        found = match(self.options(turn), typed, turn.language)
        return self.pick(turn, found.key) if found else super().read(turn, typed)

    def shown(self, turn: Turn, value: Any) -> Words:
        """Return the day, or that there is no end."""
        return _("until you withdraw it") if value == NEVER else super().shown(turn, value)


def to_come(turn: Turn, until: Any) -> Hint | None:
    """Take a day from today on, within ten years."""
    if isinstance(until, date) and not today(turn) <= until <= today(turn) + FURTHEST:
        return Hint(_("Please choose a day to come, within ten years; or no end."))
    return None


def closing(turn: Turn) -> Sequence[Block]:
    """Say what it means, before it is done."""
    one = chosen(turn)
    known = professionals.of_number(turn.work, one.id) if one else None
    record = _record(turn)
    away = known is not None and record is not None and blocks.stands(turn.work, record, known.id)
    lifts = _("You have blocked this professional. Authorising ends the block.")
    means = _(
        "This professional will read this record, except what you hide, and may add documents to it. "
        "You can take it back at any time in /professionals."
    )
    return (*([Block("warning", lifts)] if away else []), Block("note", means))


def _record(turn: Turn) -> str | None:
    chosen_record = turn.get("record")
    if isinstance(chosen_record, str):
        return chosen_record
    return patient_record(turn.me.account_id) if turn.me else None


def _asked(turn: Turn) -> Words:
    return _("Who is it?") if offered(turn) else _("Which professional would you like to authorise?")


authorise = Form(
    "authorise",
    Whom(
        "who",
        _asked,
        help=(
            _("Write a name, with the town or the profession if you know them: “{example}”.",
              example="martin cardiologue lyon"),
        ),
        label=_("Professional"),
        offers=(),
        actions=lambda turn: (NONE,) if offered(turn) else (),
        think=look,
        step=offer,
    ),
    Choice("record", _("For which record?"), offers=records, when=lambda turn: bool(turn.facts.get("carnets"))),
    Until("until", _("Until when?"), help=(_("Tap a button, or write a date."),), check=to_come, buttons=False),
    title=_("Authorise a professional"),
    closing=closing,
    first=owning.first("autoriser", full=True),
)  # fmt: skip


@authorise.send
def send(turn: Turn) -> Said | Refused:
    """Give the right; whom only the directory knew is known from now on."""
    one, record = chosen(turn), _record(turn)
    if one is None or turn.me is None or record is None:
        return ProfessionalUnknown()
    access = authorisations.require(turn.work, turn.me, Right.HOLD, record)
    if not isinstance(access, Access):
        return access
    professional_id = professionals.from_directory(turn.work, one)
    if isinstance(professional_id, Refused):
        return professional_id
    until = turn["until"]
    last = (
        datetime.combine(until + timedelta(days=1), time(), zone(turn)) if isinstance(until, date) else None
    )
    refused = authorising.authorise(turn.work, access, professional_id, last)
    if refused is not None:
        return refused
    done = _("It is done: {name} is authorised.", name=one.name)
    return said(done, rows=((ACTORS,), (MENU,)))
