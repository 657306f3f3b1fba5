"""A case: a handful of fictive people in one transaction that is never kept, and what each of them may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from portal import accounts, authorisations, authorising, carnets, documents, followups, professionals, vault
from portal.accounts import Me
from portal.authorisations import (
    HOLDER,
    PARENT,
    Access,
    Operator,
    Professional,
    Right,
    Who,
    carnet_record,
    patient_record,
)
from portal.carnets import accepting, entering, inviting, sharing
from portal.carnets.store import Invitation
from portal.documents import New
from portal.errors import Refused
from portal.vault import Kept
from portal.work import Work, Workroom
from tests.clock import START

BORN = date(2021, 5, 6)
FORM = '{"resourceType": "Questionnaire", "status": "active", "item": [{"linkId": "t", "type": "string", "text": "?"}]}'


@dataclass
class Case:
    """What a case needs, and what it asks."""

    work: Work
    ids: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1000)))

    def account(self, name: str) -> str:
        """An account that a professional opened; its id."""
        if name not in self.ids:
            made = accounts.register(self.work, email=f"{name}@example.org", phone="06 39 98 00 42",
                                     first_name=name.title(), last_name="Petit")  # fmt: skip
            assert isinstance(made, accounts.Registered), made
            self.ids[name] = made.account_id
        return self.ids[name]

    def me(self, name: str, strength: str = "full") -> Me:
        return Me(
            self.account(name), "link", strength, fresh=True, used_at=START, language=None, timezone=None
        )

    def own(self, name: str) -> str:
        """Someone's own record."""
        return patient_record(self.account(name))

    def carnet(self, holder: str = "nadia", born: date = BORN) -> str:
        """The record of a child."""
        made = carnets.create(self.work, self.account(holder), "Léo", born)
        assert isinstance(made, str), made
        return carnet_record(made)

    def share(self, record: str, name: str) -> None:
        """Have somebody share a carnet, as if all of the invitation were behind them."""
        authorisations.give(self.work, self.own(name), record, PARENT, None)

    def hold(self, record: str, name: str) -> None:
        authorisations.give(self.work, self.own(name), record, HOLDER, None)

    def doctor(self, name: str = "morel") -> Professional:
        """A professional who is registered."""
        if name not in self.ids:
            body = f"{next(self.numbers):010}"
            rpps = next(body + str(key) for key in range(10) if professionals.luhn(body + str(key)))
            made = professionals.create(self.work, rpps=rpps, first_name="Hélène", last_name=name, profession="",
                                        structure="", email=f"{name}@example.org")  # fmt: skip
            assert isinstance(made, str), made
            self.ids[name] = made
        return Professional(self.ids[name])

    def authorise(
        self, record: str, doctor: Professional, until: datetime | None = None, by: str = "nadia"
    ) -> Any:
        return authorising.authorise(
            self.work, self.access(self.me(by), Right.HOLD, record), doctor.id, until
        )

    def may(self, who: Who, right: Right, record: str) -> bool:
        return isinstance(authorisations.require(self.work, who, right, record), Access)

    def reads(self, who: Who, record: str) -> bool:
        return self.may(who, Right.READ, record)

    def access(self, who: Who, right: Right, record: str) -> Access:
        found = authorisations.require(self.work, who, right, record)
        assert isinstance(found, Access), (who, right, record)
        return found

    def later(self, **span: float) -> None:
        self.work = replace(self.work, now=self.work.now + timedelta(**span))

    def at(self, instant: datetime) -> None:
        self.work = replace(self.work, now=instant)

    def document(self, record: str, by: Who, **given: Any) -> str:
        """A document deposited in a record; its id."""
        kept = Kept(f"blob{next(self.numbers)}", b"", "image/jpeg", 1, "", "")
        vault.draft(self.work, record, kept, self.work.now)
        code = "DOCPAT02" if isinstance(by, Me) else "57833-6"
        facts = {
            "type": code,
            "title": "Ordonnance",
            "dated": START.date(),
            "emergency": False,
            "blob": kept.id,
        }
        made = documents.deposit(self.work, self.access(by, Right.DEPOSIT, record), New(**{**facts, **given}))
        assert isinstance(made, str), made
        return made

    def sees(self, who: Who, record: str, document_id: str, right: Right = Right.READ) -> bool:
        """Whether somebody sees a document: in the list, by its number, in what is searched, and when it is opened."""
        access = self.access(who, right, record)
        listed = document_id in [one.id for one in documents.listed(self.work, [access]).lines]
        opened = not isinstance(documents.get(self.work, access, document_id), Refused)
        searched = document_id in [one for one, _t, _w in documents.sealed_words(self.work, [access])]
        counted = documents.types_kept(self.work, [access])
        assert listed == opened == searched == bool(sum(counted.values())), (
            listed,
            opened,
            searched,
            counted,
        )
        return listed

    def invite(self, record: str, name: str, by: str = "nadia", strength: str = "full") -> Any:
        access = self.access(self.me(by), Right.HOLD, record)
        return inviting.invite(self.work, self.me(by, strength), access, f"{name}@example.org")

    def invited(self, record: str, name: str) -> str:
        made = self.invite(record, name)
        assert isinstance(made, Invitation), made
        return made.id

    def prove(self, invitation: str, name: str, born: date = BORN) -> Any:
        return accepting.prove(self.work, self.me(name), invitation, born)

    def accept(self, invitation: str, name: str, strength: str = "full") -> Any:
        return accepting.accept(self.work, self.me(name, strength), invitation)

    def enrol(self, invitation: str, name: str) -> None:
        """Open an account through an invitation: nobody has checked its name."""
        opened = entering.begin_account(self.work, 9001, invitation, "06 39 98 00 43", name, "Lenoir")
        assert isinstance(opened, accounts.InvitationOpened), opened
        self.ids[name] = opened.account_id

    def stop(self, by: str, record: str, whom: str, right: Right = Right.READ) -> Any:
        return sharing.stop(self.work, self.access(self.me(by), right, record), self.account(whom))

    def follow(self, record: str, **plan: Any) -> Any:
        """Start a follow-up whose first form is open at once; its id, or why not."""
        access = self.access(Operator(), Right.FOLLOW, record)
        whole = {"at": "09:00", "window": "12 h"} | plan
        started = followups.start(self.work, access, FORM, whole, None)
        followups.release_due(self.work)
        return started

    def forms(self, record: str) -> list[str]:
        access = self.access(Operator(), Right.FILL_IN, record)
        return [one.occurrence_id for one in followups.due(self.work, access)]

    def send(self, who: Who, record: str, form: str) -> Any:
        access = self.access(who, Right.FILL_IN, record)
        whole = {"resourceType": "QuestionnaireResponse", "status": "completed", **followups.said_of(access)}
        return followups.submit(self.work, access, form, whole)


@contextmanager
def case(room: Workroom) -> Iterator[Case]:
    """A case in a transaction of its own, rolled back whatever comes of it."""
    with room.engine.connect() as connection, connection.begin() as transaction:
        yield Case(Work(connection, START, room.keys, room.chance, room.policy))
        transaction.rollback()
