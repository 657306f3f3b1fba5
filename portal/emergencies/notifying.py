"""Whom to notify: for a patient, whom she wrote down; for a child, the parents who share her carnet."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

from portal import accounts, authorisations, carnets, identity
from portal.authorisations import CARNET, Access, Right
from portal.carnets import CarnetUnknown
from portal.emergencies.refusals import NotYourPeople
from portal.errors import Refused
from portal.identity import NewPerson, Person
from portal.work import Work

SEEN = (Right.READ, Right.EMERGENCY)


class Subject(NamedTuple):
    """Whom a record is about, as far as one must know to be sure that it is she."""

    first_name: str
    last_name: str
    birth_date: date | None


def subject(work: Work, access: Access) -> Subject | CarnetUnknown:
    """Return whom a record is about."""
    access.must(*SEEN)
    if not access.record.startswith(CARNET):
        who = identity.read(work, access.account_id)
        return Subject(who.first_name, who.last_name, who.birth_date) if who else Subject("", "", None)
    child = carnets.get(work, access.record.removeprefix(CARNET))
    return child if isinstance(child, CarnetUnknown) else Subject(child.first_name, "", child.birth_date)


def people(work: Work, access: Access) -> list[Person]:
    """Return whom to notify, who is called first before the others; others' looks are journalled."""
    access.must(*SEEN)
    if access.reader_id is None:
        why = Right.EMERGENCY.value if access.right is Right.EMERGENCY else ""
        access.journal(work, "people_to_notify_read", why=why)
    if not access.record.startswith(CARNET):
        return identity.people_to_notify(work, access.account_id)
    return [_parent(work, parent.account_id) for parent in authorisations.parents(work, access.record)]


def person(work: Work, access: Access, person_id: str) -> Person | Refused:
    """Return one of those a patient wrote down."""
    access.must(*SEEN)
    return _own(access) or identity.get_person(work, access.account_id, person_id)


def add(work: Work, access: Access, new: NewPerson) -> str | Refused:
    """Have someone notified; returns her id."""
    access.must(Right.KEEP)
    made = _own(access) or identity.add_person(work, access.account_id, new)
    if isinstance(made, str):
        access.journal(work, "person_to_notify_added", made)
    return made


def change(work: Work, access: Access, person_id: str, new: NewPerson) -> Refused | None:
    """Write down something else about someone."""
    return _changed(
        work, access, person_id, "person_to_notify_changed", partial(identity.change_person, new=new)
    )


def remove(work: Work, access: Access, person_id: str) -> Refused | None:
    """Have someone notified no longer."""
    return _changed(work, access, person_id, "person_to_notify_removed", identity.remove_person)


def move_up(work: Work, access: Access, person_id: str) -> Refused | None:
    """Have someone called before the one who was called before her."""
    return _changed(work, access, person_id, "person_to_notify_moved", identity.move_up)


def _changed(
    work: Work,
    access: Access,
    person_id: str,
    action: str,
    change: Callable[[Work, str, str], Refused | None],
) -> Refused | None:
    access.must(Right.KEEP)
    refused = _own(access) or change(work, access.account_id, person_id)
    if refused is None:
        access.journal(work, action, person_id)
    return refused


def _own(access: Access) -> NotYourPeople | None:
    return NotYourPeople() if access.record.startswith(CARNET) else None


def _parent(work: Work, account_id: str) -> Person:
    known = accounts.show(work, account_id)
    if isinstance(known, Refused):
        return Person(account_id, "", "", "parent", "")
    who = known.who
    names = (who.first_name, who.last_name) if who else ("", "")
    return Person(account_id, *names, "parent", known.phone)
