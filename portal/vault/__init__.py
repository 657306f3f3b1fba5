"""The vault: files of people's records, each sealed under a key of its own, on shelves that know no content."""

from portal.vault.blobs import (
    Blob,
    BlobUnknown,
    Kept,
    claim,
    draft,
    drop,
    find,
    forget,
    hand_over,
    hashes,
    keep,
    pieces,
    read,
    release,
    stand,
    standing,
    sweep,
)
from portal.vault.fetching import (
    LARGEST,
    MEGABYTE,
    Fetch,
    FileInfected,
    FileNotFetched,
    FileNotKept,
    FileTooLarge,
    ScannerAway,
)
from portal.vault.places import at, probe
from portal.vault.sealing import BlobDamaged
from portal.vault.shelves import BlobMissing, Folder, Shelves, VaultClosed, VaultDown

__all__ = [
    "LARGEST", "MEGABYTE", "Blob", "BlobDamaged", "BlobMissing", "BlobUnknown", "Fetch", "FileInfected",
    "FileNotFetched", "FileNotKept", "FileTooLarge", "Folder", "Kept", "ScannerAway", "Shelves", "VaultClosed",
    "VaultDown", "at", "claim", "draft", "drop", "find", "forget", "hand_over", "hashes", "keep", "pieces", "probe", "read",
    "release", "stand", "standing", "sweep",
]  # fmt: skip
