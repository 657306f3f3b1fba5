"""Errands of documents: photos bound into one PDF, pages read for proposals, and for being found again."""

import json
import os
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bot.binding import Binder
from bot.recognition import Recognition
from bot.workshop import Workshop
from portal import documents, vault
from portal.authorisations import Right
from portal.documents import Bind, DocumentFilesGone, Recognise
from portal.inspection import Judged, inspect
from portal.vault import Blob, FileNotKept, FileTooLarge, Folder, Kept
from portal.work import Workroom
from tests.databases import on_sqlite
from tests.hands import lent
from tests.pictures import paper, photo
from tests.portal.documents.conftest import Record
from tests.scenes import PRESCRIPTION, jpeg, sheet

pytestmark = on_sqlite


@pytest.fixture
def workshop() -> Workshop:
    return lent("darkroom")


@pytest.fixture
def shelves(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "vault")


@pytest.fixture
def record(workroom: Workroom, clock: Any, shelves: Folder) -> Record:
    return Record(workroom, clock, shelves)


@pytest.fixture
def binder(workshop: Workshop, shelves: Folder, workroom: Workroom) -> Binder:
    return Binder(workshop, shelves, workroom)


@pytest.fixture
def reading(workshop: Workshop, shelves: Folder, workroom: Workroom, languages: Path) -> Recognition:
    return Recognition(workshop, shelves, workroom, languages)


def blob(room: Workroom, shelves: Folder, content: bytes, kind: str = "image/jpeg") -> Blob:
    kept = vault.keep(shelves, room.keys, room.chance, content, kind)
    return as_blob(room, kept)


def as_blob(room: Workroom, kept: Kept) -> Blob:
    when = room.clock.now()
    return Blob(kept.id, "patient:camille", kept.wrapped, kept.content_type, kept.size, kept.digest, when)


def safe(content: bytes) -> bytes:
    found = inspect(content)
    assert isinstance(found, Judged)
    return found.content


async def test_photos_and_papers_become_one_sealed_paper(
    binder: Binder, shelves: Folder, workroom: Workroom
) -> None:
    parts = [safe(photo("navy")), safe(paper(2)), safe(photo("olive"))]
    kinds = ["image/jpeg", "application/pdf", "image/jpeg"]
    blobs = tuple(blob(workroom, shelves, *each) for each in zip(parts, kinds, strict=True))
    kept = await binder(Bind(blobs))
    assert isinstance(kept, Kept)
    assert (kept.content_type, kept.pages) == ("application/pdf", 4)
    content = vault.read(shelves, workroom.keys, as_blob(workroom, kept))
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 4
    assert parts[0] in content


async def test_a_photo_that_is_gone_or_damaged_is_told(
    binder: Binder, shelves: Folder, workroom: Workroom
) -> None:
    whole, other = (blob(workroom, shelves, safe(photo())) for _ in range(2))
    shelves.delete(other.id)
    assert await binder(Bind((whole, other))) == DocumentFilesGone()
    damaged = whole._replace(digest="0" * 64)
    assert await binder(Bind((damaged,))) == DocumentFilesGone()


async def test_more_than_telegram_takes_is_refused_unread(
    binder: Binder, shelves: Folder, workroom: Workroom
) -> None:
    large = blob(workroom, shelves, b"x")._replace(size=23_000_000)
    assert await binder(Bind((large, large))) == FileTooLarge(most=45)


async def test_a_vault_that_is_full_is_told(workshop: Workshop, shelves: Folder, workroom: Workroom) -> None:
    class Full(Folder):
        def put(self, name: str, pieces: Any) -> None:
            raise vault.VaultDown("No space left on device")

    kept = blob(workroom, shelves, safe(photo()))
    assert await Binder(workshop, Full(shelves._root), workroom)(Bind((kept,))) == FileNotKept()


async def test_a_page_proposes_what_it_says(
    reading: Recognition, shelves: Folder, workroom: Workroom
) -> None:
    lines = tuple(line.replace("12 mars", "12 février") for line in PRESCRIPTION)  # it is the first of March
    found = await reading(Recognise(blob(workroom, shelves, jpeg(sheet(lines)))))
    assert found is not None
    assert (found.title, found.type, str(found.dated)) == ("prescription", "DOCPAT02", "2026-02-12")
    assert "Amoxicilline" in found.text


async def test_where_nothing_can_be_read_nothing_is_proposed(
    reading: Recognition, workshop: Workshop, shelves: Folder, workroom: Workroom
) -> None:
    wordless = blob(workroom, shelves, safe(photo()))
    assert await reading(Recognise(wordless)) is None
    assert await reading(Recognise(blob(workroom, shelves, b"no picture at all"))) is None
    shelves.delete(wordless.id)
    assert await reading(Recognise(wordless)) is None
    page = blob(workroom, shelves, jpeg(sheet()))
    assert await Recognition(workshop, shelves, workroom, None)(Recognise(page)) is None
    assert await Recognition(workshop, shelves, workroom, Path("/nowhere"))(Recognise(page)) is None


async def test_a_page_that_takes_too_long_is_given_up(
    workshop: Workshop, shelves: Folder, workroom: Workroom, languages: Path
) -> None:
    hurried = Recognition(workshop, shelves, workroom, languages, patience=0.01)
    assert await hurried(Recognise(blob(workroom, shelves, jpeg(sheet())))) is None
    assert await workshop.do(partial(json.loads, "1")) == 1


async def test_a_document_that_waits_is_read_and_found_by_its_words(
    reading: Recognition, record: Record
) -> None:
    kept = vault.keep(record.shelves, record.room.keys, record.room.chance, jpeg(sheet()), "image/jpeg")
    record.do(vault.draft, record.name, kept, record.clock.now())
    made = record.deposit(blob=kept.id, title="Un papier", recognise=True)
    assert await reading.read_waiting() == 1
    assert await reading.read_waiting() == 0
    sealed = record.do(documents.sealed_words, [record.access(Right.READ)])
    assert documents.found(record.room.keys, sealed, "amoxicilline gélule") == [made]
    assert b"moxicilline" not in (sealed[0][2] or b"")


async def test_a_document_that_cannot_be_read_waits_no_longer(reading: Recognition, record: Record) -> None:
    record.deposit(recognise=True)  # its content is no picture
    record.shelves.delete(record.do(documents.waiting_for_words)[0][1].id)
    record.deposit(recognise=True)
    assert [await reading.read_waiting() for _ in range(3)] == [1, 1, 0]


async def test_a_vault_that_is_away_is_asked_again(reading: Recognition, record: Record) -> None:
    record.deposit(recognise=True)
    place = next(one for one in record.shelves._root.rglob("*") if one.is_file())
    os.rename(place, place.with_suffix(".away"))
    place.mkdir()  # a folder where a file should be: the disk answers with a fault
    assert await reading.read_waiting() == 0
    place.rmdir()
    os.rename(place.with_suffix(".away"), place)
    assert await reading.read_waiting() == 1
