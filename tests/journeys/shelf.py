"""Documents that stand in a record when a journey begins, as a patient or a professional deposited them."""

from datetime import date
from pathlib import Path
from typing import Any

from portal import authorisations, carnets, documents, professionals, vault
from portal.accounts import Me
from portal.authorisations import Access, Professional, Right, carnet_record, patient_record
from portal.documents import New
from portal.inspection import kind_of
from portal.work import Work
from tests.clock import START
from tests.journeys.phone import Phone
from tests.journeys.town import Town
from tests.pictures import photo

DAY = date(2026, 2, 14)


def me(account_id: str) -> Me:
    """Someone as she is when she asks in her own chat."""
    return Me(account_id, "link", "full", fresh=True, used_at=START, language=None, timezone=None)


def access(work: Work, who: Any, right: Right, record: str) -> Access:
    found = authorisations.require(work, who, right, record)
    assert isinstance(found, Access), found
    return found


async def deposit(
    town: Town,
    account_id: str,
    title: str,
    *,
    record: str = "",
    by: Any = None,
    content: bytes = b"",
    **facts: Any,
) -> str:
    """Put a document into a record, her own unless another is named; returns its id."""
    content = content or photo()
    name = record or patient_record(account_id)
    room = town.app.workroom
    kept = vault.keep(town.app.shelves, room.keys, room.chance, content, kind_of(content) or "")
    given = {"type": "57833-6" if by else "DOCPAT02", "dated": DAY, "emergency": False, **facts}

    def keep(work: Work) -> str:
        vault.draft(work, name, kept, work.now)
        who = access(work, by or me(account_id), Right.DEPOSIT, name)
        made = documents.deposit(work, who, New(title=title, blob=kept.id, **given))
        assert isinstance(made, str), made
        return made

    return await town.do(keep)


def doctor(work: Work, record: str = "", rpps: str = "10009999995", last_name: str = "Morel") -> Professional:
    """A professional; with the right to read a record, if one is named."""
    made = professionals.create(work, rpps=rpps, first_name="Hélène", last_name=last_name, profession="Chirurgienne",
                                structure="", email="helene.morel@example.org")  # fmt: skip
    assert isinstance(made, str), made
    if record:
        authorisations.give(work, f"professional:{made}", record, (Right.READ,), None)
    return Professional(made)


def carnet(work: Work, account_id: str, first_name: str = "Léo") -> str:
    """A child's carnet held by this parent; the name of its record."""
    made = carnets.create(work, account_id, first_name, date(2022, 5, 3))
    assert isinstance(made, str), made
    return carnet_record(made)


def open_as(work: Work, who: Any, record: str, document_id: str) -> Any:
    """Open a document as somebody else does."""
    return documents.open_document(work, access(work, who, Right.READ, record), document_id)


def journal(work: Work, record: str) -> list[tuple[str, str]]:
    """What was done with a record: action and why."""
    return [(line.action, line.why) for line in authorisations.journal.read(work, record)]


def files_of(town: Town) -> list[Path]:
    """What stands in the vault."""
    return [one for one in (town.folder / "vault").rglob("*") if one.is_file()]


def sent(phone: Phone) -> list[dict[str, Any]]:
    """The documents that stand in the chat."""
    return [one for one in phone.said_by_bot if one.get("photo") or one.get("document")]


async def see(phone: Phone, title: str) -> None:
    """Go to the details of a document, from the list."""
    await phone.say("/documents")
    await phone.tap(*[label for label in phone.buttons if title in label][:1])
