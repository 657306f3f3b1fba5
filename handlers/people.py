"""People to notify in an emergency, in the order in which they are called: named, changed, moved, removed."""

from conversations.course import start
from conversations.doors import MENU
from conversations.messages import Block, Button, Message, Rows
from conversations.notify_someone import answers_of, relation_words
from conversations.refusals import sentence
from handlers.visit import Screen, Visit
from locales import Words, _, plain
from portal import emergencies, identity, phones
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.identity import Person

BACK = (Button(_("‹ People to notify"), "m:identite-personnes"), MENU)
FORM = "notify_someone"


def people(visit: Visit) -> None:
    """Show those to notify."""
    access = visit.health(Right.READ, "identite-personnes")
    if access is None:
        return
    found = emergencies.people(visit.work, access)
    blocks = [Block("title", _("People to notify")), *lines(found), Block("note", _explained(found))]
    more: Rows = ((Button(_("Add someone"), "m:identite-ajouter"),),) if len(found) < identity.MOST else ()
    hers: Rows = tuple((Button(_face(one), f"m:identite-personne:{one.id}"),) for one in found)
    rows = (*hers, *more, (Button(_("‹ My identity"), "m:identite"), MENU))
    visit.show(Message(tuple(blocks), rows), account_id=access.account_id)


def lines(found: list[Person]) -> list[Block]:
    """Return one line for each of them."""
    return [Block("plain" if not n else "line", _line(n + 1, one)) for n, one in enumerate(found)]


def _explained(people: list[Person]) -> Words:
    if people:
        return _(
            "They are called in this order, only in an emergency. A physician who opens your record sees them."
        )
    return _("Nobody yet. In an emergency, a physician who opens your record sees whom you name here.")


def _face(one: Person) -> Words:
    return f"{one.first_name} {one.last_name}"


def _line(number: int, one: Person) -> Words:
    return plain(
        "{n}. {name}, {relation}, {phone}", n=number, name=_face(one), relation=relation_words(one.relation),
        phone=phones.written(one.phone),
    )  # fmt: skip


def person(visit: Visit) -> None:
    """Show one of them, and what can be changed."""
    found = _found(visit, "identite-personne")
    if found is None:
        return
    access, one = found
    first = emergencies.people(visit.work, access)[0].id == one.id
    up: Rows = () if first else ((Button(_("Call earlier"), f"m:identite-monter:{one.id}"),),)
    rows = (
        (Button(_("Change"), f"m:identite-modifier:{one.id}"),),
        *up,
        (Button(_("Remove from the list"), f"m:identite-retirer:{one.id}"),),
        BACK,
    )
    lines = (relation_words(one.relation), phones.written(one.phone))
    blocks = (Block("title", _face(one)), *(Block("line", line) for line in lines))
    visit.show(Message(blocks, rows), account_id=access.account_id)


def add(visit: Visit) -> None:
    """Begin to name someone."""
    access = visit.health(Right.KEEP, "identite-ajouter")
    if access is not None:
        start(visit.work, visit.chat, FORM, account_id=access.account_id)


def change(visit: Visit) -> None:
    """Begin to change what is written down of someone: all of it, before it is sent again."""
    found = _found(visit, "identite-modifier")
    if found is not None:
        access, one = found
        start(
            visit.work, visit.chat, FORM, account_id=access.account_id, facts={"person_id": one.id},
            answers=answers_of(one),
        )  # fmt: skip


def up(visit: Visit) -> None:
    """Have someone called before the one who was called before her."""
    access = visit.health(Right.KEEP, f"identite-personne:{visit.argument}")
    if access is not None:
        _after(visit, emergencies.move_up(visit.work, access, visit.argument[:16]))


def remove(visit: Visit) -> None:
    """Ask once, then have someone notified no longer."""
    person_id, _colon, sure = visit.argument.partition(":")
    visit.argument = person_id
    if sure == "oui":
        access = visit.health(Right.KEEP, f"identite-personne:{person_id}")
        if access is not None:
            _after(visit, emergencies.remove(visit.work, access, person_id[:16]))
    elif (found := _found(visit, "identite-personne")) is not None:
        access, one = found
        rows = ((Button(_("Yes, remove"), f"m:identite-retirer:{one.id}:oui"),), BACK)
        asked = (Block("plain", _("Remove {name} from those to notify?", name=_face(one))),)
        visit.show(Message(asked, rows), account_id=access.account_id)


def _after(visit: Visit, refused: Refused | None) -> None:
    visit.say(sentence(refused), rows=(BACK,)) if refused else people(visit)


def _found(visit: Visit, screen: str) -> tuple[Access, Person] | None:
    """Return the person a button names; one who is on the list no more leads back to it."""
    access = visit.health(Right.READ, f"{screen}:{visit.argument}")
    if access is None:
        return None
    one = emergencies.person(visit.work, access, visit.argument[:16])
    if isinstance(one, Refused):
        visit.say(sentence(one), rows=(BACK,))
        return None
    return access, one


SCREENS = (
    Screen("identite-personnes", people),
    Screen("identite-personne", person),
    Screen("identite-ajouter", add),
    Screen("identite-modifier", change),
    Screen("identite-monter", up),
    Screen("identite-retirer", remove),
)
