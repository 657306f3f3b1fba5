"""The vaccination calendar of a child: by age, what is done, due, late and to come; noted and taken back."""

from collections.abc import Sequence
from itertools import groupby

from conversations.carnet_words import at_age, dose_words
from conversations.course import start
from conversations.doors import MENU
from conversations.messages import Block, Button, Message, Rows
from conversations.refusals import sentence
from handlers.history import number
from handlers.visit import Screen, Visit
from locales import Words, _
from portal.accounts import Me
from portal.authorisations import Access, Right, carnet_record
from portal.carnets import reminding, vaccines
from portal.carnets.vaccines import DONE, DUE, LATE, TO_COME, Calendar, Standing
from portal.errors import Refused


def calendar(visit: Visit) -> None:
    """Show the calendar, age by age."""
    found = _found(visit, visit.argument, f"vaccins:{visit.argument}")
    if found is not None:
        _show(visit, *found)


def _found(visit: Visit, carnet_id: str, then: str) -> tuple[Me, Access, Calendar] | None:
    me = visit.admitted(then)
    access = visit.access(me, Right.READ, carnet_record(carnet_id)) if me else None
    if me is None or access is None:
        return None
    one = vaccines.calendar(visit.work, access)
    if isinstance(one, Refused):
        visit.say(sentence(one))
        return None
    return me, access, one


def _show(visit: Visit, me: Me, access: Access, found: Calendar, *notice: Words) -> None:
    one = found.carnet
    blocks = [Block("plain", words) for words in notice]
    blocks.append(Block("title", _("Vaccination calendar of {name}", name=one.first_name)))
    ages = [(months, list(doses)) for months, doses in groupby(found.doses, lambda dose: dose.dose.months)]
    for months, doses in ages:
        blocks.append(Block("title", at_age(months)))
        blocks += [Block("line", _line(dose)) for dose in doses]
    if not ages:
        words = _(
            "Here is only what is compulsory for children born since 2018. For others, ask the child's doctor."
        )
        blocks.append(Block("plain", words))
    blocks.append(Block("note", _("Your child's doctor may advise other vaccines, or other days. Source: {source}.",
                                  source=found.source)))  # fmt: skip
    visit.show(Message(tuple(blocks), _rows(visit, access, one.id, ages)), account_id=me.account_id)


def _line(one: Standing) -> Words:
    what = dose_words(one.dose)
    if one.done_on is not None:
        return _("✓ {vaccine}: done on {date}", vaccine=what, date=one.done_on)
    if one.state == LATE:
        return _("! {vaccine}: late if it was not given, due since {date}", vaccine=what, date=one.due_on)
    if one.state == DUE:
        return _("• {vaccine}: due now", vaccine=what)
    return _("{vaccine}: from {date} on", vaccine=what, date=one.due_on)


def _rows(visit: Visit, access: Access, carnet_id: str, ages: Sequence[tuple[int, list[Standing]]]) -> Rows:
    buttons = [Button(at_age(months), f"m:vaccins-age:{carnet_id}.{months}") for months, _doses in ages]
    rows: list[tuple[Button, ...]] = [tuple(buttons[n : n + 3]) for n in range(0, len(buttons), 3)]
    on = reminding.wanted(visit.work, access)
    if on or any(one.state == TO_COME for _months, doses in ages for one in doses):
        words = _("Stop the vaccine reminders") if on else _("Remind me of vaccines")
        rows.append((Button(words, f"m:vaccins-rappels:{carnet_id}.{'non' if on else 'oui'}"),))
    return (*rows, (Button(_("‹ Back"), f"m:carnet:{carnet_id}"), MENU))


def age(visit: Visit) -> None:
    """Show what belongs to one age, to be noted or taken back."""
    carnet_id, _dot, months = visit.argument.partition(".")
    found = _found(visit, carnet_id, f"vaccins-age:{visit.argument}")
    if found is None:
        return None
    me, access, whole = found
    doses = [one for one in whole.doses if one.dose.months == number(months)]
    if not doses:
        return _show(visit, me, access, whole)
    rows: list[tuple[Button, ...]] = []
    if any(one.state != DONE for one in doses):
        rows.append((Button(_("It was given"), f"m:vaccin-note:{visit.argument}"),))
    for one in doses:
        if one.state == DONE:
            place = vaccines.number(one.dose.key)
            rows.append(
                (
                    Button(
                        _("Erase: {vaccine}", vaccine=dose_words(one.dose)),
                        f"m:vaccin-effacer:{carnet_id}.{place}",
                    ),
                )
            )
    rows.append((Button(_("‹ Back"), f"m:vaccins:{carnet_id}"), MENU))
    blocks = (Block("title", at_age(number(months))), *(Block("line", _line(one)) for one in doses))
    return visit.show(Message(blocks, tuple(rows)), account_id=me.account_id)


def note(visit: Visit) -> None:
    """Begin to note a day."""
    carnet_id, _dot, months = visit.argument.partition(".")
    me = visit.admitted(f"vaccins:{carnet_id}")
    access = visit.access(me, Right.FILL_IN, carnet_record(carnet_id)) if me else None
    if access is not None:
        facts = {"carnet_id": carnet_id, "months": number(months)}
        start(
            visit.work,
            visit.chat,
            "note_vaccine",
            account_id=access.reader_id,
            subject=access.record,
            facts=facts,
        )


def erase(visit: Visit) -> None:
    """Take back what was noted."""
    carnet_id, *places = visit.argument.split(".")
    me = visit.admitted(f"vaccins:{carnet_id}")
    access = visit.access(me, Right.FILL_IN, carnet_record(carnet_id)) if me else None
    if me is None or access is None:
        return None
    erased = [vaccines.erase(visit.work, access, vaccines.numbered(number(place))) for place in places]
    found = _found(visit, carnet_id, f"vaccins:{carnet_id}")
    if found is None:
        return None
    gone = all(isinstance(one, Refused) for one in erased)
    return _show(visit, *found, _("It was erased already.") if gone else _("It is erased."))


def remind(visit: Visit) -> None:
    """Turn the reminders of a calendar on or off."""
    carnet_id, _dot, wish = visit.argument.partition(".")
    found = _found(visit, carnet_id, f"vaccins:{carnet_id}")
    if found is None:
        return None
    me, access, whole = found
    reminding.want(visit.work, access, on=wish == "oui")
    on = _("You will be told here when a vaccine is due. The message will not say which.")
    off = _("You will get no more reminders of this calendar.")
    return _show(visit, me, access, whole, on if wish == "oui" else off)


SCREENS = (
    Screen("vaccins", calendar),
    Screen("vaccins-age", age),
    Screen("vaccin-note", note),
    Screen("vaccin-effacer", erase),
    Screen("vaccins-rappels", remind),
)
