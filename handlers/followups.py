"""My follow-up: the forms to fill in now, one's own and one's children's, when the next comes, and what was sent."""

from collections.abc import Sequence
from typing import NamedTuple

from conversations import course, for_whom
from conversations.doors import HELP, MENU
from conversations.fill_follow_up import remembered
from conversations.for_whom import Whose
from conversations.messages import Block, Button, Message, Rows, message
from conversations.my_rhythm import reminded_of
from conversations.who import named
from handlers.history import when_next
from handlers.reminders import REMINDERS, ends
from handlers.visit import Screen, Visit
from locales import Words, _, n_, pack
from portal import bookmarks, carnets, followups
from portal.accounts import Me
from portal.authorisations import Access, Right, carnet_record, patient_record
from portal.followups import Due, Rhythm

FORM = "fill_follow_up"


class Waiting(NamedTuple):
    """A form that can be filled in now, and for whom."""

    whose: Whose
    due: Due

    @property
    def button(self) -> Button:
        """What opens it, by its title and the child's name."""
        return Button(self.whose.titled(self.due.title), f"m:suivi:{self.due.occurrence_id}")


def suivi(visit: Visit) -> None:
    """Open the form of the day where there is one; several are offered by name, none leads home."""
    me = visit.admitted("suivi")
    if me is None:
        return None
    mine = for_whom.mine(visit.work, me, Right.FILL_IN)
    waiting = waiting_for(visit, mine)
    chosen = [one for one in waiting if visit.argument in ("", one.due.occurrence_id)]
    return _open(visit, chosen[0]) if len(chosen) == 1 else _home(visit, me, mine, waiting)


def home(visit: Visit) -> None:
    """Show what there is of follow-ups, one's own or a child's: to fill in, and to look back on."""
    me = visit.admitted(f"suivi-accueil:{visit.argument}" if visit.argument else "suivi-accueil")
    if me is not None and visit.argument:
        _home_of_child(visit, me, visit.argument)
    elif me is not None:
        mine = for_whom.mine(visit.work, me, Right.FILL_IN)
        _home(visit, me, mine, waiting_for(visit, mine))


def waiting_for(visit: Visit, mine: Sequence[Whose]) -> list[Waiting]:
    """Return the forms that can be filled in now."""
    return [Waiting(whose, due) for whose in mine for due in followups.due(visit.work, whose.access)]


def _home(visit: Visit, me: Me, mine: Sequence[Whose], waiting: Sequence[Waiting]) -> None:
    found = reminded_of(visit.work, me)
    followed = [one for one in mine if followups.followed(visit.work, one.access)]
    said = _asked(waiting) if waiting else _nothing(visit, mine, found)
    children = tuple(
        (Button(_("Follow-ups of {name}", name=one.child), f"m:suivi-accueil:{one.carnet_id}"),)
        for one in followed
        if one.child
    )
    own = not followed or not followed[0].child
    ways = (*doors(), *children) if own else (*children, (REMINDERS,))
    rows = (*((one.button,) for one in waiting), *ends(found), *ways, (MENU, HELP))
    visit.show(message(*said, rows=rows), account_id=me.account_id)


def _asked(waiting: Sequence[Waiting]) -> tuple[Words, ...]:
    several = _("Which form would you like to fill in?")
    return (several if len(waiting) > 1 else _("There is a form to fill in."),)


def _nothing(visit: Visit, mine: Sequence[Whose], found: Sequence[Rhythm]) -> tuple[Words, ...]:
    """Say when the next form comes, and that it is paused if it is."""
    pauses = (one.paused_until for one in found if one.paused_until is not None)
    paused = [_("Your follow-up is paused until {date}.", date=until) for until in pauses]
    nothing = _("There is nothing to fill in now.")
    coming = (followups.next_due(visit.work, one.access) for one in mine)
    return (nothing, *paused, when_next(min((at for at in coming if at is not None), default=None)))


def _home_of_child(visit: Visit, me: Me, carnet_id: str) -> None:
    access = visit.access(me, Right.READ, carnet_record(carnet_id))
    child = carnets.get(visit.work, carnet_id)
    if access is None or not isinstance(child, carnets.Carnet):
        return
    mine = [one for one in for_whom.mine(visit.work, me, Right.FILL_IN) if one.carnet_id == carnet_id]
    waiting = waiting_for(visit, mine)
    n = len(waiting)
    said: Words = (
        n_("{n} form to fill in", "{n} forms to fill in", n) if n else _("There is nothing to fill in now.")
    )
    blocks = [
        Block("title", _("Follow-ups of {name}", name=child.first_name)),
        Block("plain", said),
        *([] if n else [Block("line", when_next(followups.next_due(visit.work, access)))]),
        *_reminded(visit, access),
    ]
    back = (Button(_("‹ The carnet"), f"m:carnet:{carnet_id}"), MENU)
    forms = tuple((Button(one.due.title, one.button.data),) for one in waiting)
    rows = (*forms, *doors(carnet_id), back)
    visit.show(Message(tuple(blocks), rows), account_id=me.account_id)


def _reminded(visit: Visit, access: Access) -> list[Block]:
    """Say which parent is reminded."""
    who = followups.reminded(visit.work, [access.whose]).get(access.whose)
    if who is None:
        return []
    actor = patient_record(who)
    if actor == access.actor:
        return [Block("note", _("The reminders come to you. Any parent who shares the carnet can fill in."))]
    name = named(visit.work, access, [actor])[actor]
    return [
        Block("note", _("The reminders go to {who}. You can fill in too: the first answer counts.", who=name))
    ]


def doors(carnet_id: str = "") -> Rows:
    """Return the ways on from the home of follow-ups, her own or a child's."""
    if carnet_id:
        return (
            (
                Button(_("What was sent"), f"m:envois:0.{carnet_id}"),
                Button(_("The trend"), f"m:courbes:.{carnet_id}"),
            ),
            (Button(_("Who read the answers"), f"m:lectures:0.{carnet_id}"), REMINDERS),
        )
    return (
        (Button(_("What I sent"), "m:envois"), Button(_("My trend"), "m:courbes")),
        (Button(_("Who read my answers"), "m:lectures"), REMINDERS),
    )


def _open(visit: Visit, one: Waiting) -> None:
    """Take the form up where it was left, or begin it."""
    whose, due = one
    begun = bookmarks.about(visit.work, str(visit.chat), FORM, due.subject)
    if begun is not None:
        return course.resume(visit.work, visit.chat, begun)
    last = remembered(visit.work, whose.access, due.occurrence_id, due.questionnaire_id)
    facts = {
        "questionnaire_id": due.questionnaire_id,
        "reading_hours": due.reading_hours,
        "phone": due.phone,
        "silence": due.silence,
        "last": {
            path: [pack(one) for one in a] if isinstance(a, list) else pack(a) for path, a in last.items()
        },
    }
    if whose.child:
        facts |= {"carnet_id": whose.carnet_id, "child": whose.child}
    return course.start(
        visit.work, visit.chat, FORM, account_id=whose.access.reader_id, subject=due.subject, facts=facts,
        expires_at=due.closes_at,
    )  # fmt: skip


SCREENS = (
    Screen("suivi", suivi, ("suivi", "followup"), _("Fill in the form of the day")),
    Screen("suivi-accueil", home),
)
