"""The language, at any time: a conversation under way is asked again in the one that was chosen."""

from conversations import engine, speaking
from conversations.doors import MENU
from conversations.messages import Button, message
from handlers.visit import Screen, Visit
from locales import NAMES, _
from locales.reading import fold


def language(visit: Visit) -> None:
    """Show the languages, or take the one chosen, by button or by its name after the command."""
    chosen = speaking.TYPED.get(fold(visit.argument))
    if chosen is None:
        rows = tuple((Button(NAMES[code], f"m:langue:{code}"),) for code in speaking.CHOICES)
        return visit.show(message(_("Which language do you prefer?"), rows=(*rows, (MENU,))))
    speaking.choose(visit.work, visit.chat, chosen)
    visit.say(speaking.CHOSEN)
    engine.again(visit.work, visit.chat)
    return None


SCREENS = (Screen("langue", language, ("langue", "idioma", "language"), _("Choose your language")),)
