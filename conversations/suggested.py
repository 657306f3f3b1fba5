"""What a suggestion of the directory says, and how it is recognised when it comes back as a message."""

from locales import _
from portal.directory import Listed
from portal.directory.words import number

SIGN_IN = _("Sign in to search")
START = "acteurs"  # what the button under the suggestions starts the bot with


def suggestion(one: Listed) -> str:
    """Return a professional in words that find her and nobody else: `Dr Claire MARTIN, Cardiologie, Lyon (10001234567)`."""
    title = "Dr" if one.title.startswith("Docteur") else "Pr" if one.title.startswith("Professeur") else ""
    told = ", ".join(filter(None, (f"{title} {one.name}".strip(), one.what, one.place.city)))
    return f"{told} ({one.id})"


def is_suggestion(text: str) -> bool:
    """Tell whether a message is one of them."""
    return text.endswith(")") and number(text) is not None
