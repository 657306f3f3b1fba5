"""What people keep in their records, as journeys look at it: how a document is begun, answered, and read."""

from typing import Any

from portal import authorisations, carnets, documents, vault
from portal.authorisations import PARENT, Access, Operator, Right, patient_record
from portal.documents import Document
from portal.work import Work
from tests import scenes
from tests.journeys.phone import Phone
from tests.journeys.town import Town

# From the type of a document to the recap, with what is proposed.
AS_PROPOSED = ("Certificat", "Garder : Certificat du 2 mars 2026", "Aujourd'hui", "Non")


def page_photo() -> bytes:
    """A photo on which a page clearly lies."""
    return scenes.jpeg(scenes.seen(scenes.sheet(), (4, -3, 2)).pixels)


async def begin(phone: Phone) -> Phone:
    """Begin to add a document, as from the list of documents."""
    message_id = phone.said_by_bot[-1]["message_id"]
    await phone.do("tap", message_id=message_id, data="m:go:add_document", force=True)
    assert "Quel document voulez-vous ranger ?" in phone.last
    return phone


async def gone_on(phone: Phone, *answers: str) -> Phone:
    """Say that all has been sent, and answer up to the recap."""
    await phone.answer("C'est tout", *(answers or AS_PROPOSED))
    assert "Vérifiez avant d'enregistrer" in phone.last
    return phone


def access(work: Work, record: str) -> Access:
    """Open a record to look what is in it."""
    found = authorisations.require(work, Operator(), Right.READ, record)
    assert isinstance(found, Access)
    return found


async def kept(town: Town, phone: Phone, record: str | None = None) -> list[Document]:
    """Return the documents of a record, her own unless another is named."""
    whose = record or patient_record(phone.account_id)
    return (await town.do(lambda work: documents.listed(work, [access(work, whose)]))).lines


async def content(town: Town, document: Document) -> bytes:
    """Return what is kept of a document."""

    def opened(work: Work) -> Any:
        return documents.open_document(work, access(work, document.record), document.id)

    found = await town.do(opened)
    return vault.read(town.app.shelves, town.app.workroom.keys, found.blob)


def drafts(work: Work, record: str) -> int:
    """Return how many files of a record wait to be kept or forgotten."""
    row = vault.blobs.row
    waiting = work.execute(vault.blobs.select(row.id).where(row.record == record, row.claimed_at.is_(None)))
    return len(waiting.all())


def open_carnet(work: Work, parent: str, name: str = "Léo") -> str:
    """Open a child's carnet; returns its record."""
    made = carnets.create(work, parent, name, work.now.date().replace(year=2022))
    assert isinstance(made, str)
    return authorisations.carnet_record(made)


def share(work: Work, parent: str, record: str) -> None:
    """Have another parent share a carnet."""
    authorisations.give(work, patient_record(parent), record, PARENT, None)
