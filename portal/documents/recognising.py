"""What a conversation asks to have read on the pages of a document, and what comes of it: proposals, never decisions."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portal.errands import Errand
from portal.vault import Blob


class Recognised(NamedTuple):
    """What was read on a document's first page. What is not clear is None: the person says it herself.

    `title`: a key (`prescription`, `blood_test` …; `proposing.KINDS`), its words are in
    `conversations/document_words.py`; `type`: a code of what patients deposit; `sure`: the type's own words stand in
    the heading.
    """

    text: str
    title: str | None = None
    type: str | None = None
    dated: date | None = None
    sure: bool = False


@dataclass(frozen=True)
class Recognise(Errand):
    """A picture or PDF whose first page is to be read.

    Its value is a `Recognised`, or None: recognition is off, nothing could be read, or not in ten seconds.
    """

    blob: Blob
