"""Blobs: sealed on the shelves first, then known by a row, then claimed by what stays; what nobody claims is swept."""

import base64
import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update

from portal.errors import Refused
from portal.forgetting import AT_A_TIME, forget_rows
from portal.keys import KEY, Chance, Keyring
from portal.vault.model import BlobRow
from portal.vault.sealing import BlobDamaged, opened, sealed
from portal.vault.shelves import Shelves
from portal.work import Work, Workroom

GRACE = timedelta(hours=1)  # longer than any unit of work between a blob and its row
DRAFTS = timedelta(days=1)  # the least that a draft is kept
AT_ONCE = 500

row = BlobRow.__table__.c


class BlobUnknown(Refused):
    """There is no such blob in this record."""


class Kept(NamedTuple):
    """A blob that stands on the shelves and has no row yet: the facts of its row, and those of its content."""

    id: str
    wrapped: bytes
    content_type: str
    size: int
    digest: str
    sha1: str  # of the clear content, base64: what a FHIR R4 Attachment calls its hash
    pages: int = 1
    page: "Kept | None" = None  # the page that a photo clearly shows, a blob of its own


class Blob(NamedTuple):
    """A blob of a record, as its row knows it."""

    id: str
    record: str
    wrapped: bytes
    content_type: str
    size: int
    digest: str
    created_at: datetime


_FACTS = set(Kept._fields) & set(Blob._fields)


def keep(
    shelves: Shelves, keys: Keyring, chance: Chance, content: bytes, content_type: str, pages: int = 1
) -> Kept:
    """Seal a content under a fresh key and put it on the shelves; until it has a row it may be swept."""
    name, key = chance.long_name(), os.urandom(KEY)
    digest = hashlib.sha256()
    shelves.put(name, _counted(sealed(key, name, content), digest))
    sha1 = base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    wrapped = keys.seal(f"blob {name}", key)
    return Kept(name, wrapped, content_type, len(content), digest.hexdigest(), sha1, pages)


def read(shelves: Shelves, keys: Keyring, blob: Blob) -> bytes:
    """Return the content of a blob; raises `BlobMissing`, `BlobDamaged`, `KeyUnknown` or `VaultDown`."""
    key, digest = keys.open(f"blob {blob.id}", blob.wrapped), hashlib.sha256()
    content = b"".join(opened(key, blob.id, _counted(shelves.get(blob.id), digest)))
    if digest.hexdigest() != blob.digest:
        raise BlobDamaged(blob.id)
    return content


def pieces(shelves: Shelves, keys: Keyring, blob: Blob) -> Iterator[bytes]:
    """Yield the content of a blob, each piece proven; raises as `read` does, at its end for a cut."""
    yield from opened(keys.open(f"blob {blob.id}", blob.wrapped), blob.id, shelves.get(blob.id))


def draft(work: Work, record: str, kept: Kept, until: datetime) -> None:
    """Write the row of a blob: a draft of this record until then, and a day at least. Its page is another draft."""
    values = {name: value for name, value in kept._asdict().items() if name in _FACTS}
    more = {"record": record, "created_at": work.now, "kept_until": max(until, work.now + DRAFTS)}
    sha1 = work.keys.seal_text("blob.sha1", kept.sha1)
    work.execute(insert(BlobRow), {**values, **more, "sha1": sha1})


def stand(work: Work, record: str, ids: Sequence[str]) -> bool:
    """Tell whether this record has all these blobs, drafts or not, and hold them until this transaction ends."""
    if not ids:
        return True
    these = select(row.id).where(row.record == record, row.id.in_(ids)).with_for_update()
    return len(work.execute(these).all()) == len(set(ids))


def claim(work: Work, record: str, ids: Sequence[str]) -> None:
    """Have drafts stay for good, with what the caller commits; `stand` says whether they are there."""
    if ids:
        drafts = (row.record == record) & row.id.in_(ids) & row.claimed_at.is_(None)
        work.execute(update(BlobRow).where(drafts).values(claimed_at=work.now, kept_until=None))


def release(work: Work, record: str, ids: Sequence[str]) -> None:
    """Forget drafts that were taken back; their blobs are swept. What was claimed stays."""
    these = (row.record == record) & row.id.in_(ids) & row.claimed_at.is_(None)
    work.execute(delete(BlobRow).where(these))


def hand_over(work: Work, record: str, to: str, ids: Sequence[str]) -> None:
    """Move drafts of one record to another: whose they are was said after they came."""
    drafts = (row.record == record) & row.id.in_(ids) & row.claimed_at.is_(None)
    if ids and record != to:
        work.execute(update(BlobRow).where(drafts).values(record=to))


def drop(work: Work, record: str, ids: Sequence[str]) -> None:
    """Forget blobs that nothing needs any more, claimed or not; they are swept."""
    work.execute(delete(BlobRow).where(row.record == record, row.id.in_(ids)))


def standing(work: Work, record: str, ids: Sequence[str]) -> list[Blob]:
    """Return those of these blobs that this record has, drafts or not, in this order."""
    these = select(*(row[name] for name in Blob._fields)).where(row.record == record, row.id.in_(ids))
    found = {one.id: one for one in (Blob(*tuple(each)) for each in work.execute(these))} if ids else {}
    return [found[one] for one in ids if one in found]


def find(work: Work, record: str, blob_id: str) -> Blob | BlobUnknown:
    """Return a claimed blob of this record."""
    columns = [row[name] for name in Blob._fields]
    mine = (row.id == blob_id) & (row.record == record) & row.claimed_at.is_not(None)
    found = work.execute(select(*columns).where(mine)).first()
    return Blob(*tuple(found)) if found else BlobUnknown()


def hashes(work: Work, record: str, ids: Sequence[str]) -> dict[str, str]:
    """Return the SHA-1 (base64) of the clear content of these blobs, as FHIR R4 has it, where it is known."""
    known = select(row.id, row.sha1).where(row.record == record, row.id.in_(ids), row.sha1.is_not(None))
    return {r.id: work.keys.open_text("blob.sha1", r.sha1) for r in work.execute(known)} if ids else {}


def forget(work: Work, limit: int = AT_A_TIME) -> int:
    """Delete the rows of up to `limit` drafts whose time is over."""
    return forget_rows(work, row.id, row.kept_until < work.now, limit)


def sweep(room: Workroom, shelves: Shelves, now: datetime | None = None) -> int:
    """Delete what stands on the shelves without a row, in batches; what is younger than an hour may yet get one.

    Not a unit of work: it looks at the disk. Returns how many were deleted; raises `VaultDown`, `StorageDown`.
    """
    before, swept = (now or datetime.now(UTC)) - GRACE, 0
    old = (name for name, written_at in shelves.names() if written_at < before)
    while names := list(islice(old, AT_ONCE)):
        for name in set(names) - room.do(_known, names):
            shelves.delete(name)
            swept += 1
    return swept


def _known(work: Work, names: Sequence[str]) -> set[str]:
    return set(work.execute(select(row.id).where(row.id.in_(names))).scalars())


def _counted(pieces: Iterator[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece
