"""Particulars are kept: each change is a version of its section, and what it replaced stays, with when and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from portal import accounts, identity
from portal.authorisations import PATIENT, Access, AccessTooNarrow, Right
from portal.errors import Refused
from portal.identity import Identity, Person
from portal.particulars import fields
from portal.particulars.fields import CONTACT, FAMILY, NAMES
from portal.particulars.model import ParticularsRow
from portal.particulars.refusals import OwnAlready
from portal.work import Work

SECTIONS = (CONTACT, FAMILY, NAMES)

row = ParticularsRow.__table__.c
_KEPT = (row.number, row.at, row.by, row.sealed)


class Version(NamedTuple):
    """A section as it was from an instant on, and who wrote it so."""

    number: int
    at: datetime
    by: str
    values: Mapping[str, Any]


class Before(NamedTuple):
    """What a change replaced: the fields that it changed, as they were; from when, until when, changed by whom."""

    number: int
    since: datetime
    until: datetime
    by: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class IdentityFacts:
    """All that is known of who a patient is: for her export, and for who may read her record."""

    who: Identity | None = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    contact: Mapping[str, Any] = field(repr=False)
    family: Mapping[str, Any] = field(repr=False)
    people: Sequence[Person] = field(repr=False)
    before: Mapping[str, Sequence[Before]] = field(repr=False)  # by section, the latest first


def read(work: Work, access: Access, section: str) -> Mapping[str, Any]:
    """Return the fields of a section that were told; looks of others than herself leave a line."""
    access.must(Right.READ)
    account_id = _account(access)
    if access.reader_id is None:
        access.journal(work, "particulars_read", section)
    return _values(latest(work, account_id, section))


def change(work: Work, access: Access, section: str, told: Mapping[str, Any]) -> Refused | bool:
    """Write fields of a section in place of what they were (empty: none any more); whether anything has changed."""
    access.must(Right.KEEP)
    account_id = _account(access)
    work.in_turn(f"particulars {account_id}")
    last = latest(work, account_id, section)
    new = fields.checked(section, {**_values(last), **told})
    if isinstance(new, Refused):
        return new
    own = wrong_other(work, account_id, new)
    if own is not None:
        return own
    changed = _differing(_values(last), new)
    if changed:
        write(work, account_id, section, new, access.actor, last)
        access.journal(work, "particulars_changed", section, " ".join(changed))
    return bool(changed)


def wrong_other(work: Work, account_id: str, told: Mapping[str, Any]) -> OwnAlready | None:
    """Refuse another phone or e-mail that is the one of the account."""
    known = accounts.show(work, account_id)
    if isinstance(known, Refused):
        return None
    if told.get("phone") == known.phone:
        return OwnAlready(field="phone")
    same = str(told.get("email", "")).lower() == known.email.lower()
    return OwnAlready(field="email") if same else None


def write(
    work: Work,
    account_id: str,
    section: str,
    values: Mapping[str, Any],
    by: str,
    last: Version | None,
) -> None:
    """Write the version of a section that follows the `last` one."""
    new = {
        "account_id": account_id, "section": section, "number": last.number + 1 if last else 1, "at": work.now,
        "by": by, "sealed": work.keys.seal_json(_context(account_id), dict(values)),
    }  # fmt: skip
    work.execute(insert(ParticularsRow), new)


def history(
    work: Work, access: Access, section: str, count: int = 8, before: int | None = None
) -> list[Before]:
    """Return what stood in a section before, the latest first; `before`: a number, to go on from there."""
    access.must(Right.READ)
    return _history(work, _account(access), section, count, before)


def everything(work: Work, access: Access) -> IdentityFacts:
    """Return all that is known of who a patient is, with what stood before; looks of others leave a line."""
    access.must(Right.READ)
    account_id = _account(access)
    if access.reader_id is None:
        access.journal(work, "identity_read")
    known = accounts.show(work, account_id)
    email, phone = ("", "") if isinstance(known, Refused) else (known.email, known.phone)
    contact, family = (_values(latest(work, account_id, one)) for one in (CONTACT, FAMILY))
    before = {one: _history(work, account_id, one, None, None) for one in SECTIONS}
    people = identity.people_to_notify(work, account_id)
    return IdentityFacts(identity.read(work, account_id), email, phone, contact, family, people, before)


def latest(work: Work, account_id: str, section: str) -> Version | None:
    """Return a section as it is; None when nothing was ever told."""
    return next(iter(_versions(work, account_id, section, 1, None)), None)


def _history(
    work: Work, account_id: str, section: str, count: int | None, before: int | None
) -> list[Before]:
    found = _versions(work, account_id, section, None if count is None else count + 1, before)
    return [_before(newer, older) for newer, older in pairwise(found)]


def _before(newer: Version, older: Version) -> Before:
    changed = _differing(older.values, newer.values)
    was = {name: older.values.get(name) for name in changed}
    return Before(newer.number, older.at, newer.at, newer.by, was)


def _versions(
    work: Work, account_id: str, section: str, count: int | None, before: int | None
) -> list[Version]:
    hers = (row.account_id == account_id) & (row.section == section)
    asked = select(*_KEPT).where(hers if before is None else hers & (row.number < before))
    asked = asked.order_by(row.number.desc())
    found = work.execute(asked if count is None else asked.limit(count))
    context = _context(account_id)
    return [Version(r.number, r.at, r.by, work.keys.open_json(context, r.sealed)) for r in found]


def _context(account_id: str) -> str:
    return f"particulars {account_id}"  # moved to another account, it does not open


def _values(one: Version | None) -> Mapping[str, Any]:
    return one.values if one else {}


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields that differ, in their order."""
    return [name for name in dict.fromkeys((*was, *now)) if was.get(name) != now.get(name)]


def _account(access: Access) -> str:
    """Return whose particulars an access is about; a child has none: raises `AccessTooNarrow`."""
    if not access.record.startswith(PATIENT):
        raise AccessTooNarrow(access.right)
    return access.account_id
