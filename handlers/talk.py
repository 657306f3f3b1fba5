"""What people type, send and tap goes to the conversation it concerns; what concerns none is still answered."""

from telegram import Update

from conversations import engine, offering
from conversations.events import Sent, Tapped, Typed
from conversations.stage import purge
from handlers.faq import typed
from handlers.incoming import chat_of, event_of
from handlers.menu import menu, unexpected
from handlers.professionals import picked
from handlers.reminders import stop
from handlers.visit import Screens, Visit
from locales.reading import fold
from portal.work import Work

STOP = {"stop", "arret", "arreter", "arretez", "stop rappels", "stop reminders"}  # outside a conversation


def talk(update: Update, work: Work) -> None:
    """Hand words and things to the conversation under way."""
    event, chat = event_of(update), chat_of(update)
    if event is None or engine.receive(work, chat, event):
        return None
    if isinstance(event, Typed) and picked(Visit(work, chat), event):
        return None
    if not isinstance(event, Tapped):
        purge(work, chat, event)
    if isinstance(event, Sent) and offering.offer(work, chat, event):
        return None
    if isinstance(event, Typed) and fold(event.text) in STOP:
        return stop(Visit(work, chat))
    return typed(Visit(work, chat), event) if isinstance(event, Typed) else unexpected(Visit(work, chat))


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
