"""Reminders: their hours, a pause, "later", and how to stop and start them again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from conversations import for_whom
from conversations.course import start
from conversations.doors import HELP, MENU, SIGN_IN
from conversations.messages import Block, Button, Message, to_json
from conversations.my_rhythm import reminded_of, said_hours
from conversations.notices import FILL_IN, NO_MORE
from conversations.notices import LATER as PUT_OFF
from conversations.refusals import sentence
from handlers.visit import Screen, Visit
from locales import Words, _, saying
from locales.reading import BEGIN, LATER, fold, says_yes_no
from locales.reading import PUT_OFF as PUT_OFF_UNTIL
from portal import accounts, authorisations, followups
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.followups import ReminderTooLate, Rhythm
from portal.mailroom import outbox, slots

AGAIN = Button(_("Send me reminders again"), "m:rappels")
REMINDERS = Button(_("Reminders"), "m:mes-rappels")
CHANGE = Button(_("Change the hour"), "m:heure")
STOPPED = _("Reminders are stopped. Your forms still wait for you in /followup.")
REASONS = {
    "souvent": _("Too often"),
    "heure": _("Not at the right hour"),
    "fini": _("It no longer concerns me"),
    "rien": _("I'd rather not say"),
}
UNTIL = {"hour": _("In 1 hour"), "tonight": _("Tonight at {hour}"), "tomorrow": _("Tomorrow at {hour}")}


def overview(visit: Visit) -> None:
    """Show when the forms come, and what can be changed about it."""
    me = visit.admitted("mes-rappels")
    if me is None:
        return
    found = reminded_of(visit.work, me)
    off = accounts.notices_off(visit.work, visit.chat)
    blocks = [Block("title", _("Reminders"))]
    blocks += [Block("warning", STOPPED)] if off else []
    for one in found:
        blocks += _lines(one, named=one.child or len(found) > 1)
    blocks += [] if found else [Block("plain", _("No form is planned at the moment."))]
    change = ((CHANGE,), (Button(_("Pause"), "m:pause"),)) if found else ()
    switch = AGAIN if off else Button(_("Stop reminders"), "m:stop")
    visit.show(
        Message(
            tuple(blocks), (*ends(found), *change, (switch,), (Button(_("My follow-up"), "m:suivi"), MENU))
        ),
        account_id=me.account_id,
    )


def _lines(one: Rhythm, *, named: bool) -> list[Block]:
    lines: list[Words] = [_("Hour: {hours}", hours=said_hours(one.plan.hours))]
    if one.next_at is not None:
        lines.append(_("Next form: {date}", date=one.next_at))
    if one.paused_until is not None:
        lines.append(_("Paused until {date}", date=one.paused_until))
    return [Block("plain", one.title)] * named + [Block("line", line) for line in lines]


def ends(found: Sequence[Rhythm]) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that end the pauses there are."""
    paused = [one for one in found if one.paused_until is not None]
    if len(found) == 1 and paused:
        return ((Button(_("End the pause"), f"m:reprise:{paused[0].followup_id}"),),)
    return tuple(
        (Button(_("End the pause: {title}", title=one.title), f"m:reprise:{one.followup_id}"),)
        for one in paused
    )


def change_hour(visit: Visit) -> None:
    """Begin to change the hour."""
    _begin(visit, "plan_reminders")


def pause(visit: Visit) -> None:
    """Begin a pause."""
    _begin(visit, "pause_reminders")


def _begin(visit: Visit, form: str) -> None:
    me = visit.admitted("mes-rappels")
    if me is None:
        return None
    found = reminded_of(visit.work, me)
    if not found:
        return visit.say(_("No form is planned at the moment."), rows=((MENU, HELP),))
    facts = {"followup_id": found[0].followup_id} if len(found) == 1 else {}
    return start(visit.work, visit.chat, form, account_id=me.account_id, facts=facts)


def end_pause(visit: Visit) -> None:
    """Have the forms come again at once."""
    record = followups.record_of_followup(visit.work, visit.argument[:16])
    access = visit.health(Right.HOLD, "mes-rappels", record)
    if access is not None:
        ended = followups.end_pause(visit.work, access, visit.argument)
        visit.say(sentence(ended), rows=((MENU,),)) if isinstance(ended, Refused) else overview(visit)


def later(visit: Visit) -> None:
    """Ask when to be reminded again of an open form, or note the choice; in the reminder's own place."""
    occurrence_id, _colon, choice = visit.argument.partition(":")
    occurrence_id = occurrence_id[:16]  # what a client made up may be longer
    access = _access(visit, followups.record_of_form(visit.work, occurrence_id))
    if access is None:
        return visit.say(_("Please sign in first."), rows=((SIGN_IN, HELP),))
    fill_in = (Button(FILL_IN, f"m:suivi:{occurrence_id}"),)
    if accounts.notices_off(visit.work, visit.chat):
        return _in_place(visit, access, occurrence_id, (STOPPED,), (fill_in, (AGAIN,)))
    if choice:
        at = followups.snooze(visit.work, access, occurrence_id, choice)
        words = (
            sentence(at) if isinstance(at, ReminderTooLate) else _("You will be reminded on {date}.", date=at)
        )
        return _in_place(visit, access, occurrence_id, (words,), (fill_in, (MENU,)))
    offered = followups.snoozes(visit.work, access, occurrence_id)
    if not offered:
        return _in_place(visit, access, occurrence_id, (sentence(ReminderTooLate()),), (fill_in, (MENU,)))
    rows = tuple(
        (Button(_when(name, at), f"m:plus-tard:{occurrence_id}:{name}"),) for name, at in offered.items()
    )
    return _in_place(
        visit, access, occurrence_id, (_("When would you like to be reminded?"),), (fill_in, *rows)
    )


def typed(visit: Visit, words: str) -> str:
    """Return the button (`suivi:…`) that words stand for where a reminder is the last thing that was said; none: "".

    Once reminders are stopped, also why they were.
    """
    reader = saying.Reader(accounts.reader(visit.work, visit.chat).language)
    reasons = [(said, f"stop-raison:{code}") for code, said in REASONS.items()]
    if (why := _meant(reasons, words, reader)) and accounts.notices_off(visit.work, visit.chat):
        return why
    prefix, place = followups.reminder_slot(""), slots.lowest(visit.work, str(visit.chat)) or ""
    if not place.startswith(prefix):
        return ""
    form = place.removeprefix(prefix)
    fill_in, put_off = f"suivi:{form}", f"plus-tard:{form}"
    yes = says_yes_no(words)
    if (said := fold(words)) in BEGIN | LATER:
        yes = said in BEGIN
    if yes is not None:
        return fill_in if yes else put_off
    if until := PUT_OFF_UNTIL.get(fold(words)):
        return f"{put_off}:{until}"
    access = _access(visit, followups.record_of_form(visit.work, form))
    offered = followups.snoozes(visit.work, access, form) if access else {}
    buttons: list[tuple[Words, str]] = [(FILL_IN, fill_in), (PUT_OFF, put_off), (NO_MORE, "stop:")]
    return _meant(
        [*buttons, *((_when(name, at), f"{put_off}:{name}") for name, at in offered.items())], words, reader
    )


def _meant(buttons: Sequence[tuple[Words, str]], words: str, reader: saying.Reader) -> str:
    """Return the button whose words these are; none: ""."""
    return next((button for said, button in buttons if fold(saying.say(said, reader)) == fold(words)), "")


def _when(name: str, at: datetime) -> Words:
    return UNTIL[name].fill(hour=at.time())


def _access(visit: Visit, record: str | None = None) -> Access | None:
    """Return the access to a record, else to her own: to be reminded later needs no fresh code, it shows nothing."""
    if visit.me is None:
        return None
    own = authorisations.patient_record(visit.me.account_id)
    asked = (authorisations.require(visit.work, visit.me, Right.FILL_IN, one) for one in (record or own, own))
    return next((one for one in asked if isinstance(one, Access)), None)


def _note(visit: Visit, action: str, why: str = "") -> bool:
    """Leave a line in her own record, and in those of the children whose reminders she gets; False: nobody is linked."""
    if visit.me is None:
        return False
    for one in for_whom.mine(visit.work, visit.me, Right.HOLD):
        if not one.child or followups.rhythms(visit.work, one.access):
            one.access.journal(visit.work, action, why=why)
    return True


def _in_place(visit: Visit, access: Access, occurrence_id: str, words: tuple[Words, ...], rows: Any) -> None:
    chat, slot = str(visit.chat), followups.reminder_slot(occurrence_id)
    standing = slots.standing(visit.work, chat, slot)
    here = (
        standing is not None and visit.tapped is not None and standing.message_id == visit.tapped.message_id
    )
    if visit.tapped is None:  # typed: it moves below
        outbox.put(visit.work, "telegram", chat, "retire", {}, slot=slot)
    shown = Message(tuple(Block("plain", one) for one in words), rows, purge=False)
    facts = {"message": to_json(shown), "fresh": not here}
    outbox.put(visit.work, "telegram", chat, "show", facts, slot=slot, account_id=access.reader_id)


def stop(visit: Visit) -> None:
    """Send no more reminders, at once; say how to have them back, and ask why, if she likes."""
    accounts.stop_notices(visit.work, visit.chat)
    done = _("Understood. You will get no more reminders. Your follow-up stays open in /followup.")
    if not _note(visit, "reminders_stopped"):
        return visit.say(done, rows=((AGAIN,), (MENU,)))
    reasons = tuple((Button(words, f"m:stop-raison:{code}"),) for code, words in REASONS.items())
    why = _("If you like, tell us why: it helps your care team. You need not answer.")
    return visit.say(done, why, rows=(*reasons, (AGAIN,), (MENU,)))


def reason(visit: Visit) -> None:
    """Keep why the reminders were stopped, and say what could help."""
    if visit.argument not in REASONS or not _note(visit, "reminders_stopped_because", visit.argument):
        return stop(visit)
    words: dict[str, Words] = {
        "heure": _("You can choose another hour, and have your reminders back whenever you like."),
        "souvent": _("You can pause the forms for a while, and have your reminders back whenever you like."),
        "fini": _("Your care team can end this follow-up: please tell them when you next speak."),
    }
    more = {"heure": ((CHANGE,),), "souvent": ((Button(_("Pause"), "m:pause"),),)}
    said = (_("Thank you, it is noted."), *((words[visit.argument],) if visit.argument in words else ()))
    return visit.say(*said, rows=(*more.get(visit.argument, ()), (AGAIN,), (MENU,)))


def again(visit: Visit) -> None:
    """Send reminders again."""
    accounts.resume_notices(visit.work, visit.chat)
    linked = _note(visit, "reminders_resumed")
    visit.say(_("You will get reminders again."), rows=((REMINDERS,), (MENU,)) if linked else ((MENU,),))


SCREENS = (
    Screen("mes-rappels", overview, ("rappels", "reminders"), _("When your forms come")),
    Screen("heure", change_hour),
    Screen("pause", pause),
    Screen("reprise", end_pause),
    Screen("plus-tard", later),
    Screen("stop", stop, ("stop",), _("No more reminders")),
    Screen("stop-raison", reason),
    Screen("rappels", again),
)
