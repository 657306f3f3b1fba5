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
    kinds = _all_of(said)
    return next((kind for kind in _known() if kind not in ("insult", "around") and kind in kinds), None)


def _all_of(said: str) -> set[str]:
    """Return the kinds of all that is said, what is longest first (`c'est bon` holds no `cc`); none where it says more."""
    kinds = set()
    for form, kind in _longest_first():
        if f" {form} " in said:
            said = said.replace(f" {form} ", "  ")
            kinds.add(kind)
    return set() if said.strip() else kinds


@cache
def _longest_first() -> list[tuple[str, str]]:
    forms = [(form, kind) for kind, forms in _known().items() for form in forms]
    return sorted(forms, key=lambda one: len(one[0]), reverse=True)


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Return the forms of every kind, folded; what counts more comes first."""
    raw = tomllib.loads((resources.files("portal.smalltalk") / "words.toml").read_text("utf-8"))
    return {kind: tuple(" ".join(fold(form)) for form in forms.split(",")) for kind, forms in raw.items()}
