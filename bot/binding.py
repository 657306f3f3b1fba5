"""Several photos and papers become one PDF: read from the vault, bound in a child process, sealed again."""

from dataclasses import dataclass
from functools import partial

from bot.keeping import contents, keep
from bot.workshop import Workshop
from portal.documents import LARGEST_BOUND, Bind
from portal.errors import Refused, TookTooLong
from portal.inspection import FileUnfit, Judged, bind
from portal.vault import MEGABYTE, FileTooLarge, Kept, Shelves
from portal.work import Workroom

DEADLINE = 30.0  # seconds: nothing is decoded, but a photo sent as PNG is packed anew


@dataclass
class Binder:
    """Runs `Bind`; what may go wrong comes back as a refusal, never raised."""

    darkroom: Workshop
    shelves: Shelves
    workroom: Workroom

    async def __call__(self, wanted: Bind) -> Kept | Refused:
        """Return the PDF, or why there is none."""
        if sum(blob.size for blob in wanted.blobs) > LARGEST_BOUND:
            return FileTooLarge(most=LARGEST_BOUND // MEGABYTE)
        parts = await contents(self.workroom, self.shelves, wanted.blobs)
        if isinstance(parts, Refused):
            return parts
        try:
            bound: Judged | FileUnfit = await self.darkroom.do(partial(bind, parts), DEADLINE)
        except TookTooLong:
            return FileUnfit(why="too_many_pages")
        return bound if isinstance(bound, Refused) else await keep(self.workroom, self.shelves, bound)
