"""A ward at night: two physicians of one name, a patient with documents, a child whose carnet two parents share."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from portal import accounts, authorisations, carnets, documents, emergencies, identity, professionals, vault
from portal.accounts import Registered
from portal.authorisations import Access, Professional, Right, carnet_record, patient_record
from portal.documents import New
from portal.vault import Folder
from portal.work import Workroom
from tests.clock import START, ManualClock
from tests.portal.documents.conftest import me

REASON = "Malaise sur la voie publique, patiente confuse."


@dataclass
class Ward:
    """Who may open what, and the clock."""

    room: Workroom
    clock: ManualClock
    shelves: Folder
    camille: str = ""
    hers: str = ""  # her record
    doctor: Professional = field(default_factory=lambda: Professional(""))
    namesake: Professional = field(default_factory=lambda: Professional(""))

    def do(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        return self.room.do(function, *args, **kwargs)

    def account(self, first_name: str, number: int = 1) -> str:
        made = self.do(
            accounts.register, email=f"{first_name.lower()}@example.org", phone=f"+3363998010{number}",
            first_name=first_name, last_name="Durand", birth_date=START.date().replace(year=1980),
        )  # fmt: skip
        assert isinstance(made, Registered), made
        return made.account_id

    def physician(self, rpps: str, first_name: str = "Hélène") -> Professional:
        made = self.do(
            professionals.create, rpps=rpps, first_name=first_name, last_name="Morel", profession="Médecin",
            structure="Clinique des Tilleuls", email="helene.morel@example.org",
        )  # fmt: skip
        assert isinstance(made, str), made
        return Professional(made)

    def own(self, right: Right, record: str | None = None, account_id: str | None = None) -> Access:
        found = self.do(authorisations.require, me(account_id or self.camille), right, record or self.hers)
        assert isinstance(found, Access), found
        return found

    def document(
        self, title: str, record: str | None = None, account_id: str | None = None, **given: Any
    ) -> str:
        access = self.own(Right.DEPOSIT, record, account_id)
        kept = vault.keep(self.shelves, self.room.keys, self.room.chance, b"a page", "image/jpeg")
        self.do(vault.draft, access.record, kept, self.clock.now())
        facts = {"type": "DOCPAT02", "dated": START.date(), "emergency": True, **given}
        made = self.do(documents.deposit, access, New(title=title, blob=kept.id, **facts))
        assert isinstance(made, str), made
        return made

    def open(self, who: Professional | None = None, record: str | None = None, reason: str = REASON) -> Any:
        return self.do(emergencies.open_record, (who or self.doctor).id, record or self.hers, reason)

    def titles(self, who: Professional, record: str | None = None) -> list[str]:
        """What a professional sees in an emergency; nothing when she may not."""
        access = self.do(emergencies.access, who.id, record or self.hers)
        if not isinstance(access, Access):
            return []
        return [one.title for one in self.do(documents.listed, [access], count=100).lines]

    def later(self, **span: float) -> None:
        self.clock.move(timedelta(**span))

    def journal(self, record: str | None = None) -> list[str]:
        lines = self.do(authorisations.journal.read, record or self.hers)
        return [f"{one.actor} {one.action} {one.subject} {one.why}".strip() for one in lines]


@pytest.fixture
def ward(workroom: Workroom, clock: ManualClock, tmp_path: Any) -> Ward:
    made = Ward(workroom, clock, Folder(tmp_path / "vault"))
    made.camille = made.account("Camille")
    made.hers = patient_record(made.camille)
    made.doctor, made.namesake = made.physician("10009999995"), made.physician("99900000003")
    return made


def shared_carnet(ward: Ward, *parents: str) -> str:
    """A child's carnet that these accounts read; the name of its record."""
    born = START.date() - timedelta(days=1500)
    record = carnet_record(ward.do(carnets.create, parents[0], "Léo", born))
    for parent in parents[1:]:
        ward.later(minutes=1)
        ward.do(authorisations.give, patient_record(parent), record, authorisations.PARENT, None)
    return record


def person(ward: Ward, first_name: str = "Marc", phone: str = "06 39 98 00 77") -> Any:
    return ward.do(
        emergencies.add, ward.own(Right.KEEP), identity.NewPerson(first_name, "Durand", "partner", phone)
    )
