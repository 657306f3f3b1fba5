"""A question whose answer is a web address, as people type it: with its http or without."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from conversations.questions import LONGEST_GUESSED, Hint, Text
from conversations.turn import Turn
from locales import _

SCHEMES = ("http", "https")
NAMED = re.compile(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)*\.[^\W\d_]{2,}")


@dataclass(frozen=True, kw_only=True)
class WebAddress(Text):
    """An address of the web; where its `https://` was not typed, it is put before it."""

    def read(self, turn: Turn, typed: str) -> Any:
        """Take what a browser would open: http or https, with the name of a machine."""
        text = super().read(turn, typed)
        if isinstance(text, Hint):
            return text
        return _whole(text) or Hint(
            _("Please write a web address: {example}, for instance.", example="https://www.example.org")
        )

    def guess(self, turn: Turn, typed: str) -> Any:
        """Return the only address among other words."""
        parts = (one.strip(".,;:!()<>«»\"'") for one in typed[:LONGEST_GUESSED].split())
        found = [whole for one in parts if (whole := _whole(one))]
        address = self.read(turn, found[0]) if len(found) == 1 else None
        return None if isinstance(address, Hint) else address


def _whole(text: str) -> str:
    """Return an address with its scheme; none where it is no address."""
    bare = "://" not in text
    whole = f"https://{text}" if bare else text
    try:
        parts = urlsplit(whole)
        host, _port = parts.hostname or "", parts.port
    except ValueError:  # a port of letters, a bracket that is not closed
        return ""
    named = bool(NAMED.fullmatch(host)) if bare else bool(host)
    whole_one = " " not in whole and whole.isprintable() and not (bare and "@" in text)
    return whole if whole_one and named and parts.scheme in SCHEMES else ""
