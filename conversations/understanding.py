"""What understands questions: the FAQ's desk, with the operator's own wordings beside ours; the command line has it too."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from locales import faq as texts
from portal.encoder import HERE

if TYPE_CHECKING:
    from portal.faq.asking import Desk


def desk(own: Path) -> "Desk":
    """Return what understands questions, with the operator's own wordings; read anew when these have changed.

    With the encoder once it is at hand: nobody's question waits until it is read, nor a thread that checks passwords.
    """
    return _desk(texts.stamps(own), own)


@lru_cache(maxsize=1)
def _desk(_stamps: object, own: Path) -> "Desk":
    from portal.faq.asking import Desk  # noqa: PLC0415  numpy and stemmers, for those who ask

    return Desk(texts.taught(own), lambda: HERE.at_hand)
