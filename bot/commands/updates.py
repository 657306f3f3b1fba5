"""`masante updates`: what failed and was set aside, without a word of what it says; put back, or dropped."""

import argparse
from collections.abc import Callable
from typing import Any

from bot.commands.opening import opened
from bot.commands.printing import Answer, pairs, table
from bot.commands.refusals import Refusal
from portal import accounts, authorisations, journal
from portal.mailroom import aside
from portal.mailroom.aside import Aside
from portal.work import Work

PSEUDONYM = 10  # characters of the keyed hash that stands for a person


def listed(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Return the updates that are set aside, the oldest first."""
    with opened() as room:
        found = room.do(lambda work: [_facts(work, one) for one in aside.listed(work)])
    names = ("id", "person", "kind", "attempts", "received_at", "fault")
    rows = [[one[name] for name in names[:-1]] + [_first(one["fault"])] for one in found]
    return Answer(found, table(names, rows) if rows else "No update is set aside.")


def show(options: argparse.Namespace) -> Answer | Refusal:
    """Return what is known of one: its kind, its age, what went wrong in which line; nothing of what it says."""
    with opened() as room:
        facts = room.do(_show, options.update)
    return Answer(facts, pairs(facts)) if facts else _unknown(options.update)


def retry(options: argparse.Namespace) -> Answer | Refusal:
    """Have one worked on again."""
    said = "will be worked on again, before newer ones of this person"
    return _changed(options.update, aside.retry, "update_retried", said)


def drop(options: argparse.Namespace) -> Answer | Refusal:
    """Wipe one: she was told already that something went wrong."""
    return _changed(options.update, aside.drop, "update_dropped", "is wiped")


def _changed(update_id: int, change: Callable[[Work, int], bool], action: str, said: str) -> Answer | Refusal:
    def changing(work: Work) -> bool:
        found = aside.one(work, update_id)
        if found is None or not change(work, update_id):
            return False
        _note(work, found, action)
        return True

    with opened() as room:
        changed = room.do(changing)
    done = action.removeprefix("update_")
    return Answer({"id": update_id, done: True}, f"{update_id} {said}.") if changed else _unknown(update_id)


def _note(work: Work, one: Aside, action: str) -> None:
    """Journal it in the record of who wrote, if that is known; else among what is done to the installation."""
    account_id = accounts.reader(work, int(one.who)).account_id if one.who.isdecimal() else None
    record = authorisations.patient_record(account_id) if account_id else journal.SERVICE
    journal.write(work, record, "operator", action, f"update:{one.update_id}", strength="cli")


def _show(work: Work, update_id: int) -> dict[str, Any] | None:
    found = aside.one(work, update_id)
    if found is None:
        return None
    _note(work, found, "update_seen")
    return _facts(work, found)


def _facts(work: Work, one: Aside) -> dict[str, Any]:
    person = work.keys.find("operator", one.who)[:PSEUDONYM]
    told = {"kind": one.kind, "attempts": one.attempts, "received_at": one.received_at}
    return {
        "id": one.update_id,
        "person": person,
        **told,
        "set_aside_at": one.set_aside_at,
        "fault": one.fault,
    }


def _first(fault: str) -> str:
    lines = fault.splitlines()
    return " ".join(part.strip() for part in (lines[:1] + lines[-1:] if len(lines) > 1 else lines))


def _unknown(update_id: int) -> Refusal:
    return Refusal("update_unknown", {"id": update_id})
