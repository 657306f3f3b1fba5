"""Two people who have nothing to do with each other: what one's chat shows, and what the other may do with that."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from conversations import consenting
from portal import accounts, authorisations, followups
from portal.authorisations import Access, Right
from portal.bookmarks import BookmarkRow
from portal.mailroom.model import Incoming, Outgoing, Slot
from portal.migrations import models
from portal.policy import Policy
from portal.resealing import Sealed, columns
from portal.vault import Folder
from portal.work import Work, Workroom
from tests.handlers.chat import Chat
from tests.journeys import people
from tests.journeys.people import CAMILLE
from tests.portal.privacy.conftest import Home

NADIA = 710003
COMMANDS = (
    "/menu",
    "/suivi",
    "/documents",
    "/carnets",
    "/acteurs",
    "/identite",
    "/compte",
    "/aide",
    "/langue",
)

# And what shows nothing of hers.
ENDS = (
    "m:compte-",
    "m:stop",
    "m:langue:",
    "m:faq:",
    "m:doc-supprimer",
    "m:desinscription",
)


@contextmanager
def nadia(workroom: Workroom, folder: Path) -> Iterator[tuple[Home, Chat]]:
    """Somebody who has left traces everywhere, each with the canary in it; and her chat."""
    workroom.policy = Policy(support_email="aide@example.org", bot_username="masante_bot")
    home = Home(workroom, workroom.clock, Folder(folder / "vault"))
    account_id = home.lived_in("nadia", NADIA)
    home.do(_ready, account_id)
    with closing(Chat(workroom, NADIA)) as chat:
        yield home, chat


def _ready(work: Work, account_id: str) -> None:
    """She agrees to all, and what was put into the mailroom for the tables' sake alone is taken out of it again."""
    for table in (BookmarkRow, Incoming, Outgoing, Slot):
        work.execute(delete(table))
    accounts.consent(work, NADIA, account_id, consenting.VERSION)
    while followups.release_due(work):
        pass


@contextmanager
def camille(workroom: Workroom) -> Iterator[Chat]:
    """Somebody else, who is linked too."""
    workroom.do(people.link, CAMILLE)
    with closing(Chat(workroom, CAMILLE.user_id)) as chat:
        yield chat


def buttons(chat: Chat, most: int) -> list[str]:
    """Press the buttons of a chat, and those they lead to, once each, but for the ways out; return what all held."""
    seen: dict[str, int] = {}
    for command in COMMANDS:
        chat.say(command)
        _gather(chat, seen)
    pressed: set[str] = set()
    while len(pressed) < most and (left := [data for data in seen if data not in pressed and leads_on(data)]):
        pressed.add(left[0])
        chat.press(seen[left[0]], left[0])
        _gather(chat, seen)
    return list(seen)


def leads_on(data: str) -> bool:
    return data.startswith("m:") and not data.startswith(ENDS)


def _gather(chat: Chat, seen: dict[str, int]) -> None:
    for number, button in chat.buttons:
        if button.data:
            seen.setdefault(button.data, number)


def shown(chat: Chat) -> str:
    """Return all that stands in a chat, labels of buttons too."""
    standing = [one for one in chat.telegram.messages.values() if one is not None]
    return "\n".join(
        part for one in standing for part in (one.text, *(b.label for row in one.keyboard for b in row))
    )


def rows(workroom: Workroom) -> dict[str, set[str]]:
    """Return every row of every table as text, for what changed to be seen."""
    with workroom.engine.connect() as connection:
        return {
            table.name: {json.dumps([_plain(v) for v in row]) for row in connection.execute(select(table))}
            for table in models().sorted_tables
        }


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes | memoryview) else str(value)


def linked(work: Work, chat: int) -> str:
    """Return the account that a chat speaks for."""
    return linked_as(work, chat).account_id


def linked_as(work: Work, chat: int) -> accounts.Me:
    """Return who a chat speaks for."""
    me = accounts.me(work, chat, work.policy.fresh_for)
    assert me is not None
    return me


def holding(work: Work, me: accounts.Me, record: str) -> Access:
    """Return the access of who holds a record."""
    access = authorisations.require(work, me, Right.HOLD, record)
    assert isinstance(access, Access)
    return access


def spelled(row: str) -> list[str]:
    """Return the values of a row as text, what was bytes too."""
    return [one for value in json.loads(row) for one in (value, _bytes(value))]


def _bytes(value: str) -> str:
    try:
        return bytes.fromhex(value).decode("latin-1")
    except ValueError:
        return ""


def holding_words(work: Work, words: str) -> list[tuple[Sealed, dict[str, object], str, str]]:
    """Return every sealed value that holds these words: its column, what tells its row, its context, and its text."""
    found = []
    for one in columns():
        for row in work.execute(select(one.table).where(one.filled)).mappings():
            context = one.context.format(**row)
            clear = work.keys.open(context, row[one.column.name])
            if words.casefold().encode() in clear.lower():
                found.append((one, {c.name: row[c.name] for c in one.by}, context, clear.decode()))
    return found
