"""The language: each named in itself; a conversation under way is asked again in the one chosen."""

from conversations import engine
from conversations.messages import Button, message
from handlers.visit import MENU, Screen, Visit
from locales import _
from portal import accounts

NAMES = {"fr": "Français", "en": "English"}


def language(visit: Visit) -> None:
    """Show the languages, or take the one chosen."""
    offered = visit.work.policy.languages
    if visit.argument not in offered:
        rows = tuple((Button(NAMES.get(code, code), f"m:langue:{code}"),) for code in offered)
        visit.show(message(_("Which language do you prefer?"), rows=(*rows, (MENU,))))
        return
    accounts.choose_language(visit.work, visit.chat, visit.argument)
    visit.say(_("We now speak English."))
    engine.again(visit.work, visit.chat)


SCREENS = (Screen("langue", language, ("langue", "language"), _("Choose your language")),)
