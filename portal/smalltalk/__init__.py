"""Small talk: tells a greeting, thanks, a goodbye or an insult from what somebody needs; five languages. Pure.

After a cry for help, also that somebody is there, or that it is better (`relieved`).
"""

import re
import tomllib
from functools import cache
from importlib import resources

from portal.danger.folding import END, fold

ASKS = re.compile("[?؟]")
LONGEST = 6  # words: who says more wants something
LONGEST_RELIEF = 16  # words: more may hold anything


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


def relieved(text: str) -> bool:
    """Tell whether words say that help is there, coming or called (`le samu est là`), or that it is better now.

    Meant for what follows words of danger. Where anything is denied, asked or still waited for, they do not.
    """
    words = [word for word in fold(text) if word != END]
    said = f" {' '.join(words)} "
    if not words or len(words) > LONGEST_RELIEF or ASKS.search(text):
        return False
    told = {part: any(f" {form} " in said for form in forms) for part, forms in _relief().items()}
    return not told["denies"] and (told["better"] or (told["helpers"] and told["there"]))


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
    return _read("words.toml")


@cache
def _relief() -> dict[str, tuple[str, ...]]:
    """Return who helps, that they are there, that it is better, and what tells that they are not, or it is not."""
    return _read("relief.toml")


def _read(name: str) -> dict[str, tuple[str, ...]]:
    raw = tomllib.loads((resources.files("portal.smalltalk") / name).read_text("utf-8"))
    return {kind: tuple(" ".join(fold(form)) for form in forms.split(",")) for kind, forms in raw.items()}
