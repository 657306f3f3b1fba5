"""The link that undoes a change of address or number, opened in a chat: whose ever it is, it shows first, then acts."""

from conversations.doors import CONTACT_US, HELP, MENU
from conversations.messages import Block, Button, Message, Rows, message
from conversations.refusals import sentence
from conversations.undoing import consequences, told
from handlers.visit import Screen, Visit
from locales import _
from portal import accounts
from portal.accounts import UndoOpened
from portal.errors import Refused

ASIDE: Rows = ((CONTACT_US,), (MENU,))


def followed(visit: Visit, token: str) -> None:
    """Show what the link would undo, and what that means."""
    opened = accounts.open_undo(visit.work, token)
    if not isinstance(opened, UndoOpened):
        return visit.say(sentence(opened), rows=ASIDE)
    rows: Rows = (
        (Button(_("Yes, undo it"), f"m:compte-annuler:{token[:32]}"),),
        (Button(_("No, keep it"), "m:menu"),),
    )
    blocks = (Block("plain", told(opened)), *(Block("plain", words) for words in consequences()))
    return visit.show(Message(blocks, rows))


def act(visit: Visit) -> None:
    """Undo it."""
    done = accounts.undo(visit.work, visit.argument, acting_chat=visit.chat)
    if isinstance(done, Refused):
        return visit.say(sentence(done), rows=ASIDE)
    visit.tapped = (
        None  # the screen that was tapped leaves the chat with the rest, if this chat was the linked one
    )
    words = _("It is done: address and number are as before, and nobody is signed in any more.")
    rows = ((Button(_("Choose a new password"), "m:go:reset_password"),), (HELP,))
    return visit.show(
        message(words, _("Now choose a new password: a code is sent to your mailbox."), rows=rows)
    )


SCREENS = (Screen("compte-annuler", act),)
