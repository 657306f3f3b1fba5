"""My follow-up: the forms to fill in now, when the next one comes, and the ways to what was sent."""

from collections.abc import Sequence

from conversations import course
from conversations.fill_follow_up import remembered
from conversations.messages import Button, Rows, message
from handlers.history import when_next
from handlers.reminders import REMINDERS, ends
from handlers.visit import HELP, MENU, Screen, Visit
from locales import Words, _, pack
from portal import bookmarks, followups
from portal.authorisations import Access, Right
from portal.followups import Due, Rhythm

FORM = "fill_follow_up"


def suivi(visit: Visit) -> None:
    """Open the form of the day where there is one; several are offered by name, none leads home."""
    access = visit.health(Right.FILL_IN, "suivi")
    if access is None:
        return None
    due = followups.due(visit.work, access)
    named = [one for one in due if visit.argument in ("", one.occurrence_id)]
    return _open(visit, access, named[0]) if len(named) == 1 else _home(visit, access, due)


def home(visit: Visit) -> None:
    """Show what there is of her follow-up: to fill in, and to look back on."""
    access = visit.health(Right.FILL_IN, "suivi-accueil")
    if access is not None:
        _home(visit, access, followups.due(visit.work, access))


def _home(visit: Visit, access: Access, due: Sequence[Due]) -> None:
    found = followups.rhythms(visit.work, access)
    forms = tuple((Button(one.title, f"m:suivi:{one.occurrence_id}"),) for one in due)
    said = _asked(due) if due else _nothing(visit, access, found)
    rows = (*forms, *ends(found), *doors(), (MENU, HELP))
    visit.show(message(*said, rows=rows), account_id=access.account_id)


def _asked(due: Sequence[Due]) -> tuple[Words, ...]:
    several = _("Which form would you like to fill in?")
    return (several if len(due) > 1 else _("There is a form to fill in."),)


def _nothing(visit: Visit, access: Access, found: Sequence[Rhythm]) -> tuple[Words, ...]:
    """Say when the next form comes, and that it is paused if it is."""
    pauses = (one.paused_until for one in found if one.paused_until is not None)
    paused = [_("Your follow-up is paused until {date}.", date=until) for until in pauses]
    nothing = _("There is nothing to fill in now.")
    return (nothing, *paused, when_next(followups.next_due(visit.work, access)))


def doors() -> Rows:
    """Return the ways on from the home of her follow-up."""
    return (
        (Button(_("What I sent"), "m:envois"), Button(_("My trend"), "m:courbes")),
        (Button(_("Who read my answers"), "m:lectures"), REMINDERS),
    )


def _open(visit: Visit, access: Access, due: Due) -> None:
    """Take the form up where it was left, or begin it."""
    begun = bookmarks.about(visit.work, str(visit.chat), FORM, due.occurrence_id)
    if begun is not None:
        return course.resume(visit.work, visit.chat, begun)
    last = remembered(visit.work, access, due.occurrence_id, due.questionnaire_id)
    facts = {
        "questionnaire_id": due.questionnaire_id,
        "reading_hours": due.reading_hours,
        "phone": due.phone,
        "silence": due.silence,
        "last": {
            path: [pack(one) for one in a] if isinstance(a, list) else pack(a) for path, a in last.items()
        },
    }
    return course.start(
        visit.work, visit.chat, FORM, account_id=access.account_id, subject=due.occurrence_id, facts=facts,
        expires_at=due.closes_at,
    )  # fmt: skip


SCREENS = (
    Screen("suivi", suivi, ("suivi", "followup"), _("Fill in the form of the day")),
    Screen("suivi-accueil", home),
)
