"""The language, at any time: a conversation under way is asked again in the one that was chosen."""

from conversations import engine
from conversations.doors import MENU
from conversations.messages import Button, message
from handlers.visit import Screen, Visit
from locales import LANGUAGES, NAMES, PLAIN, _, base
from locales.reading import fold
from portal import accounts

CHOICES = tuple(choice for code in LANGUAGES for choice in (code, PLAIN.get(code)) if choice)
TYPED = {fold(word): code for code in CHOICES for word in (code, NAMES[code])}


def language(visit: Visit) -> None:
    """Show the languages, or take the one chosen, by button or by its name after the command."""
    chosen = TYPED.get(fold(visit.argument))
    if chosen is None:
        rows = tuple((Button(NAMES[code], f"m:langue:{code}"),) for code in CHOICES)
        return visit.show(message(_("Which language do you prefer?"), rows=(*rows, (MENU,))))
    accounts.choose_language(visit.work, visit.chat, base(chosen), plain=_plain(visit, chosen))
    visit.say(_("We now speak English."))
    engine.again(visit.work, visit.chat)
    return None


def _plain(visit: Visit, chosen: str) -> bool:
    """Tell whether easier sentences are wanted: named; or had before a language that has none, where they wait."""
    waits = chosen not in PLAIN and accounts.reader(visit.work, visit.chat).plain
    return chosen in PLAIN.values() or waits


SCREENS = (Screen("langue", language, ("langue", "idioma", "language"), _("Choose your language")),)
