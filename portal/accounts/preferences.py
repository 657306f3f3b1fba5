"""How someone likes what she reads: more space between the lines, plainer sentences; it follows her to every chat."""

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
