"""Tells what everyday words are about, in meanings that all languages share: *gonflé*, *swollen* and *inchado* are one. Pure."""

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

from portal.danger.folding import END, fold
from portal.danger.lexicon import TONGUES
from portal.danger.spelling import variants

SHORTEST_BEGUN = 2  # letters


class Senses:
    """What words of one language are about: by the whole word, and by how it begins."""

    def __init__(self, forms: dict[str, str]) -> None:
        self._whole: dict[str, set[str]] = {}
        self._begun: dict[str, set[str]] = {}
        for sense, words in forms.items():
            for word in words.split(","):
                known = self._begun if word.endswith("*") else self._whole
                for folded in fold(word.strip(" *")):
                    known.setdefault(folded, set()).add(sense)
        self.of = lru_cache(maxsize=20_000)(self._of)

    def _of(self, word: str) -> frozenset[str]:
        """Return what a folded word is about."""
        found: set[str] = set()
        for one in variants(word):
            found |= self._whole.get(one, set())
            for size in range(SHORTEST_BEGUN, len(one) + 1):
                found |= self._begun.get(one[:size], set())
        return frozenset(found)


@cache
def senses() -> tuple[Senses, ...]:
    """Return what words are about in each language, read once."""
    text = (resources.files("portal.danger") / "words" / "senses.toml").read_text("utf-8")
    return tuple(Senses(tomllib.loads(text)[tongue]) for tongue in TONGUES)


def about(words: Sequence[str]) -> list[tuple[str, int]]:
    """Return what folded words are about, each with its place, in the language most of them are of (in all that tie)."""
    tongues = [[one.of(word) if word != END else frozenset() for word in words] for one in senses()]
    known = [sum(map(bool, found)) for found in tongues]
    return [
        (f"#{sense}", at)
        for found, many in zip(tongues, known, strict=True)
        if many == max(known)
        for at, these in enumerate(found)
        for sense in sorted(these)
    ]
