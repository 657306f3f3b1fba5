"""Which shelves a URL names, and whether they can be used."""

from pathlib import Path

from portal.keys import Chance
from portal.vault.shelves import Folder, Shelves, VaultDown

PROBE = b"\0"


def at(url: str) -> Shelves:
    """Return the shelves at `file://folder` or `s3://bucket/prefix`; raises `VaultDown`, `ValueError` for other URLs."""
    scheme, _, place = url.partition("://")
    if scheme == "file":
        return Folder(Path(place))
    if scheme != "s3":
        raise ValueError("write file://folder or s3://bucket/prefix")
    from portal.vault.bucket import Bucket  # noqa: PLC0415  boto3 costs start-up time that a folder need not spend

    bucket, _, prefix = place.partition("/")
    return Bucket(bucket, prefix)


def probe(shelves: Shelves, chance: Chance) -> None:
    """Put something on the shelves, read it and take it away again; raises `VaultDown`.

    Should this process die in between, what it left has no row and is swept.
    """
    name = chance.long_name()
    shelves.reach()
    shelves.put(name, [PROBE])
    read = b"".join(shelves.get(name))
    shelves.delete(name)
    if read != PROBE:
        raise VaultDown("what was put there comes back changed")
