"""A home in which everybody has left traces everywhere, and what can be found of them in every table and in the vault."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal import (
    accounts,
    authorisations,
    blocks,
    bookmarks,
    carnets,
    documents,
    emergencies,
    followups,
    identity,
    particulars,
    privacy,
    professionals,
    vault,
)
from portal.accounts import Me
from portal.accounts.codes import send_code
from portal.authorisations import Access, Operator, Professional, Right, carnet_record, patient_record
from portal.carnets import inviting, reminding, vaccines
from portal.documents import New
from portal.mailroom import inbox, lanes, outbox, slots
from portal.migrations import models
from portal.policy import Policy
from portal.vault import Folder
from portal.work import Work, Workroom
from tests.clock import START, ManualClock
from tests.portal.accounts.conftest import House

CANARY = "zibeline"  # stands in every personal field of everybody
FORM = {"resourceType": "Questionnaire", "status": "active", "title": "Après l'opération", "url": "urn:x", "version": "1",
        "item": [{"linkId": "t", "type": "decimal", "text": "Température"}]}  # fmt: skip
FEVER = {
    "when": "item.where(linkId='t').answer.value >= 38.5",
    "text": CANARY,
    "notify": "equipe@example.org",
}
RPPS = ("10009999995", "99900000003")


def me(account_id: str) -> Me:
    return Me(account_id, "link", "full", fresh=True, used_at=START, language=None, timezone=None)


@dataclass
class Home(House):
    """The portal as these tests use it."""

    shelves: Folder = field(default_factory=lambda: Folder(Path()))
    doctors: list[str] = field(default_factory=list)

    def doctor(self, number: int = 0) -> str:
        while len(self.doctors) <= number:
            made = self.do(professionals.create, rpps=RPPS[len(self.doctors)], first_name="Hélène", last_name="Morel",
                           profession="Médecin", structure="", email="morel@example.org")  # fmt: skip
            self.doctors.append(made)
        return self.doctors[number]

    def somebody(self, name: str, chat: int | None = None) -> str:
        """An account with a chat that speaks for it; its id."""
        email, phone = f"{CANARY}.{name}@example.org", f"+336399801{ord(name[0]) % 90 + 10}"
        made = self.do(
            accounts.register, email=email, phone=phone, first_name=f"{CANARY} {name}", last_name=CANARY
        )
        if chat is not None:
            self.wait(hours=2)  # codes of one chat wait for each other
            opened = self.open(chat, made.account_id, email)
            assert self.do(accounts.link, chat, self.prove(chat, made.account_id).id, opened).account_id
        return str(made.account_id)

    def access(self, account_id: str, right: Right = Right.HOLD, record: str = "") -> Access:
        found = self.do(authorisations.require, me(account_id), right, record or patient_record(account_id))
        assert isinstance(found, Access), found
        return found

    def deposit(self, account_id: str, record: str = "", by: Any = None, title: str = CANARY) -> str:
        record = record or patient_record(account_id)
        kept = vault.keep(self.shelves, self.room.keys, self.room.chance, CANARY.encode() * 9, "image/jpeg")
        self.do(vault.draft, record, kept, self.clock.now())
        access = self.do(authorisations.require, by or me(account_id), Right.DEPOSIT, record)
        kind = "57833-6" if by else "DOCPAT02"
        return str(self.do(documents.deposit, access, New(kind, title, START.date(), True, kept.id, 1)))

    def carnet(self, *parents: str) -> str:
        """A carnet that the first holds and the others share; its id."""
        made = str(self.do(carnets.create, parents[0], CANARY, START.date() - timedelta(days=900)))
        for one in parents[1:]:
            self.do(
                authorisations.give, patient_record(one), carnet_record(made), authorisations.PARENT, None
            )
        return made

    def follow(self, account_id: str, record: str = "", **plan: Any) -> str:
        """A follow-up of hers, or of a carnet, whose form is open; its id."""
        record = record or patient_record(account_id)
        operator = self.do(authorisations.require, Operator(), Right.FOLLOW, record)
        whole = {"at": "08:00", "alerts": [FEVER], **plan}
        started = self.do(followups.start, operator, json.dumps(FORM), whole, self.doctor())
        assert isinstance(started, str), started.facts
        self.do(authorisations.give, f"professional:{self.doctor()}", record,
                (Right.READ, Right.FOLLOW), None)  # fmt: skip
        self.do(followups.release_due)
        return started

    def send(self, account_id: str, degrees: float = 39.0, record: str = "") -> None:
        """Fill in the form of the day, a child's where a carnet is named: a fever, unless it is another temperature."""
        access = self.access(account_id, Right.FILL_IN, record)
        (form, *_) = self.do(followups.due, access)
        items = [{"linkId": "t", "answer": [{"valueDecimal": degrees}], "text": CANARY}]
        resource = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}
        held = self.do(_submit, access, form.occurrence_id, resource | followups.said_of(access))
        assert isinstance(held, followups.Response), held

    def particulars(self, account_id: str) -> None:
        """What she told of herself, changed once, and a correction that she asked for."""
        keeping = self.access(account_id, Right.KEEP)
        for street in ("1 rue des Lilas", f"2 rue {CANARY}"):
            told = {
                "country": "FR",
                "street": street,
                "postcode": "75011",
                "city": "Paris",
                "phone": "01 99 00 12 34",
            }
            assert self.do(particulars.change, keeping, particulars.CONTACT, told) is True
        family = {"status": "married", "children": 2, "profession": CANARY, "physician": f"Dr {CANARY}, Lyon"}
        assert self.do(particulars.change, keeping, particulars.FAMILY, family) is True
        wanted = particulars.Wanted("last_name", f"{CANARY}-petit", "family", True)
        assert isinstance(self.do(particulars.ask, keeping, wanted), str)

    def new_phone(self, account_id: str, chat: int, phone: str) -> None:
        """Another phone number, as she gives it: with a code that comes there."""
        self.wait(hours=2)
        proof = self.prove(chat, account_id, "change_contact").id
        asked = self.do(accounts.propose_contact, me(account_id), chat, proof, "phone", phone)
        assert isinstance(asked, accounts.ContactProposed), asked
        code = self.left("contact_code")[-1]["code"]
        changed = self.do(accounts.confirm_contact, me(account_id), chat, "phone", code)
        assert isinstance(changed, accounts.ContactChanged), changed

    def lived_in(self, name: str, chat: int) -> str:
        """Somebody who has left traces in every table; her id."""
        account_id = self.somebody(name, chat)
        record, doctor = patient_record(account_id), Professional(self.doctor())
        self.new_phone(account_id, chat, f"+336399802{ord(name[0]) % 90 + 10}")
        self.follow(account_id, window="23 h")
        self.send(account_id)
        self.particulars(account_id)
        self.deposit(account_id)
        hidden = self.deposit(account_id, by=doctor)
        self.do(documents.hide, self.access(account_id, Right.KEEP), hidden, self.doctor(1))
        self.do(documents.set_habits, account_id, documents.Habits(minutes=10))
        self.do(emergencies.add, self.access(account_id, Right.KEEP),
                identity.NewPerson(CANARY, CANARY, "partner", "06 39 98 00 77"))  # fmt: skip
        self.do(emergencies.open_record, self.doctor(), record, f"Malaise, {CANARY}, patiente confuse.")
        self.do(blocks.add, record, self.doctor(1))
        child = self.carnet(account_id)
        held = self.access(account_id, Right.FILL_IN, carnet_record(child))
        dose = vaccines.doses_for(START.date() - timedelta(days=900))[0].key
        self.do(vaccines.note, held, [dose], START.date() - timedelta(days=30))
        self.do(reminding.want, self.access(account_id, Right.READ, carnet_record(child)), on=True)
        self.deposit(account_id, carnet_record(child))
        self.follow(account_id, carnet_record(child), window="23 h")
        self.send(account_id, record=carnet_record(child))
        self.do(inviting.invite, me(account_id), self.access(account_id, Right.HOLD, carnet_record(child)),
                f"{CANARY}.autre@example.org")  # fmt: skip
        self.wait(hours=1)
        self.do(_talked, account_id, chat, self.clock)
        self.do(privacy.ask, chat, me(account_id), self.access(account_id))
        self.do(privacy.place, self.do(authorisations.require, Operator(), Right.HOLD, record),
                self.clock.now() + timedelta(hours=1), CANARY)  # fmt: skip
        self.do(accounts.ask_reset, chat, f"{CANARY}.{name}@example.org")
        self.do(
            accounts.signed_in,
            chat,
            self.do(accounts.credentials, chat, f"{CANARY}.{name}@example.org"),
            False,
        )
        self.wait(hours=3)
        return account_id

    def erase(self, account_id: str) -> int:
        """Erase at once, as the operator does; how many steps it took."""
        assert self.do(privacy.erase_now, account_id, "operator") is None
        steps = 0
        while self.do(privacy.erase_step, account_id):
            steps += 1
        vault.sweep(self.room, self.shelves, self.clock.now() + timedelta(days=9000))
        return steps

    def later(self, **span: float) -> None:
        """Let time pass, with what it brings to those who have left."""
        self.wait(**span)
        while self.do(privacy.tend):
            pass

    def cells(self) -> Iterator[tuple[str, Any]]:
        """Every value of every table, with `table.column`."""
        with self.room.engine.connect() as connection:
            for table in models().sorted_tables:
                for row in connection.execute(select(table)):
                    yield from ((f"{table.name}.{name}", value) for name, value in row._mapping.items())

    def where(self, words: str) -> set[str]:
        """The columns in which some words stand, in clear."""
        return {name for name, value in self.cells() if words in _text(value)}


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def _submit(work: Work, access: Access, occurrence: str, resource: dict[str, Any]) -> Any:
    from portal.work import Unthought

    thoughts: dict[str, Any] = {}
    work.thoughts = thoughts
    while True:
        try:
            return followups.submit(work, access, occurrence, resource)
        except Unthought as first:
            thoughts[first.think.key] = first.think.function()


def _talked(work: Work, account_id: str, chat: int, clock: ManualClock) -> None:
    """A conversation under way, an update that waits, messages that wait and one that stands, a code asked for."""
    mark = bookmarks.Bookmark(work.chance.name(), str(chat), "any", 1, 0, bookmarks.ACTIVE, account_id, None,
                              work.now + timedelta(days=7), {"said": CANARY})  # fmt: skip
    bookmarks.start(work, mark)
    inbox.store(work, [(str(chat), {"update_id": chat, "message": {"text": CANARY}})])
    outbox.put(work, "telegram", str(chat), "show", {"message": CANARY}, slot="screen", account_id=account_id)
    slots.stand(work, str(chat), "screen", 7, "digest")
    send_code(work, chat, account_id, "refresh")
    accounts.check_code(work, chat, "refresh", "no code")
    accounts.consent(work, chat, account_id, "1")
    lanes.call(work, "telegram", [str(chat)], work.now)


@pytest.fixture
def home(workroom: Workroom, clock: ManualClock, tmp_path: Path) -> Home:
    workroom.policy = Policy(support_email="aide@example.org", bot_username="masante_bot")
    return Home(workroom, clock, Folder(tmp_path / "vault"))
