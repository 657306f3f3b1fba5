"""What must survive the power going: a folder's own entries, once what they name is written."""

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Have the entries of a folder on disk: a file that was made or renamed in it is found again; raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
