"""Small talk: tells a greeting, thanks, a goodbye or an insult from what somebody needs; five languages. Pure."""

import tomllib
from functools import cache
from importlib import resources

from portal.danger.folding import END, fold

LONGEST = 6  # words: who says more wants something


def heard(text: str) -> str | None:
    """Return what a text is as small talk (a kind of `words.toml`, or `sign`), None when it says more.

    `sign`: it holds no word at all: an emoji, question marks.
    """
    words = [word for word in fold(text) if word != END]
    if not words:
        return "sign"
    if len(words) > LONGEST:
        return None
    said = f" {' '.join(words)} "
    for kind, forms in _known().items():
        if kind == "insult" and any(f" {form} " in said for form in forms):
            return kind
    return next((kind for kind in _known() if kind not in ("insult", "around") and _is_all(said, kind)), None)


def _is_all(said: str, kind: str) -> bool:
    """Tell whether a text is this kind and nothing but small talk."""
    known = _known()
    if not any(f" {form} " in said for form in known[kind]):
        return False
    for form in sorted((form for forms in known.values() for form in forms), key=len, reverse=True):
        said = said.replace(f" {form} ", "  ")
    return not said.strip()


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Return the forms of every kind, folded; what counts more comes first."""
    raw = tomllib.loads((resources.files("portal.smalltalk") / "words.toml").read_text("utf-8"))
    return {kind: tuple(" ".join(fold(form)) for form in forms.split(",")) for kind, forms in raw.items()}
