"""Note when a child was vaccinated: which doses of one age, and on which day."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from conversations import for_whom, owning
from conversations.amounts import Date, today
from conversations.carnet_words import at_age, dose_words
from conversations.doors import MENU
from conversations.form import Form
from conversations.messages import Button
from conversations.questions import Hint, Option, Question, Several
from conversations.refusals import sentence
from conversations.turn import Next, Outcome, Said, Turn, said
from locales import Words, _
from portal.authorisations import Access, Right
from portal.carnets import vaccines
from portal.carnets.vaccines import DONE, TO_COME, Calendar, DoseUnknown, Standing, VaccineDateInvalid
from portal.errors import Refused


def first(turn: Turn) -> Next | Refused | None:
    """Go on only with who may write into this carnet, and is fresh."""
    earlier = owning.before(turn, f"vaccins:{turn.facts['carnet_id']}")
    if earlier is not None:
        return earlier
    allowed = for_whom.access(turn, Right.FILL_IN)
    return allowed if isinstance(allowed, Refused) else None


def _calendar(turn: Turn) -> Calendar | None:
    access = for_whom.access(turn, Right.READ)
    found = vaccines.peek(turn.work, access) if isinstance(access, Access) else None
    return found if isinstance(found, Calendar) else None


def left(turn: Turn) -> list[Standing]:
    """Return the doses of this age that are not noted yet."""
    found = _calendar(turn)
    doses = found.doses if found is not None else ()
    return [one for one in doses if one.dose.months == turn.facts["months"] and one.state != DONE]


def asked(turn: Turn) -> Sequence[Question]:
    """Ask which doses, where there are several, and the day."""
    offered = left(turn)
    which = Several(
        "doses",
        at_age(turn.facts["months"]),
        help=(_("Tick what was given on the same day."),),
        offers=[Option(one.dose.key, dose_words(one.dose)) for one in offered],
        before=partial(_tick, offered=offered),
        check=_some,
    )
    words: Words = _("On which day?")
    if len(offered) == 1:
        words = _("{vaccine}: on which day?", vaccine=dose_words(offered[0].dose))
    day = Date("day", words, help=(_("Tap a button, or write a date."),), check=_day)
    return [which, day] if len(offered) > 1 or "doses" in turn.mark.data["answers"] else [day]


def _tick(turn: Turn, offered: Sequence[Standing]) -> Outcome:
    turn.mark.data["ticked"] = [one.dose.key for one in offered if one.state != TO_COME]
    return None


def _some(_turn: Turn, ticked: Any) -> Hint | None:
    return None if ticked else Hint(_("Please tick at least one, then tap Done."))


def _day(turn: Turn, day: date) -> Refused | None:
    found = _calendar(turn)
    born = found.carnet.birth_date if found is not None else day
    return None if born <= day <= today(turn) else VaccineDateInvalid()


note_vaccine = Form("note_vaccine", title=_("Note a vaccine"), asked=asked, recap=False, first=first)


@note_vaccine.send
def send(turn: Turn) -> Said | Refused:
    """Note it; one tap takes it back."""
    access = for_whom.access(turn, Right.FILL_IN)
    if not isinstance(access, Access):
        return access
    keys = turn.get("doses") or [one.dose.key for one in left(turn)][:1]
    wrong = vaccines.note(turn.work, access, keys, turn["day"]) if keys else DoseUnknown()
    back = Button(_("‹ Vaccination calendar"), f"m:vaccins:{turn.facts['carnet_id']}")
    if wrong is not None:
        return said(sentence(wrong), rows=((back, MENU),))
    numbers = ".".join(str(vaccines.number(key)) for key in keys)
    undo = Button(_("Undo"), f"m:vaccin-effacer:{turn.facts['carnet_id']}.{numbers}")
    return said(_("It is noted: {date}.", date=turn["day"]), rows=((undo,), (back, MENU)))
