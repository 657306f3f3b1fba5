"""Files in answers: kept when a form is sent, read by whoever may read the answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal import vault
from portal.authorisations import Access, Right
from portal.vault import Blob, BlobUnknown
from portal.work import Work

PREFIX = "Binary/"  # how a response names a file of the vault (R4 Attachment.url, a relative reference)


def attached(resource: Mapping[str, Any]) -> list[str]:
    """Return the ids of the files that a response names, in its order."""
    urls = (str(one.get("url", "")) for one in _attachments(resource))
    return [url.removeprefix(PREFIX) for url in urls if url.startswith(PREFIX)]


def attachment(work: Work, access: Access, blob_id: str) -> Blob | BlobUnknown:
    """Return a file of this record, to be opened outside the transaction; what is asked for is journalled."""
    access.must(Right.READ)
    found = vault.find(work, access.record, blob_id.removeprefix(PREFIX))
    access.journal(work, "file_read" if isinstance(found, Blob) else "file_unknown", blob_id[:40])
    return found


def attachment_broken(work: Work, access: Access, blob_id: str, why: str) -> None:
    """Leave a line for a file that should be there and cannot be opened (`why`: a code)."""
    access.journal(work, "file_broken", blob_id, why)


def _attachments(level: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in level.get("item", ()):
        yield from _attachments(item)
        for answer in item.get("answer", ()):
            if isinstance(found := answer.get("valueAttachment"), Mapping):
                yield found
            yield from _attachments(answer)
