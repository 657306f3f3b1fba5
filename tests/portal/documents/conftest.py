"""A record with documents: Camille's own, on shelves of its own, with a professional beside."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from portal import authorisations, documents, professionals, vault
from portal.accounts import Me
from portal.authorisations import Access, Professional, Right
from portal.documents import New
from portal.vault import Folder
from portal.work import Workroom
from tests.clock import START, ManualClock
from tests.portal.accounts.conftest import house  # noqa: F401  a fixture

CAMILLE = authorisations.patient_record("camille")
TODAY = START.date()
CONTENT = b"\xff\xd8\xff a page"


def me(account_id: str = "camille") -> Me:
    return Me(account_id, "link", "full", fresh=True, used_at=START, language=None, timezone=None)


@dataclass
class Record:
    """One record, and who may do what with it."""

    room: Workroom
    clock: ManualClock
    shelves: Folder
    name: str = CAMILLE
    who: authorisations.Who = field(default_factory=me)

    def do(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        return self.room.do(function, *args, **kwargs)

    def access(self, right: Right = Right.READ, who: authorisations.Who | None = None) -> Access:
        found = self.do(authorisations.require, who or self.who, right, self.name)
        assert isinstance(found, Access), found
        return found

    def draft(self) -> str:
        """A draft of this record in the vault; its id."""
        kept = vault.keep(self.shelves, self.room.keys, self.room.chance, CONTENT, "image/jpeg")
        self.do(vault.draft, self.name, kept, self.clock.now())
        return kept.id

    def try_to_deposit(self, who: authorisations.Who | None = None, **given: Any) -> Any:
        own = who is None or isinstance(who, Me)
        facts = {
            "type": "DOCPAT02" if own else "57833-6",
            "title": "Ordonnance",
            "dated": TODAY,
            "emergency": False,
        }
        new = New(**{**facts, "blob": self.draft(), **given})
        return self.do(documents.deposit, self.access(Right.DEPOSIT, who), new)

    def deposit(self, who: authorisations.Who | None = None, **given: Any) -> str:
        made = self.try_to_deposit(who, **given)
        assert isinstance(made, str), made
        return made

    def titles(
        self, who: authorisations.Who | None = None, right: Right = Right.READ, **how: Any
    ) -> list[str]:
        """Titles as they are listed for someone."""
        return [one.title for one in self.do(documents.listed, [self.access(right, who)], **how).lines]

    def actions(self) -> list[str]:
        return [f"{line.actor} {line.action}" for line in self.do(authorisations.journal.read, self.name)]


@pytest.fixture
def record(workroom: Workroom, clock: ManualClock, tmp_path: Path) -> Record:
    return Record(workroom, clock, Folder(tmp_path / "vault"))


@pytest.fixture
def doctor(workroom: Workroom) -> Professional:
    return professional(workroom, "10009999995", "Morel")


@pytest.fixture
def other(workroom: Workroom) -> Professional:
    return professional(workroom, "99900000003", "Morel")


def professional(room: Workroom, rpps: str, name: str) -> Professional:
    made = room.do(
        professionals.create, rpps=rpps, first_name="Hélène", last_name=name, profession="Médecin", structure="",
        email="helene.morel@example.org",
    )  # fmt: skip
    assert isinstance(made, str), made
    return Professional(made)


def authorise(record: Record, doctor: Professional, *rights: Right) -> None:
    record.do(authorisations.give, doctor.actor, record.name, rights or (Right.READ,), None)
