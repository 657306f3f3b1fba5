"""People to notify in an emergency: several, in the order in which they are called, each with a phone number."""

import unicodedata
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from portal.errors import Refused
from portal.identity.model import PersonRow
from portal.phones import Phone, PhoneInvalid, read_phone
from portal.work import Work

MOST = 5
LONGEST = 60  # characters of a name, or of a relation in one's own words
RELATIONS = ("partner", "parent", "child", "sibling", "friend", "neighbour")
CONTEXT = "identity.person"

row = PersonRow.__table__.c


class NewPerson(NamedTuple):
    """Someone to notify, as she is written down; `relation`: one of `RELATIONS`, or one's own words."""

    first_name: str
    last_name: str
    relation: str
    phone: str


class Person(NamedTuple):
    """Someone to notify; `phone` in E.164."""

    id: str
    first_name: str
    last_name: str
    relation: str
    phone: str


class TooManyPeople(Refused):
    """So many people to notify are enough; facts: most."""


class PersonUnknown(Refused):
    """There is no such person among those to notify, or no longer."""


class NameInvalid(Refused):
    """A name, or a relation, has a letter, and 60 characters at most; facts: most."""


def people_to_notify(work: Work, account_id: str) -> list[Person]:
    """Return them in the order in which they are called."""
    hers = select(row.id, row.sealed).where(row.account_id == account_id).order_by(row.place, row.id)
    return [_opened(work, found) for found in work.execute(hers)]


def get_person(work: Work, account_id: str, person_id: str) -> Person | PersonUnknown:
    """Return one of them."""
    this = select(row.id, row.sealed).where(row.account_id == account_id, row.id == person_id)
    found = work.execute(this).first()
    return _opened(work, found) if found else PersonUnknown()


def add_person(work: Work, account_id: str, new: NewPerson) -> str | Refused:
    """Have someone notified after those who are; returns her id."""
    checked = _checked(new)
    if isinstance(checked, Refused):
        return checked
    work.in_turn(f"people {account_id}")
    count, last = work.execute(
        select(func.count(), func.max(row.place)).where(row.account_id == account_id)
    ).one()
    if count >= MOST:
        return TooManyPeople(most=MOST)
    person_id, place = work.chance.name(), (last or 0) + 1
    values = {"id": person_id, "account_id": account_id, "place": place, "sealed": _sealed(work, checked)}
    work.execute(insert(PersonRow), values)
    return person_id


def change_person(work: Work, account_id: str, person_id: str, new: NewPerson) -> Refused | None:
    """Write down something else about someone."""
    checked = _checked(new)
    if isinstance(checked, Refused):
        return checked
    this = (row.account_id == account_id) & (row.id == person_id)
    changed = work.execute(update(PersonRow).where(this).values(sealed=_sealed(work, checked))).rowcount
    return None if changed else PersonUnknown()


def remove_person(work: Work, account_id: str, person_id: str) -> PersonUnknown | None:
    """Have someone notified no longer."""
    this = (row.account_id == account_id) & (row.id == person_id)
    return None if work.execute(delete(PersonRow).where(this)).rowcount else PersonUnknown()


def move_up(work: Work, account_id: str, person_id: str) -> PersonUnknown | None:
    """Have someone called before the one who was called before her; nothing happens to the first."""
    work.in_turn(f"people {account_id}")
    ids = [one.id for one in people_to_notify(work, account_id)]
    if person_id not in ids:
        return PersonUnknown()
    here = ids.index(person_id)
    if here:
        ids[here - 1], ids[here] = ids[here], ids[here - 1]
    for place, one in enumerate(ids, 1):
        work.execute(update(PersonRow).where(row.id == one).values(place=place))
    return None


def wrong_name(typed: str) -> NameInvalid | None:
    """Return what is wrong with a name."""
    lettered = any(unicodedata.category(sign)[0] == "L" for sign in typed)
    return None if lettered and len(one_line(typed)) <= LONGEST else NameInvalid(most=LONGEST)


def one_line(typed: str) -> str:
    """Leave out what could turn the direction of writing, or break a line."""
    return " ".join("".join(sign for sign in typed if sign.isprintable() or sign.isspace()).split())


def _checked(new: NewPerson) -> NewPerson | NameInvalid | PhoneInvalid:
    first_name, last_name, relation = map(one_line, new[:3])
    phone = read_phone(new.phone)
    wrong = next(filter(None, map(wrong_name, (first_name, last_name, relation))), None)
    if wrong is not None:
        return wrong
    return NewPerson(first_name, last_name, relation, phone.number) if isinstance(phone, Phone) else phone


def _sealed(work: Work, one: NewPerson) -> bytes:
    return work.keys.seal_json(CONTEXT, one._asdict())


def _opened(work: Work, found: Any) -> Person:
    return Person(found.id, **work.keys.open_json(CONTEXT, found.sealed))
