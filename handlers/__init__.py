"""What Telegram shows: updates become plain answers, plain messages become text and keyboards."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from telegram import Bot, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from conversations import engine, registry, speaking, watching
from conversations.events import Typed
from conversations.stage import purge
from handlers import (
    account,
    arranging,
    carnets,
    document,
    documents,
    emergencies,
    faq,
    followups,
    help,  # noqa: A004  as its command
    history,
    identity,
    journal,
    language,
    menu,
    opening,
    people,
    preferences,
    privacy,
    professionals,
    reminders,
    security,
    sharing,
    trends,
    undoing,
    urgency,
    vaccines,
)
from handlers.incoming import chat_of, event_of, language_of, read
from handlers.members import group, member
from handlers.talk import corrected, screen_button, talk, tap
from handlers.visit import Screen, Screens, Visit
from locales.reading import fold
from portal import accounts
from portal.work import Work

FORMS = registry.KNOWN  # every form must be known by name before an update asks for one

Answering: TypeAlias = Callable[[Work], None]
Handler: TypeAlias = BaseHandler[Any, Any, Any]

PAGES = (
    menu, followups, history, trends, reminders, documents, document, opening, arranging, emergencies, identity,
    people, journal, carnets, sharing, vaccines, professionals, account, security, preferences, language, undoing,
    privacy, help, faq, urgency,
)  # fmt: skip
SCREENS: Screens = {screen.name: screen for page in PAGES for screen in page.SCREENS}


def install() -> list[Handler]:
    """Return the handlers, in the order in which they are asked."""
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    return [
        ChatMemberHandler(_known(member), ChatMemberHandler.MY_CHAT_MEMBER, chat_id=None),
        CallbackQueryHandler(_known(tap), pattern=r"^b:"),
        CallbackQueryHandler(_known(partial(screen_button, SCREENS))),
        *(CommandHandler(s.commands, _command(s), filters=private) for s in SCREENS.values() if s.commands),
        MessageHandler(private, _known(partial(talk, SCREENS))),
        MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE, _known(corrected)),
        TypeHandler(Update, _known(_nothing)),
    ]


def answering(handlers: list[Handler], bot: Bot, raw: dict[str, Any]) -> Answering:
    """Return the unit of work that answers a raw update."""
    # By ourselves: Telegram knows no such thing, and no such number.
    if "woken" in raw and raw["update_id"] < 0:
        return lambda work: engine.woken(work, raw["woken"]["chat"]["id"], raw["woken"]["bookmark"])
    update = read(_without_buttons(raw), bot)
    if update.effective_chat is not None and update.effective_chat.type != "private":
        return lambda work: group(update, work)
    for handler in handlers:
        found = handler.check_update(update)
        if found is not None and found is not False:
            made: Answering = handler.callback(update, found)  # type: ignore[assignment]
            return made
    return lambda _work: None


def _without_buttons(raw: dict[str, Any]) -> dict[str, Any]:
    """Leave out the keyboard that a tapped message carries back: ours, read by nobody, and slow to parse."""
    match raw:
        case {"callback_query": {"message": {"reply_markup": _} as shown} as tapped}:
            bare = {name: value for name, value in shown.items() if name != "reply_markup"}
            return {**raw, "callback_query": {**tapped, "message": bare}}
    return raw


def _known(answer: Callable[[Update, Work], None]) -> Any:
    def callback(update: Update, _found: object) -> Answering:
        def work_on(work: Work) -> None:
            accounts.meet(work, chat_of(update), language_of(update))
            answer(update, work)

        return work_on

    return callback


def _command(screen: Screen) -> Any:
    def show(update: Update, work: Work) -> None:
        words = (update.message.text or "").split(maxsplit=1) if update.message else []
        argument = words[1].strip() if len(words) == 2 else ""
        event = event_of(update)
        # Of health and danger too, behind any command.
        told = argument and fold(argument) not in speaking.TYPED
        if told and isinstance(event, Typed):
            watching.heard(work, chat_of(update), event)
            purge(work, chat_of(update), event)
        screen.show(Visit(work, chat_of(update), None, argument))

    return _known(show)


def _nothing(_update: Update, _work: Work) -> None:
    """Need no answer: a poll vote."""
