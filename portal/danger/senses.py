"""Tells what everyday words are about, in meanings that all languages share: *gonflé* and *swollen* are one. Pure."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from portal.danger.folding import END, fold
from portal.danger.lexicon import TONGUES
from portal.danger.spelling import ARABIC, variants

SHORTEST_BEGUN, SHORTEST_STEM = 2, 3  # letters
# What stands before and behind an Arabic verb or noun: who does it, when, to whom, and whether not; in Latin letters too.
BEFORE = re.compile(r"^[وف]?(?:ما|م)?(?:كا|غا|[كغهبحسلد])?[يتنا]?")
BEHIND = re.compile(r"(?:وا|و|ت|تي|ي|ا|ات|ون|ين|ان|نا)?(?:ني|ها|هم|كم|نا|ه|ك)?ش?$")
BEFORE_LATIN = re.compile(r"^(?:w|ma?|f)?(?:ka|ta|gha?|ha|bi?|l|el|al)?[ytni]?")
BEHIND_LATIN = re.compile(r"(?:at|et|ou|o|u|i|t|w)?(?:ni|ha|hom|kom|na|ek|ak|k|h)?(?:sh|ch|x)?$")


class Forms(NamedTuple):
    """What words of one language are about: by the whole word, and by how it begins."""

    whole: dict[str, set[str]]
    begun: dict[str, set[str]]


def about(words: Sequence[str]) -> list[tuple[int, str]]:
    """Return what folded words are about, behind its place, in the language most of them are of (in all that tie)."""
    meant = [senses(word) for word in words]
    known = [sum(map(bool, one)) for one in zip(*meant, strict=True)]
    spoken = [tongue for tongue, many in enumerate(known) if many == max(known)]
    return [
        (at, sense)
        for at, tongues in enumerate(meant)
        for tongue in spoken
        for sense in tongues[tongue] or by_stem(words[at], tongue)
    ]


@lru_cache(maxsize=20_000)
def senses(word: str) -> tuple[tuple[str, ...], ...]:
    """Return what a folded word is about in each language; `#` tells a sense from a concept of the patterns."""
    return tuple(() if word == END else _of(variants(word), forms) for forms in known_forms())


@lru_cache(maxsize=20_000)
def by_stem(word: str, tongue: int) -> tuple[str, ...]:
    """Return what a word that is not known may be about by its stem, in Arabic."""
    return _of(_stems(word), known_forms()[tongue]) if TONGUES[tongue] == "ar" else ()


def _of(words: set[str], forms: Forms) -> tuple[str, ...]:
    found: set[str] = set()
    for one in words:
        found |= forms.whole.get(one, set())
        for size in range(SHORTEST_BEGUN, len(one) + 1):
            found |= forms.begun.get(one[:size], set())
    return tuple(f"#{sense}" for sense in sorted(found))


def _stems(word: str) -> set[str]:
    """Return what is left of an Arabic word without what stands before and behind it."""
    before, behind = (BEFORE, BEHIND) if ARABIC.match(word) else (BEFORE_LATIN, BEHIND_LATIN)
    found = set()
    for start in range(before.match(word).end() + 1):  # type: ignore[union-attr]
        rest = word[start:]
        for end in range(behind.search(rest).start(), len(rest) + 1):  # type: ignore[union-attr]
            if end >= SHORTEST_STEM:
                found.add(rest[:end])
    return found


@cache
def known_forms() -> tuple[Forms, ...]:
    """Return the forms of each language, read once."""
    text = (resources.files("portal.danger") / "words" / "senses.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    return tuple(_read(raw[tongue]) for tongue in TONGUES)


def _read(raw: dict[str, str]) -> Forms:
    forms = Forms(defaultdict(set), defaultdict(set))
    for sense, words in raw.items():
        for word in words.split(","):
            known = forms.begun if word.endswith("*") else forms.whole
            for folded in fold(word.strip(" *")):
                known[folded].add(sense)
    return forms
