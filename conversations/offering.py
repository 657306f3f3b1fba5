"""A photo or a file out of the blue: whether to keep it is asked, once for all that came together; nothing is fetched."""

from datetime import datetime, timedelta

from conversations import stage
from conversations.consenting import VERSION
from conversations.doors import MENU
from conversations.events import Sent, Tapped
from conversations.files import usable
from conversations.form import Form
from conversations.gathering import PAGES, in_order, reference
from conversations.messages import Message, to_json
from conversations.messages import message as said
from conversations.refusals import sentence
from conversations.showing import button
from conversations.turn import Turn
from locales import _, n_
from portal import accounts, bookmarks
from portal.bookmarks import PARKED, Bookmark
from portal.mailroom import outbox, slots
from portal.vault import LARGEST, MEGABYTE, FileTooLarge
from portal.work import Work

FORM, FILES = "add_document", "files"  # what a yes begins, and its question
OFFERED = "offered:"  # how the subject of such a conversation begins
STANDS = timedelta(hours=24)  # for which a yes begins it; the photos leave the chat some hours later
TOGETHER = timedelta(minutes=10)  # what comes within that time is one document, until she says otherwise
MOST = 3  # questions that wait for a yes or a no
ASIDE = _("What you sent is not lost: in the menu you will find how to keep it.")


def offer(work: Work, chat: int, event: Sent) -> bool:
    """Ask whether to keep what was sent; False when it is nothing to keep, or there is nobody to keep it for."""
    account_id = _for_whom(work, chat, event)
    if account_id is None:
        return False
    if _too_large(event):
        words = sentence(FileTooLarge(most=LARGEST // MEGABYTE))
        facts = {"message": to_json(said(words, rows=((MENU,),))), "fresh": True}
        outbox.put(work, "telegram", str(chat), "show", facts)
        return True
    turn, together = _taken(work, chat, event, account_id)
    if not together:
        stage.retire(turn)
    stage.show(turn, _question(turn), fresh=not together)
    return True


def answered(work: Work, chat: int, *, yes: bool, screen: str) -> Tapped | None:
    """Return the button that a typed yes or no stands for, where the offer is the last thing that was asked.

    `screen`: the slot of what may have been shown below it since.
    """
    here = str(chat)
    waiting = [one for one in bookmarks.parked(work, here) if _is_offered(one)]
    asked = {one.id: slots.standing(work, here, bookmarks.place(one.id)) for one in waiting}
    below = slots.standing(work, here, screen)
    since = below.message_id if below else 0
    mark = next((one for one in waiting if (stood := asked[one.id]) and stood.message_id > since), None)
    return Tapped(f"b:{mark.id}:{mark.turn}:{'resume' if yes else 'drop'}", None) if mark else None


def put_aside(work: Work, chat: int, event: Sent) -> bool:
    """Keep what was sent during another conversation for later, in the menu; False when there is nothing to keep."""
    account_id = _for_whom(work, chat, event)
    if account_id is None or _too_large(event):
        return False
    _taken(work, chat, event, account_id)
    return True


def _for_whom(work: Work, chat: int, event: Sent) -> str | None:
    """Return the account that could keep this, where speaking of health was agreed to."""
    if not usable(event):
        return None
    me = accounts.me(work, chat, work.policy.fresh_for)
    return me.account_id if me is not None and accounts.has_consented(work, chat, VERSION) else None


def _too_large(event: Sent) -> bool:
    return event.file is not None and event.file.size is not None and event.file.size > LARGEST


def _taken(work: Work, chat: int, event: Sent, account_id: str) -> tuple[Turn, bool]:
    """Note what was sent; returns the conversation to come, and whether its question stands already for this album."""
    waiting = [one for one in bookmarks.parked(work, str(chat)) if _is_offered(one)]
    mark = next((one for one in waiting if _belongs(work, one, event)), None)
    together = mark is not None and event.album is not None and mark.data["album"][0] == event.album
    if mark is None:
        for old in waiting[MOST - 1 :]:
            bookmarks.close(work, old)
        mark = _new(work, chat, event, account_id)
        bookmarks.put_aside(work, mark)
    turn = stage.begin(work, chat, mark)
    known = [
        one for one in turn.gathered.get(FILES, ()) if one["unique"] != (event.file and event.file.unique_id)
    ]
    turn.gathered[FILES] = in_order([*known, reference(event)])
    turn.facts["messages"] = [*turn.facts["messages"], event.message_id]
    mark.data["album"] = (event.album or "", FILES, "")
    bookmarks.save(work, mark)
    return turn, together


def _is_offered(mark: Bookmark) -> bool:
    """Tell whether this waits for the first yes."""
    return mark.form == FORM and (mark.subject or "").startswith(OFFERED) and not mark.data["at"]


def _belongs(work: Work, mark: Bookmark, event: Sent) -> bool:
    """Tell whether this goes with what came before it."""
    if len(mark.data["gathered"][FILES]) >= PAGES:
        return False
    since = work.now - datetime.fromisoformat(mark.data["facts"]["offered_at"])
    return since <= TOGETHER or (event.album is not None and event.album == mark.data["album"][0])


def _new(work: Work, chat: int, event: Sent, account_id: str) -> Bookmark:
    facts = {"account_id": account_id, "offered_at": work.now.isoformat(), "messages": []}
    data = {**stage.blank(facts), "gathered": {}, "album": ("", "", "")}
    subject, until = f"{OFFERED}{event.message_id}", work.now + STANDS
    version = Form.known[FORM].version
    return Bookmark(work.chance.name(), str(chat), FORM, version, 0, PARKED, account_id, subject, until, data)


def _question(turn: Turn) -> Message:
    count = len(turn.gathered[FILES])
    words = n_(
        "Would you like to keep what you have just sent in your record?",
        "You have sent {n} photos or files. Would you like to keep them in your record, as one document?",
        count,
    )
    rows = (
        (button(turn, _("Yes, keep it"), "resume"), button(turn, _("No"), "drop")),
        (MENU,),
    )
    return said(words, rows=rows)
