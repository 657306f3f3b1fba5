"""Scans of several pages in one TIFF: made one PDF."""

from portal.inspection.binding import bound
from portal.inspection.kinds import JPEG, TIFF
from portal.inspection.papers import PAGES
from portal.inspection.pictures import PIXELS, made_upright, opened, written
from portal.inspection.verdict import FileUnfit, Judged


def bound_frames(content: bytes) -> Judged | FileUnfit | None:
    """Return a PDF of the pages of a TIFF, or why there can be none; None when it has one page, or cannot be read."""
    try:
        with opened(content, TIFF) as scan:
            count = getattr(scan, "n_frames", 1)
            if not 1 < count <= PAGES:
                return FileUnfit(why="too_many_pages") if count > PAGES else None
            pages = []
            for number in range(count):
                scan.seek(number)
                if scan.width * scan.height > PIXELS:
                    return FileUnfit(why="too_many_pixels")
                pages.append(written(made_upright(scan.copy()), JPEG))
    except MemoryError:
        return FileUnfit(why="too_many_pixels")
    except Exception:  # what strangers write breaks decoders in ways of its own
        return FileUnfit(why="broken")
    return bound(pages)
