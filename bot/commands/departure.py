"""`masante patient erase`, `hold`, `release`: what the law asks of whoever runs the machine."""

import argparse
import sys
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands import whose
from bot.commands.opening import opened
from bot.commands.printing import Answer, complain
from bot.settings import Problem, Settings, SettingsWrong
from portal import authorisations, privacy, vault
from portal.authorisations import Access, Operator, Right, patient_record
from portal.errors import Refused
from portal.work import Work


def erase(options: argparse.Namespace) -> Answer | Refused:
    """Erase an account: every row, every file and its key; what is left says that it was done, and names nobody."""
    settings, named = Settings.of_this_machine(), _named(options)
    with opened(settings) as room:
        account_id = room.do(whose.patient, named)
        if isinstance(account_id, Refused):
            return account_id
        if not options.yes and not _sure(account_id):
            return Answer({"id": account_id, "erased": False}, "Nothing was erased.", code=1)
        refused = room.do(privacy.erase_now, account_id, "operator")
        if refused is not None:
            return refused
        while room.do(privacy.erase_step, account_id):
            pass
        swept = vault.sweep(room, vault.at(settings.vault_url))
    human = f"{account_id} erased. Files of the last hour go with the bot's next sweep. The patient is told."
    return Answer({"id": account_id, "erased": True, "files_swept": swept}, human)


def hold(options: argparse.Namespace) -> Answer | Refused:
    """Keep a record until the end of a day."""

    def place(work: Work) -> Any:
        access = _held(work, options)
        if isinstance(access, Refused):
            return access
        end = datetime.combine(options.until + timedelta(days=1), time(), ZoneInfo(work.policy.timezone))
        return privacy.place(work, access, end, options.reason) or access.account_id

    with opened() as room:
        made = room.do(place)
    if isinstance(made, Refused):
        return made
    return Answer({"id": made, "until": options.until}, f"{made} is kept until {options.until}")


def release(options: argparse.Namespace) -> Answer | Refused:
    """Keep a record no longer."""

    def let_go(work: Work) -> Any:
        access = _held(work, options)
        return access if isinstance(access, Refused) else privacy.release(work, access) or access.account_id

    with opened() as room:
        made = room.do(let_go)
    return (
        made
        if isinstance(made, Refused)
        else Answer({"id": made, "held": False}, f"{made} is kept no longer")
    )


def _held(work: Work, options: argparse.Namespace) -> Access | Refused:
    account_id = whose.patient(work, _named(options))
    if isinstance(account_id, Refused):
        return account_id
    return authorisations.require(work, Operator(), Right.HOLD, patient_record(account_id))


def _sure(account_id: str) -> bool:
    """Ask for the id, typed: nothing brings an erased account back."""
    if not sys.stdin.isatty():
        raise SettingsWrong((Problem("--yes", "say so: nobody is here to be asked whether it is meant"),))
    complain(
        f"Everything of {account_id} is erased for good: answers, documents, carnets that nobody else reads."
    )
    complain(f"Type {account_id} to erase it:")
    return sys.stdin.readline().strip() == account_id


def _named(options: argparse.Namespace) -> str:
    return str(options.patient or options.patient_here)
