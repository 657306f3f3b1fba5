"""Where Camille has linked her chat already: most journeys begin there, and each would take her through all of it."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import delete

from portal.database import connect
from portal.keyfile import load_ring
from portal.mailroom.model import Lane, Outgoing
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import SqliteFile
from tests.journeys import people
from tests.journeys.people import CAMILLE


class Home:
    """A database and its keys, made once, and copied for each journey."""

    def __init__(self, sqlite_file: SqliteFile, folder: Path) -> None:
        self._sqlite_file = sqlite_file
        self._keys = folder / "keys"

    @contextmanager
    def moved_in(self, folder: Path) -> Iterator[str]:
        """Yield the address of a database where she lives; its keys are in `folder`, as a town looks for them."""
        template = self._sqlite_file.lived_in("home", self._link)
        shutil.copy(self._keys, folder / "keys")  # with its mode: others cannot read it
        with self._sqlite_file.copy(template=template) as address:
            yield address

    def _link(self, address: str) -> None:
        with closing(Workroom(connect(address), ManualClock(), load_ring(self._keys))) as room:
            room.do(people.link, CAMILLE)
            room.do(_all_has_left)


def _all_has_left(work: Work) -> None:
    for table in (Outgoing, Lane):
        work.execute(delete(table))
