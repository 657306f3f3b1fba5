"""What is told unasked in the chat about taking along and leaving; nothing of health."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from conversations.doors import CONTACT_US, MENU
from conversations.messages import Block, Button, Message, Rows, message
from locales import Day, Words, _, n_
from portal.privacy.exporting import SHOWN

Facts = Mapping[str, Any]
IN_PLACE = ("export_progress", "export_ready", "export_failed")  # one message, which tells how far it is
SOONER = {"export_phrase": SHOWN}  # what leaves the chat before Telegram would have it
AGAIN = Button(_("Ask for a new export"), "m:export")
BACK = Button(_("Come back"), "m:go:link_account")
SIGN_IN_AGAIN = _("Changed your mind? Sign in before that day, and everything is as before.")
KEPT_BY_LAW = _("The law asks us to keep your record until {date}. It is erased after that day only.")


def _progress(facts: Facts) -> Message:
    words = _("Your export is being prepared: {n} of {all} files.", n=facts["done"], all=facts["of"])
    return message(words, rows=((MENU,),))


def _ready(facts: Facts) -> Message:
    until = datetime.fromisoformat(facts["until"])
    leaving = facts.get("leaving")
    rows: Rows = ((MENU,),) if leaving is None else ((_leave(leaving),), (MENU,))
    if facts["link"]:
        told: tuple[Words, ...] = (
            _("Your export is ready. It is too large for the chat: open this link to download its {n} parts.",
              n=facts["parts"]),
            _("The link is for you alone, until {date}.", date=until),
        )  # fmt: skip
        rows = ((Button(_("Download my export"), url=facts["link"]),), *rows)
    elif facts["parts"] > 1:
        told = (
            _("Your export is ready. It is large, so it comes in {n} files; each opens by itself. The summary is in the "
              "first one.", n=facts["parts"]),
        )  # fmt: skip
    else:
        told = (_("Your export is ready: here it is, as a ZIP file."),)
    missing = n_(
        "{n} file could not be read. The summary says which one; we have been told.",
        "{n} files could not be read. The summary says which ones; we have been told.",
        facts["missing"],
    )
    blocks = tuple(Block("plain", words) for words in told)
    warned = (Block("warning", missing),) if facts["missing"] else ()
    return Message((*blocks, *warned), rows)


def _leave(reason: str) -> Button:
    return Button(_("Go on with unsubscribing"), f"m:desinscription:{reason}")


def _phrase(facts: Facts) -> Message:
    blocks = (
        Block("plain", _("This password opens your export. Write it down now, away from the file:")),
        Block("code", facts["phrase"]),
        Block(
            "note",
            _("This message disappears in 10 minutes. Nobody can show you this password again, not even us."),
        ),
    )
    return Message(blocks, protect=False)


def failed(_facts: Facts) -> Message:
    """Say that there is no export."""
    words = _("Your export could not be made. Nothing is lost. We have been told, and we look after it.")
    return message(words, rows=((AGAIN,), (CONTACT_US,), (MENU,)))


def _made(facts: Facts) -> Message:
    words = _(
        "On {at}, our technical team made an export of your record, at your request.",
        at=datetime.fromisoformat(facts["at"]),
    )
    wrong = _("If you did not ask for it, contact us.")
    return replace(message(words, wrong, rows=((CONTACT_US,), (MENU,))), purge=False)


def _leaving_soon(facts: Facts) -> Message:
    erase_at = Day(datetime.fromisoformat(facts["erase_at"]))
    words: Words = _("Your account is closed. It is erased on {date}.", date=erase_at)
    if facts["held_until"]:
        words = KEPT_BY_LAW.fill(date=Day(datetime.fromisoformat(facts["held_until"])))
    return replace(message(words, SIGN_IN_AGAIN, rows=((BACK,),)), purge=False)


def part(number: int, of: int) -> Message:
    """Return what stands beneath a part of an export."""
    words = _("File {n} of {all}. It is yours: keep it in a safe place.", n=number, all=of)
    alone = _("It is yours: keep it in a safe place. The summary is in resume.html and resume.pdf.")
    return message(alone if of == 1 else words)


def part_away(export_id: str) -> Message:
    """Say that a part is ready and does not get through, and how to have it."""
    words = _("Your export is ready, but I could not bring it here. Please try again in a few minutes.")
    return message(words, rows=((Button(_("Try again"), f"m:export-recevoir:{export_id}"),), (MENU,)))


CHAT: dict[str, Callable[[Facts], Message]] = {
    "export_progress": _progress,
    "export_ready": _ready,
    "export_phrase": _phrase,
    "export_failed": failed,
    "export_made": _made,
    "leaving_soon": _leaving_soon,
}
