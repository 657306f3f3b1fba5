"""What people type, send and tap goes to the conversation it concerns; what concerns none is still answered."""

from telegram import Update

from conversations import engine
from conversations.events import Tapped
from conversations.stage import purge
from conversations.turn import Think, Thought
from handlers.incoming import chat_of, event_of
from handlers.menu import menu, unexpected
from handlers.visit import Screens, Visit
from portal.work import Work


def talk(update: Update, work: Work, thought: Thought | None) -> Think | None:
    """Hand words and things to the conversation under way."""
    event, chat = event_of(update), chat_of(update)
    if event is None:
        return None
    handled = engine.receive(work, chat, event, thought)
    if handled is False:
        if not isinstance(event, Tapped):
            purge(work, chat, event)
        unexpected(Visit(work, chat))
    return handled if isinstance(handled, Think) else None


def tap(update: Update, work: Work, thought: Thought | None) -> Think | None:
    """Hand a button of a question to its conversation."""
    event, chat = event_of(update), chat_of(update)
    handled = engine.receive(work, chat, event, thought) if event else True
    if handled is False:
        menu(Visit(work, chat))
    return handled if isinstance(handled, Think) else None


def screen_button(screens: Screens, update: Update, work: Work) -> None:
    """Show the screen a button names; what a client made up shows the menu."""
    event, chat = event_of(update), chat_of(update)
    if isinstance(event, Tapped):
        _prefix, name, argument = (*event.data.split(":", 2), "", "")[:3]
        visit = Visit(work, chat, event, argument)
        (screens[name].show if name in screens else menu)(visit)
