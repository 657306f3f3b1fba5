"""What a conversation asks to have made of the pictures and papers of one document: a single PDF."""

from dataclasses import dataclass

from portal.errands import Errand
from portal.vault import MEGABYTE, Blob

LARGEST_BOUND = 45 * MEGABYTE  # a bot can send 50


@dataclass(frozen=True)
class Bind(Errand):
    """Pictures and PDF files of a record to be made one PDF, in this order, sealed into the vault.

    Its value is a `Kept` that knows its pages, or a `Refused`: `DocumentFilesGone`, `FileNotKept`, `FileTooLarge`,
    `FileUnfit`. The blobs themselves stay.
    """

    blobs: tuple[Blob, ...]
