"""Pictures that go with an e-mail: opened from the vault as it leaves, forgotten once it has left."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog

from bot.channels.email import Enclosure
from portal import vault
from portal.errors import KeyUnknown, TryLater
from portal.vault import BlobDamaged, BlobMissing, Shelves, VaultDown
from portal.work import Work, Workroom

log = structlog.get_logger()

SOON = timedelta(seconds=30)


async def enclosures(workroom: Workroom, shelves: Shelves, facts: Mapping[str, Any]) -> tuple[Enclosure, ...]:
    """Return the pictures of an e-mail; one that is gone is left out, and told to the operator by the log.

    Raises `TryLater` while the vault is away.
    """
    wanted = facts.get("enclosed")
    if not wanted:
        return ()
    blobs = await workroom.run(vault.standing, wanted["record"], wanted["ids"])
    found = []
    for number, blob in enumerate(blobs, 1):
        try:
            content = await asyncio.to_thread(vault.read, shelves, workroom.keys, blob)
        except VaultDown:
            raise TryLater(SOON, "vault_down") from None
        except (BlobMissing, BlobDamaged, KeyUnknown) as error:
            log.error("enclosure_lost", blob=blob.id, error=type(error).__name__)
            continue
        found.append(
            Enclosure(f"image-{number}.{blob.content_type.rpartition('/')[2]}", blob.content_type, content)
        )
    return tuple(found)


def forget(work: Work, facts: Mapping[str, Any]) -> None:
    """Forget the pictures of an e-mail that has left."""
    wanted = facts.get("enclosed")
    if wanted:
        vault.release(work, wanted["record"], wanted["ids"])
