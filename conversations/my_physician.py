"""My regular physician: found in the directory, or in one's own words; this gives no access to anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from conversations import for_whom
from conversations.authorise import Whom, look, named, offered
from conversations.form import Form, Recap
from conversations.messages import Block
from conversations.my_particulars import BACK, LABELS, wrong_line
from conversations.owning import first
from conversations.questions import Action, Hint
from conversations.turn import AskAgain, Outcome, Said, Turn, said
from locales import Words, _
from portal import directory, particulars
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.particulars import FAMILY


@dataclass(frozen=True, kw_only=True)
class Physician(Whom):
    """A physician: typed words search the directory; they are kept where nobody is found."""

    def read(self, turn: Turn, typed: str) -> Any:
        """Take the words of one that is offered; others are looked for."""
        found = super().read(turn, typed)
        return {"other": particulars.one_line(found["typed"])} if isinstance(found, dict) else found

    def shown(self, turn: Turn, value: Any) -> Words:
        """Return who was chosen, or what was typed."""
        return str(value["other"]) if isinstance(value, dict) else super().shown(turn, value)


def _look(turn: Turn, value: Any) -> Callable[[], Any]:
    return look(turn, {"typed": value["other"]} if isinstance(value, dict) else value)


def _offer(turn: Turn, value: Any, found: Any) -> Outcome:
    """Offer whom the search found; where it found nobody, or there is no directory, the words stay."""
    if not isinstance(value, dict) or isinstance(found, Refused) or not found:
        return None
    turn.facts.update(found=[directory.packed(one[:7], one.places) for one in found], typed=value["other"])
    return AskAgain("who")


def _typed(turn: Turn) -> None:
    """Keep what was typed, whoever was found."""
    turn.keep("who", {"other": turn.facts["typed"]})
    turn.mark.data["editing"] = ""


def _actions(turn: Turn) -> Sequence[Action]:
    typed = turn.facts.get("typed")
    return (Action("t", _("Keep: {answer}", answer=typed), _typed),) if typed else ()


def _check(turn: Turn, value: Any) -> Refused | Hint | None:
    return wrong_line("physician")(turn, value) if isinstance(value, dict) else None


def _closing(_turn: Turn) -> Sequence[Block]:
    words = _("This opens nothing: whom you let read your record is in “My professionals”.")
    return (Block("note", words),)


def _asked(turn: Turn) -> Words:
    return _("Who is it?") if offered(turn) else _("Who is your regular physician?")


my_physician = Form(
    "my_physician",
    Physician(
        "who",
        _asked,
        help=(_("Write a name, with the town: “{example}”.", example="martin lyon"),),
        label=LABELS["physician"],
        offers=(),
        optional=True,
        actions=_actions,
        check=_check,
        think=_look,
        step=_offer,
    ),
    title=_("Regular physician"),
    recap=Recap(_("Please check before saving"), _("Save")),
    closing=_closing,
    first=first("identite-famille"),
)


@my_physician.send
def send(turn: Turn) -> Said | Refused:
    """Write it down as words."""
    allowed = for_whom.access(turn, Right.KEEP)
    if not isinstance(allowed, Access):
        return allowed
    value = turn.get("who")
    found = next((named(one) for one in offered(turn) if one.id == value), "")
    words = value["other"] if isinstance(value, dict) else found
    changed = particulars.change(turn.work, allowed, FAMILY, {"physician": words})
    if isinstance(changed, Refused):
        return changed
    said_so = _("It is noted.") if changed else _("Nothing has changed.")
    return said(said_so, rows=((BACK[FAMILY],),))
