"""The vault, from where nothing may block: what was made safe is put into it, what is needed is read from it."""

import asyncio
from collections.abc import Sequence

import structlog

from portal import vault
from portal.documents import DocumentFilesGone
from portal.errors import KeyUnknown
from portal.inspection import Judged
from portal.vault import Blob, BlobDamaged, BlobMissing, FileNotKept, Kept, Shelves, VaultDown
from portal.work import Workroom

log = structlog.get_logger()


async def keep(room: Workroom, shelves: Shelves, judged: Judged) -> Kept | FileNotKept:
    """Seal a content and its page; returns the blobs, which may be swept until they have rows."""
    return await asyncio.to_thread(_keep, room, shelves, judged)


async def contents(
    room: Workroom, shelves: Shelves, blobs: Sequence[Blob]
) -> list[bytes] | FileNotKept | DocumentFilesGone:
    """Return what these blobs hold; the operator is told by the log when one cannot be read."""
    return await asyncio.to_thread(_contents, room, shelves, blobs)


def _keep(room: Workroom, shelves: Shelves, judged: Judged) -> Kept | FileNotKept:
    try:
        kept = vault.keep(shelves, room.keys, room.chance, judged.content, judged.content_type, judged.pages)
        if judged.page is None:
            return kept
        return kept._replace(page=vault.keep(shelves, room.keys, room.chance, judged.page, "image/jpeg"))
    except VaultDown as error:
        log.error("vault_down", error=str(error))
        return FileNotKept()


def _contents(
    room: Workroom, shelves: Shelves, blobs: Sequence[Blob]
) -> list[bytes] | FileNotKept | DocumentFilesGone:
    try:
        return [vault.read(shelves, room.keys, blob) for blob in blobs]
    except (BlobMissing, BlobDamaged) as error:
        log.error(error.code, blob=str(error))
        return DocumentFilesGone()
    except (VaultDown, KeyUnknown) as error:
        log.error(error.code, error=str(error))
        return FileNotKept()
