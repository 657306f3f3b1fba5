"""The language somebody is spoken to in, chosen by its own name, wherever that is typed."""

from locales import LANGUAGES, NAMES, PLAIN, _, base
from locales.reading import fold
from portal import accounts
from portal.work import Work

CHOICES = tuple(choice for code in LANGUAGES for choice in (code, PLAIN.get(code)) if choice)
NAMED = {fold(NAMES[code]): code for code in CHOICES}
TYPED = NAMED | {fold(code): code for code in CHOICES}
CHOSEN = _("We now speak English.")


def choose(work: Work, chat: int, chosen: str) -> None:
    """Speak a language from now on; its easier sentences where they are named, or wait for a language that has some."""
    waits = chosen not in PLAIN and accounts.reader(work, chat).plain
    accounts.choose_language(work, chat, base(chosen), plain=chosen in PLAIN.values() or waits)
