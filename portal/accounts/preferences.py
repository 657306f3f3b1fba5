"""How someone likes what she reads: more space between the lines, plainer sentences; it follows her to every chat.

And whether questions that the FAQ could not answer are counted: never with who asked, still hers to refuse.
"""

from typing import NamedTuple

from portal.accounts import store
from portal.accounts.refusals import AccountUnknown
from portal.work import Work


class Display(NamedTuple):
    """What was chosen; strangers have neither."""

    spacious: bool = False
    plain: bool = False


def display(work: Work, account_id: str) -> Display:
    """Return what the owner of an account has chosen."""
    found = store.by_id(work, account_id)
    return Display(bool(found.spacious), bool(found.plain)) if found else Display()


def choose_display(work: Work, account_id: str, chosen: Display) -> AccountUnknown | None:
    """Show everything so from now on."""
    return None if store.change(work, account_id, **chosen._asdict()) else AccountUnknown()


def counted(work: Work, account_id: str) -> bool:
    """Tell whether questions of hers that find no answer may be counted; so it is until she says no."""
    found = store.by_id(work, account_id)
    return found is None or found.counted is not False


def choose_counted(work: Work, account_id: str, counted: bool) -> AccountUnknown | None:
    """Have them counted from now on, or not any more."""
    return None if store.change(work, account_id, counted=counted) else AccountUnknown()
