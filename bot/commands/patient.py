"""`masante patient`: open accounts, invite, look, lock, unlink."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.commands import invitation, whose
from bot.commands.opening import opened
from bot.commands.printing import Answer, pairs, table
from bot.settings import Settings
from portal import accounts, authorisations, followups, journal, particulars
from portal.accounts import AccountFacts, ConsentFacts, Invited, LinkFacts, Registered
from portal.accounts.refusals import AccountLocked, AccountUnknown
from portal.authorisations import Operator, Right
from portal.errors import Refused
from portal.particulars import IdentityFacts
from portal.work import Work

PAGE = 500
WARNINGS = {"phone_fixed": "this looks like a landline: text messages may not arrive there"}


def create(options: argparse.Namespace) -> Answer | Refused:
    """Open an account and send its invitation."""
    settings = Settings.of_this_machine()
    names = ("email", "phone", "first_name", "last_name", "birth_date", "language", "timezone")
    with opened(settings) as room:
        made = room.do(_create, {name: getattr(options, name) for name in names})
    if isinstance(made, Refused):
        return made
    registered, invited = made
    warnings = (WARNINGS[one] for one in registered.warnings)
    return invitation.answer(settings, registered.account_id, invited, *warnings)


def invite(options: argparse.Namespace) -> Answer | Refused:
    """Send a new invitation."""
    settings = Settings.of_this_machine()
    with opened(settings) as room:
        made = room.do(_invite, _named(options))
    return made if isinstance(made, Refused) else invitation.answer(settings, *made)


def listed(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Return every account."""
    found: list[AccountFacts] = []
    with opened() as room:
        room.do(_listed)
        while page := room.do(accounts.list_accounts, found[-1].account_id if found else "", PAGE):
            found += page
    rows = [(one.account_id, _name(one), one.email, one.phone, _state(one)) for one in found]
    return Answer([_facts(one) for one in found], table(("id", "name", "e-mail", "phone", "state"), rows))


def show(options: argparse.Namespace) -> Answer | Refused:
    """Return what is known of an account, and the history of its links and consents."""
    with opened() as room:
        found = room.do(_show, _named(options))
    if isinstance(found, Refused):
        return found
    facts = _facts(found.account)
    links = [(one.linked_at, one.ended_at, one.end_reason, one.strength) for one in found.links]
    consents = [(one.at, one.answer, one.version) for one in found.consents]
    human = [pairs(facts)]
    human += [table(("linked", "ended", "why", "strength"), links, "Links")] if links else []
    human += [table(("consent", "answer", "version"), consents, "Consents")] if consents else []
    human += (
        [table(tuple(found.changes[0]), [tuple(one.values()) for one in found.changes], "Changes")]
        if found.changes
        else []
    )
    known = {"links": found.links, "consents": found.consents, "changes": found.changes}
    return Answer({**facts, **known}, "\n\n".join(human))


def lock(options: argparse.Namespace) -> Answer | Refused:
    """Close an account."""
    return _changed(options, accounts.lock, "locked")


def unlock(options: argparse.Namespace) -> Answer | Refused:
    """Open a locked account again."""
    return _changed(options, accounts.unlock, "unlocked")


def contact(options: argparse.Namespace) -> Answer | Refused:
    """Set an address or a number, once somebody has made sure who asks; what it was cannot be put back by a link."""

    def correct(work: Work, account_id: str) -> Any:
        return accounts.correct(work, account_id, email=options.to_email, phone=options.to_phone)

    return _changed(options, correct, "corrected")


def correct(options: argparse.Namespace) -> Answer | Refused:
    """Write names or a birth date anew, once they were verified; the patient is told."""
    with opened() as room:
        done = room.do(_correct, options)
    return done if isinstance(done, Refused) else Answer({"id": done, "corrected": True}, f"{done} corrected")


def identity(options: argparse.Namespace) -> Answer | Refused:
    """Return who a patient is and how she is reached, as she told it; for a professional, if she may read."""
    with opened() as room:
        found = room.do(_identity, options)
    if isinstance(found, Refused):
        return found
    who = found.who
    facts: dict[str, Any] = {
        "first_name": who and who.first_name, "last_name": who and who.last_name,
        "birth_date": who and who.birth_date, "email": found.email, "phone": found.phone,
    }  # fmt: skip
    told = {f"{section} {name}": value for section in ("contact", "family")
            for name, value in getattr(found, section).items()}  # fmt: skip
    people = [(one.first_name, one.last_name, one.relation, one.phone) for one in found.people]
    human = [pairs({**facts, **told})]
    human += [table(("first name", "last name", "relation", "phone"), people, "To notify")] if people else []
    people_facts = [one._asdict() for one in found.people]
    value = {**facts, "contact": found.contact, "family": found.family, "people_to_notify": people_facts}
    return Answer(value, "\n\n".join(human))


def timezone(options: argparse.Namespace) -> Answer | Refused:
    """Have a patient live in another time zone: the hours of her follow-ups are meant there."""

    def move(work: Work, account_id: str) -> Any:
        record = authorisations.patient_record(account_id)
        access = authorisations.require(work, Operator(), Right.FOLLOW, record)
        return access if isinstance(access, Refused) else followups.set_timezone(work, access, options.to)

    return _changed(options, move, "moved")


def unlink(options: argparse.Namespace) -> Answer | Refused:
    """End the link between an account and its chat."""
    return _changed(options, _unlink, "unlinked")


@dataclass(frozen=True)
class _Shown:
    account: AccountFacts
    links: list[LinkFacts]
    consents: list[ConsentFacts]
    changes: list[dict[str, Any]]


def _create(work: Work, facts: dict[str, Any]) -> tuple[Registered, Invited] | Refused:
    registered = accounts.register(work, **facts)
    if isinstance(registered, Refused):
        return registered
    _note(work, registered.account_id, "registered")
    invited = accounts.invite(work, registered.account_id)
    return invited if isinstance(invited, Refused) else (registered, invited)


def _invite(work: Work, named: str) -> tuple[str, Invited] | Refused:
    account_id = whose.patient(work, named)
    if isinstance(account_id, Refused):
        return account_id
    account = accounts.show(work, account_id)
    if isinstance(account, AccountUnknown) or account.locked_at:
        return AccountLocked()
    invited = accounts.invite(work, account_id)
    _note(work, account_id, "invited")
    return invited if isinstance(invited, Refused) else (account_id, invited)


def _listed(work: Work) -> None:
    """Journal that all the names were shown: once, not in every record."""
    journal.write(work, journal.SERVICE, "operator", "accounts_listed", strength="cli")


def _show(work: Work, named: str) -> _Shown | Refused:
    account_id = whose.patient(work, named)
    account = account_id if isinstance(account_id, Refused) else accounts.show(work, account_id)
    if isinstance(account, Refused):
        return account
    _note(work, account.account_id, "account_seen")
    history = accounts.history(work, account.account_id)
    consents = accounts.consents_of(work, account.account_id)
    return _Shown(account, history, consents, _changes(work, account.account_id))


def _changes(work: Work, account_id: str) -> list[dict[str, Any]]:
    """Return the addresses and numbers that wait for their code, masked, and the changes that can be undone."""
    hints = {"email": accounts.email_hint, "phone": accounts.phone_hint}
    waiting = [
        {
            "change": one.kind,
            "state": "waits for its code",
            "to": hints[one.kind](one.contact),
            "until": one.expires_at,
        }
        for one in accounts.codes_under_way(work, account_id)
    ]
    made = [
        {"change": one.kind, "state": "can be undone", "to": None, "until": one.until}
        for one in accounts.undoable(work, account_id)
    ]
    return waiting + made


def _identity(work: Work, options: argparse.Namespace) -> IdentityFacts | Refused:
    access = whose.access(work, options, Right.READ)
    return access if isinstance(access, Refused) else particulars.everything(work, access)


def _correct(work: Work, options: argparse.Namespace) -> str | Refused:
    account_id = whose.patient(work, _named(options))
    if isinstance(account_id, Refused):
        return account_id
    access = authorisations.require(work, Operator(), Right.KEEP, authorisations.patient_record(account_id))
    told = {name: getattr(options, name) for name in ("first_name", "last_name", "birth_date")}
    changes = {name: str(value) for name, value in told.items() if value is not None}
    refused = access if isinstance(access, Refused) else particulars.correct(work, access, changes)
    return account_id if refused is None else refused


def _changed(options: argparse.Namespace, change: Callable[[Work, str], Any], done: str) -> Answer | Refused:
    def changing(work: Work) -> str | Refused:
        account_id = whose.patient(work, _named(options))
        refused = account_id if isinstance(account_id, Refused) else change(work, account_id)
        if isinstance(refused, Refused) or isinstance(account_id, Refused):
            return refused
        _note(work, account_id, done)
        return account_id

    with opened() as room:
        changed = room.do(changing)
    return (
        changed if isinstance(changed, Refused) else Answer({"id": changed, done: True}, f"{changed} {done}")
    )


def _unlink(work: Work, account_id: str) -> Any:
    return accounts.unlink(work, "operator", account_id=account_id)


def _note(work: Work, account_id: str, action: str) -> None:
    journal.write(work, authorisations.patient_record(account_id), "operator", action, strength="cli")


def _named(options: argparse.Namespace) -> str:
    return str(options.patient or options.patient_here)


def _name(one: AccountFacts) -> str:
    return f"{one.who.first_name} {one.who.last_name}" if one.who else ""


def _state(one: AccountFacts) -> str:
    if one.leaving_at:
        return "leaving"
    if one.locked_at:
        return "locked"
    return "linked" if one.chat_id is not None else "active" if one.has_password else "invited"


def _facts(one: AccountFacts) -> dict[str, Any]:
    who = one.who
    return {
        "id": one.account_id,
        "state": _state(one),
        "first_name": who and who.first_name,
        "last_name": who and who.last_name,
        "birth_date": who and who.birth_date,
        "email": one.email,
        "phone": one.phone,
        "language": one.language,
        "timezone": one.timezone,
        "has_password": one.has_password,
        "has_totp": one.has_totp,
        "chat_id": one.chat_id,
        "created_at": one.created_at,
        "locked_at": one.locked_at,
        "leaving_at": one.leaving_at,
    }
