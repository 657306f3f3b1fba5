"""How a professional is named: first and last name, what she is, and, where it matters, the end of her number."""

from locales import Words, plain


def professional(name: str, profession: str, digits: str = "") -> Words:
    """Return her as a patient knows her; `digits`: the end of her RPPS number, which tells namesakes apart."""
    if digits:
        about = ", ".join(filter(None, (profession, f"RPPS …{digits}")))
        return plain("{name} ({about})", name=name, about=about)
    return plain("{name}, {what}", name=name, what=profession) if profession else name
