"""`masante export`: all of a patient's record in one encrypted ZIP, written beside and renamed; she is told at once."""

import argparse
import os

from bot.commands import whose
from bot.commands.files import FileWrong, beside
from bot.commands.opening import opened
from bot.commands.passphrase import passphrase
from bot.commands.printing import Answer, complain
from bot.exporting.archive import Archive
from bot.exporting.building import Builder, finish
from bot.exporting.paper import paper
from bot.settings import Settings
from portal import privacy, vault
from portal.authorisations import Operator
from portal.errors import Refused
from portal.privacy import Gathered
from portal.work import Work

STEP = 20  # files between two words on progress


def export(options: argparse.Namespace) -> Answer | Refused:
    """Write a patient's export; the exit code is 1 when it is whole, but a file of the vault could not be read."""
    settings, path = Settings.of_this_machine(), options.file
    if os.path.lexists(path):
        raise FileWrong(path, "is there already: an export is never written over")
    given = passphrase(settings, options.passphrase_file, new=True) if options.passphrase_file else None
    with opened(settings) as room:
        gathered = room.do(_gathered, options.patient)
        if isinstance(gathered, Refused):
            return gathered
        phrase = given or room.chance.phrase()
        with beside(path) as file:
            archive = Archive(phrase, lambda: file, most=None)
            builder = Builder(room, vault.at(settings.vault_url), gathered, archive, _tell)
            said = builder.build()
            finish(archive, [paper(said, gathered.language, gathered.at)])
            archive.close()
        room.do(privacy.note, gathered.access, 1, path.stat().st_size)
    value = {"file": str(path), "bytes": path.stat().st_size, "missing": builder.missing}
    shown = {} if given else {"passphrase": phrase}
    told = "" if given else f"\nPassphrase, shown once: {phrase}"
    lost = (
        (f"{builder.missing} files could not be read: the summary and the log name them",)
        if builder.missing
        else ()
    )
    human = f"{path}: give the file and the passphrase by two different ways. The patient is told.{told}"
    return Answer({**value, **shown}, human, lost, code=1 if lost else 0)


def _gathered(work: Work, named: str) -> Gathered | Refused:
    account_id = whose.patient(work, named)
    return account_id if isinstance(account_id, Refused) else privacy.gather(work, Operator(), account_id)


def _tell(done: int, of: int) -> None:
    if done and done % STEP == 0:
        complain(f"{done} of {of} files")
