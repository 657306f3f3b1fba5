"""`masante carnet`: open a child's carnet, list them, show who shares one, let it be shared again, give her an access."""

import argparse
from typing import Any

from bot.commands import invitation, whose
from bot.commands.opening import opened
from bot.commands.printing import Answer, pairs, table
from bot.commands.refusals import Refusal
from bot.settings import Settings
from portal import accounts, authorisations, carnets, journal
from portal.accounts import Invited
from portal.carnets import Carnet, growing_up, inviting, store, telling
from portal.carnets.ages import comes_of_age
from portal.errors import Refused
from portal.work import Work

SHOWN = (
    "id",
    "kind",
    "state",
    "email",
    "inviter_id",
    "sent",
    "sent_at",
    "created_at",
    "expires_at",
    "ended_at",
)


def create(options: argparse.Namespace) -> Answer | Refused:
    """Open a child's carnet."""
    with opened() as room:
        made = room.do(_create, options)
    if isinstance(made, Refused):
        return made
    opened_now, before = made
    remarks = tuple(
        f"this parent reads a carnet of that name and birth date already: {one}" for one in before
    )
    return Answer({"id": opened_now}, opened_now, remarks)


def listed(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Return every carnet, with the accounts that read it."""
    with opened() as room:
        found = room.do(_listed)
    rows = [(one.id, one.first_name, one.birth_date, " ".join(parents)) for one, parents in found]
    return Answer([_facts(*one) for one in found], table(("id", "first name", "born", "parents"), rows))


def show(options: argparse.Namespace) -> Answer | Refused:
    """Return a carnet: who holds and shares it, and every invitation to it; nothing of health."""
    with opened() as room:
        found = room.do(_show, _named(options))
    if isinstance(found, Refused):
        return found
    parents, invitations = found.pop("parents"), found.pop("invitations")
    people = [
        (one["id"], one["name"], "holds" if one["holds"] else "shares", one["since"]) for one in parents
    ]
    sent = [
        (one["id"], one["kind"], one["state"], one["email"], one["sent_at"], one["expires_at"])
        for one in invitations
    ]
    human = [pairs(found), table(("parent", "name", "how", "since"), people, "Parents")]
    human += (
        [table(("invitation", "what for", "state", "e-mail", "sent", "until"), sent, "Invitations")]
        if sent
        else []
    )
    return Answer({**found, "parents": parents, "invitations": invitations}, "\n\n".join(human))


def unlock(options: argparse.Namespace) -> Answer | Refused:
    """Let a carnet be shared again whose birth date was told wrong three times."""
    with opened() as room:
        done = room.do(carnets.unlock, _named(options))
    return done if done is not None else Answer({"id": _named(options), "locked": False}, "unlocked")


def access(options: argparse.Namespace) -> Answer | Refusal | Refused:
    """Give whom a carnet is about an access of her own: her account is opened and invited, or is the one she has."""
    carnet_id, new = _named(options), options.email is not None
    if not options.end and options.patient is None and not (new and options.phone and options.last_name):
        return Refusal("access_incomplete")
    settings = Settings.of_this_machine()
    with opened(settings) as room:
        if options.end:
            ended = room.do(growing_up.end_access, carnet_id)
            return ended if ended is not None else Answer({"id": carnet_id, "access": None}, "ended")
        given = room.do(_access, carnet_id, options)
        if isinstance(given, Refused):
            return given
        account_id, new = given
        invited = room.do(accounts.invite, account_id) if new else None
    if isinstance(invited, Invited):
        return invitation.answer(settings, account_id, invited)
    return Answer({"id": account_id}, account_id)


def _access(work: Work, carnet_id: str, options: argparse.Namespace) -> tuple[str, bool] | Refused:
    if options.patient is None:
        new = growing_up.NewAccount(options.email, options.phone, options.last_name)
        return growing_up.open_access(work, carnet_id, new)
    account_id = whose.patient(work, options.patient)
    return (
        account_id if isinstance(account_id, Refused) else growing_up.open_access(work, carnet_id, account_id)
    )


def _named(options: argparse.Namespace) -> str:
    return str(options.carnet or options.carnet_here)


def _show(work: Work, carnet_id: str) -> dict[str, Any] | Refused:
    one = carnets.get(work, carnet_id)
    if isinstance(one, Refused):
        return one
    journal.write(work, one.record, "operator", "carnet_seen", strength="cli")
    parents = [
        {"id": parent.account_id, "name": telling.name(work, parent.account_id), "holds": parent.holds,
         "since": parent.since}
        for parent in authorisations.parents(work, one.record)
    ]  # fmt: skip
    sent = store.of_carnet(work, one.id)
    return {
        "id": one.id,
        "first_name": one.first_name,
        "birth_date": one.birth_date,
        "comes_of_age": comes_of_age(one.birth_date),
        "created_at": one.created_at,
        "wrong_birth_dates": one.wrong_dates,
        "locked": one.wrong_dates >= inviting.TRIES,
        "own_account": authorisations.subject_of(work, one.record),
        "parents": parents,
        "invitations": [{name: getattr(invitation, name) for name in SHOWN} for invitation in sent],
    }


def _create(work: Work, options: argparse.Namespace) -> tuple[str, list[str]] | Refused:
    """Open it; return its id, and those of the parent's other carnets that say the same: twins of a command, mostly."""
    parent = whose.patient(work, options.parent)
    if isinstance(parent, Refused):
        return parent
    child = (options.first_name, options.birth_date)
    before = [one.id for one in carnets.of(work, parent) if (one.first_name, one.birth_date) == child]
    made = carnets.create(work, parent, *child)
    return made if isinstance(made, Refused) else (made, before)


def _listed(work: Work) -> list[tuple[Carnet, list[str]]]:
    journal.write(work, journal.SERVICE, "operator", "accounts_listed", strength="cli")
    return [(one, authorisations.readers(work, one.record)) for one in carnets.listed(work)]


def _facts(one: Carnet, parents: list[str]) -> dict[str, Any]:
    return {"id": one.id, "first_name": one.first_name, "birth_date": one.birth_date, "parents": parents,
            "created_at": one.created_at}  # fmt: skip
