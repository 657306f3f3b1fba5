"""Tells what everyday words are about, in meanings that all languages share: *gonflé* and *swollen* are one. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from portal.danger.folding import END
from portal.danger.keeping import lexicon
from portal.danger.lexicon import Forms
from portal.danger.spelling import ARABIC, TONGUES, variants

SHORTEST_BEGUN, SHORTEST_STEM = 2, 3  # letters
# What stands before and behind an Arabic verb or noun: who does it, when, to whom, and whether not; in Latin letters too.
BEFORE = re.compile(r"^[وف]?(?:ما|م)?(?:كا|غا|[كغهبحسلد])?[يتنا]?")
BEHIND = re.compile(r"(?:وا|و|ت|تي|ي|ا|ات|ون|ين|ان|نا)?(?:ني|ها|هم|كم|نا|ه|ك)?ش?$")
BEFORE_LATIN = re.compile(r"^(?:w|ma?|f)?(?:ka|ta|gha?|ha|bi?|l|el|al)?[ytni]?")
BEHIND_LATIN = re.compile(r"(?:at|et|ou|o|u|i|t|w)?(?:ni|ha|hom|kom|na|ek|ak|k|h)?(?:sh|ch|x)?$")


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
    return tuple(() if word == END else _of(variants(word), forms) for forms in lexicon().forms)


@lru_cache(maxsize=20_000)
def by_stem(word: str, tongue: int) -> tuple[str, ...]:
    """Return what a word that is not known may be about by its stem, in Arabic."""
    return _of(_stems(word), lexicon().forms[tongue]) if TONGUES[tongue] == "ar" else ()


def _of(words: set[str], forms: Forms) -> tuple[str, ...]:
    found: set[int] = set()
    for one in words:
        found.update(forms.whole.get(one, ()))
        for size in range(SHORTEST_BEGUN, len(one) + 1):
            found.update(forms.begun.get(one[:size], ()))
    return tuple(f"#{lexicon().senses[sense]}" for sense in sorted(found))


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
