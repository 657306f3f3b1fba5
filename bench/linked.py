"""Patients who have linked their chats, agreed, and have the ten-question form open: made without the chat."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import delete, insert, update

from conversations.consenting import VERSION
from portal import accounts, authorisations, followups
from portal.accounts import Registered
from portal.accounts.model import Link
from portal.authorisations import Access, Operator, Right, patient_record
from portal.clock import SystemClock
from portal.database import connect
from portal.followups.model import OccurrenceRow, ResponseRow
from portal.keyfile import load_ring
from portal.migrations import upgrade
from portal.work import Work, Workroom

FORM = Path(__file__).with_name("ten_questions.json")
PLAN = {"every": "day", "at": "00:00", "window": "48 h"}
FIRST_CHAT = 500_000


def chats(count: int) -> list[int]:
    """Return the chats of that many patients."""
    return list(range(FIRST_CHAT, FIRST_CHAT + count))


def email(chat: int) -> str:
    """Return the address of the patient of a chat."""
    return f"patient{chat}@example.org"


def prepare(folder: Path, count: int, address: str = "") -> None:
    """Make a database (`masante.db`, or the empty one at `address`) and its keys with that many patients."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with portal_in(folder, address) as portal:
        upgrade(address or file_in(folder))
        opened = portal.do(lambda work: [_open(work, chat) for chat in chats(count)])
        # Before anybody can be reached: nothing leaves.
        for once in (followups.release_due, followups.remind_due):
            while portal.do(once):
                pass
        portal.do(lambda work: [_link(work, *each) for each in zip(opened, chats(count), strict=True)])


def copy(source: Path, target: Path) -> None:
    """Give a run a database and keys of its own."""
    target.mkdir(parents=True)
    for name in ("masante.db", "keys"):
        shutil.copy(source / name, target / name)


@contextmanager
def portal_in(folder: Path, address: str = "") -> Iterator[Workroom]:
    """Open the portal with the keys of a folder, on its database or the one at `address`."""
    workroom = Workroom(connect(address or file_in(folder)), SystemClock(), load_ring(folder / "keys"))
    try:
        yield workroom
    finally:
        workroom.close()


def file_in(folder: Path) -> str:
    """Return the address of the SQLite database of a folder."""
    return f"sqlite:///{folder / 'masante.db'}"


def reopen(work: Work) -> int:
    """Take back what patients have sent, so that they can fill in the same forms again; returns how many."""
    work.execute(delete(ResponseRow))
    sent = update(OccurrenceRow).where(OccurrenceRow.__table__.c.state != "open").values(state="open")
    return work.execute(sent).rowcount


def _open(work: Work, chat: int) -> str:
    registered = accounts.register(
        work, email=email(chat), phone="+33639980100", first_name="Léa", last_name="Martin",
        language="fr",
    )  # fmt: skip
    assert isinstance(registered, Registered)
    followups.start(work, _access(work, registered.account_id, Right.FOLLOW), FORM.read_text(), PLAN, None)
    return registered.account_id


def _access(work: Work, account_id: str, right: Right) -> Access:
    access = authorisations.require(work, Operator(), right, patient_record(account_id))
    assert isinstance(access, Access)
    return access


def _link(work: Work, account_id: str, chat: int) -> None:
    """Link after the form was released: nobody is told that it is there, so nothing else leaves."""
    accounts.meet(work, chat, "fr")
    link = {"id": work.chance.name(), "account_id": account_id, "chat_id": chat, "strength": "full"}
    work.execute(insert(Link), {**link, "linked_at": work.now, "used_at": work.now})
    accounts.consent(work, chat, account_id, VERSION)


def answers(work: Work) -> dict[int, list[list[str]]]:
    """Return what each chat has sent: for every response the answers in words, in order."""
    found = work.execute(insert(Link).table.select()).all()
    return {link.chat_id: _said(work, link.account_id) for link in found}


def _said(work: Work, account_id: str) -> list[list[str]]:
    responses = followups.responses(work, _access(work, account_id, Right.READ))
    return [[_words(item["answer"][0]) for item in response.resource["item"]] for response in responses]


def _words(answer: dict[str, object]) -> str:
    ((_, value),) = answer.items()
    match value:
        case bool():
            return "Oui" if value else "Non"
        case dict():
            return str(value["display"])
        case _:
            return str(value)
