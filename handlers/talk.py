"""What people type, send and tap goes to the conversation it concerns; what concerns none is still answered."""

from collections.abc import Callable
from functools import cache

from telegram import Update

from conversations import engine, offering, small_talk, speaking, watching
from conversations.doors import CONTACT_US, HELP, MENU, SIGN_IN
from conversations.events import Sent, Tapped, Typed
from conversations.faq import surely
from conversations.files import unusable, usable
from conversations.stage import purge
from handlers import language, reminders
from handlers.faq import answer, typed
from handlers.incoming import chat_of, event_of
from handlers.menu import ROOMS, menu, unexpected
from handlers.professionals import picked
from handlers.urgency import not_urgent, urgent
from handlers.visit import SLOT, Screens, Visit
from locales import Words, _, reading, saying
from locales.reading import BACK, BEGIN, GO_ON, LEAVE, STOP, fold, read_yes_no
from portal import accounts
from portal.mailroom import taps
from portal.work import Work

DOORS = (MENU, HELP, CONTACT_US, SIGN_IN, *ROOMS)
LEADING = BACK | GO_ON | LEAVE | STOP | speaking.TYPED.keys()  # which the conversation understands itself
SIGN_IN_FIRST = _("To keep photos and documents here, please sign in first.")
NOT_AGREED = _("To keep photos and documents here, your agreement is needed first.")


def talk(screens: Screens, update: Update, work: Work) -> None:
    """Hand words and things to the conversation under way; what speaks of danger is answered first."""
    event, chat = event_of(update), chat_of(update)
    if event is None or isinstance(event, Tapped):
        return
    found = watching.heard(work, chat, event)
    if found is None and _urgency(work, chat, event):
        return
    if found is None and _screen_instead(screens, Visit(work, chat), event):
        return
    if engine.receive(work, chat, event) or (isinstance(event, Typed) and picked(Visit(work, chat), event)):
        return
    purge(work, chat, event)
    offered = isinstance(event, Sent) and offering.offer(work, chat, event)
    if not offered and (found is None or not found.sure):  # else there is an answer already
        _answer(screens, Visit(work, chat), event, asked=found is not None)


def _screen_instead(screens: Screens, visit: Visit, event: Typed | Sent) -> bool:
    """Show the screen whose name was typed where a conversation awaits something else; what it asks stays above."""
    if not isinstance(event, Typed) or fold(event.text) in LEADING:
        return False
    screen = named(screens, visit, event.text)
    if screen is None or not engine.no_answer(visit.work, visit.chat, event.text):
        return False
    purge(visit.work, visit.chat, event)
    screen(visit)
    return True


def _urgency(work: Work, chat: int, event: Typed | Sent) -> bool:
    """Take a yes or no that was typed below the question whether it is urgent, or have it asked again."""
    reply = watching.replied(work, chat, event)
    if reply is None and not watching.ask_again(work, chat, event):
        return False
    purge(work, chat, event)
    if reply is None:
        return True
    kinds, yes = reply
    (urgent if yes else not_urgent)(Visit(work, chat, argument=kinds))
    return True


def _answer(screens: Screens, visit: Visit, event: Typed | Sent, *, asked: bool) -> None:
    """Answer what nobody asked for: the name of a screen, small talk, a thing that is no words, else what can be done.

    `asked` whether it is urgent: words that find no answer need none.
    """
    if isinstance(event, Sent):
        return unexpected(visit, *_of_a_thing(visit, event), once=event.album)
    if _about_photos(visit, event) or (fold(event.text) in GO_ON and engine.go_on(visit.work, visit.chat)):
        return None
    if fold(event.text) in STOP:
        return reminders.stop(visit)
    if button := reminders.typed(visit, event.text):
        name, _colon, visit.argument = button.partition(":")
        return screens[name].show(visit)
    if (screen := named(screens, visit, event.text)) is not None:
        return screen(visit)
    if asked or not _courteous(visit, event):
        typed(visit, event, answered=asked)
    return None


def _courteous(visit: Visit, event: Typed) -> bool:
    """Answer small talk: a stranger's hello by who we are, a rude question like any other; False when it is none.

    So is answered who says after a cry that help is there.
    """
    if relief := watching.relieved(visit.work, visit.chat, event.text):
        visit.say(relief)
        return True
    courtesy = small_talk.reply(event.text)
    if courtesy is None:
        return False
    if courtesy is small_talk.REPLIES["hello"] and visit.me is None:
        menu(visit)
    elif (
        courtesy is small_talk.REPLIES["insult"]
        and (asked := surely(visit.work, visit.chat, event.text))
        and asked.topic
    ):
        answer(visit, asked.topic)
    elif courtesy is not small_talk.REPLIES["thanks"] and watching.just_told(visit.work, visit.chat):
        unexpected(visit, small_talk.EMERGENCY, courtesy)
    else:
        unexpected(visit, courtesy)
    return True


def _about_photos(visit: Visit, event: Typed) -> bool:
    """Take a yes or a no that was typed below the question whether to keep what was sent."""
    yes = read_yes_no(event.text)
    tap = offering.answered(visit.work, visit.chat, yes=yes, screen=SLOT) if yes is not None else None
    return tap is not None and engine.receive(visit.work, visit.chat, tap)


def named(screens: Screens, visit: Visit, typed: str) -> Callable[[Visit], None] | None:
    """Return the screen called by its name (a command without its stroke, words of the menu, a language), or led to."""
    wanted = fold(typed)
    if wanted in speaking.TYPED:
        visit.argument = wanted
        return language.language
    if wanted in BACK | reading.MENU:
        return menu
    if wanted in BEGIN and visit.me is not None:
        return screens["suivi"].show
    called = {command: screen.show for screen in screens.values() for command in screen.commands}
    doors = _doors(accounts.reader(visit.work, visit.chat).language)
    name, _colon, argument = doors.get(wanted, "").partition(":")
    if wanted in called or not name:
        return called.get(wanted)
    visit.argument = argument
    return screens[name].show


@cache
def _doors(language: str) -> dict[str, str]:
    """Return where doors lead by their words, worked out once: this is looked at for every message that is typed."""
    reader = saying.Reader(language)
    return {fold(saying.say(door.label, reader)): door.data.removeprefix("m:") for door in DOORS}


def _of_a_thing(visit: Visit, event: Sent) -> tuple[Words, ...]:
    if event.file is not None and not usable(event):
        return (unusable(event).words,)
    if event.file is not None:
        return (NOT_AGREED if visit.me else SIGN_IN_FIRST,)
    return small_talk.thing(event.kind)


def corrected(update: Update, work: Work) -> None:
    """Look at a message that was changed for danger; else say that it stays as it was, above the question that waits."""
    event, chat = event_of(update), chat_of(update)
    if isinstance(event, Typed | Sent) and event.words:
        found = watching.heard(work, chat, event)
        if not engine.corrected(work, chat, quiet=found is not None and found.sure) and found is None:
            unexpected(Visit(work, chat), small_talk.CHANGED)


def tap(update: Update, work: Work) -> None:
    """Hand a button of a question to its conversation."""
    event, chat = event_of(update), chat_of(update)
    if event is not None and not engine.receive(work, chat, event):
        menu(Visit(work, chat))


def screen_button(screens: Screens, update: Update, work: Work) -> None:
    """Show the screen a button names, once where it was tapped twice; what a client made up shows the menu."""
    event, chat = event_of(update), chat_of(update)
    if isinstance(event, Tapped) and not _tapped_again(work, chat, event):
        _prefix, name, argument = (*event.data.split(":", 2), "", "")[:3]
        visit = Visit(work, chat, event, argument)
        (screens[name].show if name in screens else menu)(visit)


def _tapped_again(work: Work, chat: int, event: Tapped) -> bool:
    return event.message_id is not None and taps.again(work, str(chat), event.message_id, event.data, SLOT)
