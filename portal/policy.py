"""What the operator has decided, as far as the portal and the conversations need to know."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True)
class Policy:
    """Decisions of one installation; the defaults serve tests and the command line."""

    bot_username: str = ""
    support_email: str = ""
    support_phone: str = ""
    language: str = "fr"
    languages: tuple[str, ...] = ("fr", "en", "es", "pt", "ar")
    plain: tuple[str, ...] = ("fr",)  # languages that can be spoken in an easier way
    timezone: str = "Europe/Paris"
    fresh_for: timedelta = timedelta(days=30)  # without use, then a fresh code before health data is shown
    public_url: str = ""
    email: bool = True  # whether any e-mail leaves
    directory: Path = Path("var/directory")  # of professionals, as `masante directory import` made it
    support_hours: str = ""  # when support can be called, as people read it
    recognition: bool = False  # whether the words of documents are read
    faq: Path = Path("var/faq")  # the operator's own texts and wordings, beside ours
    faq_gaps: bool = True  # whether questions that found no answer are counted, in words that name nobody

    def spoken(self, language: str | None, *, plain: bool = False) -> str:
        """Return the language to speak to someone whose own is this one: itself, its easier form, or the default."""
        known = language if language in self.languages else self.language
        return f"{known}-simple" if plain and known in self.plain else known
