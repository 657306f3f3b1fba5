"""What people type, send and tap goes to the conversation it concerns; what concerns none is still answered."""

from telegram import Update

from conversations import engine
from conversations.events import Tapped
from conversations.stage import purge
from handlers.incoming import chat_of, event_of
from handlers.menu import menu, unexpected
from handlers.visit import Screens, Visit
from portal.work import Work


def talk(update: Update, work: Work) -> None:
    """Hand words and things to the conversation under way."""
    event, chat = event_of(update), chat_of(update)
    if event is None or engine.receive(work, chat, event):
        return
    if not isinstance(event, Tapped):
        purge(work, chat, event)
    unexpected(Visit(work, chat))


def tap(update: Update, work: Work) -> None:
    """Hand a button of a question to its conversation."""
    event, chat = event_of(update), chat_of(update)
    if event is not None and not engine.receive(work, chat, event):
        menu(Visit(work, chat))


def screen_button(screens: Screens, update: Update, work: Work) -> None:
    """Show the screen a button names; what a client made up shows the menu."""
    event, chat = event_of(update), chat_of(update)
    if isinstance(event, Tapped):
        _prefix, name, argument = (*event.data.split(":", 2), "", "")[:3]
        visit = Visit(work, chat, event, argument)
        (screens[name].show if name in screens else menu)(visit)
