"""My follow-up: the forms to fill in now, and when the next one comes."""

from conversations import course
from conversations.fill_follow_up import remembered
from conversations.messages import Button, message
from handlers.reminders import REMINDERS, ends
from handlers.visit import HELP, MENU, Screen, Visit
from locales import Words, _, pack
from portal import bookmarks, followups
from portal.authorisations import Access, Right
from portal.followups import Due

FORM = "fill_follow_up"


def suivi(visit: Visit) -> None:
    """Open the form of the day; several are offered by name, none says when the next one comes."""
    access = visit.health(Right.FILL_IN, "suivi")
    if access is None:
        return None
    due = followups.due(visit.work, access)
    if visit.argument:
        due = [one for one in due if one.occurrence_id == visit.argument]
    if len(due) == 1:
        return _open(visit, access, due[0])
    if not due:
        return _nothing(visit, access)
    rows = tuple((Button(one.title, f"m:suivi:{one.occurrence_id}"),) for one in due)
    return visit.show(
        message(_("Which form would you like to fill in?"), rows=(*rows, (REMINDERS, MENU))),
        account_id=access.account_id,
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


def _nothing(visit: Visit, access: Access) -> None:
    """Say when the next form comes, and that it is paused if it is."""
    next_at = followups.next_due(visit.work, access)
    when: Words = (
        _("The next form comes on {date}.", date=next_at) if next_at else _("No other form is planned.")
    )
    found = followups.rhythms(visit.work, access)
    pauses = (one.paused_until for one in found if one.paused_until is not None)
    words = [_("Your follow-up is paused until {date}.", date=until) for until in pauses]
    visit.say(
        _("There is nothing to fill in now."), *words, when, rows=(*ends(found), (REMINDERS,), (MENU, HELP))
    )


SCREENS = (Screen("suivi", suivi, ("suivi", "followup"), _("Fill in the form of the day")),)
