"""What is known of danger in words: what each may mean, and the patterns that are looked for. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from portal.danger.spelling import Index, Vocabulary

KINDS = ("vital", "suicide", "violence", "child")  # the gravest first
IDIOM, EXCUSES = "idiom", ("negation", "past", "learning")

Begun: TypeAlias = dict[int, dict[tuple[int, ...], tuple[int, ...]]]
"""What words together mean, by the second, and by the others that follow it: concepts."""


class Forms(NamedTuple):
    """What words of one language are about, by the whole word, and by how it begins: senses, by number."""

    whole: Index
    begun: Index


class Meaning(NamedTuple):
    """What one word may be: words of the vocabulary, concepts by itself, and what it begins."""

    numbers: frozenset[int]
    concepts: tuple[int, ...]
    begun: tuple[Begun, ...]


class Step(NamedTuple):
    """One element of a pattern: which concept, and how many words may stand before it."""

    concept: int
    gap: int


class Pattern(NamedTuple):
    """Concepts that mean danger when they follow each other; what it is a sign of.

    `kind`: empty for idioms and for what excuses, whose sign is `IDIOM` or one of `EXCUSES`. `firm`: a negation does not
    excuse it (it holds one); `brief`: only where little else is said; `unless`: concepts that excuse it, wherever they
    stand.
    """

    sign: str
    kind: str
    tongue: str
    steps: tuple[Step, ...]
    needs: frozenset[int]
    firm: bool
    brief: bool
    unless: tuple[int, ...]


class Phrase(NamedTuple):
    """Words that follow each other, by number, and the concepts they mean."""

    words: tuple[int, ...]
    concepts: tuple[int, ...]


class Lexicon:
    """All that is known of all languages.

    `named`: concepts that have a name, the same in all languages. `senses`: what words may be about, by number;
    `forms`: which words, a language each of `TONGUES`.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        phrases: Sequence[Phrase],
        patterns: Sequence[Pattern],
        named: Mapping[int, str],
        senses: Sequence[str],
        forms: Sequence[Forms],
    ) -> None:
        self.vocabulary, self.named, self.senses, self.forms = vocabulary, named, senses, forms
        self.phrases, self.all_patterns = phrases, patterns
        self._meant: dict[int, tuple[int, ...]] = {}
        self._begun: dict[int, Begun] = {}
        for (first, *more), concepts in phrases:
            if more:
                self._begun.setdefault(first, {}).setdefault(more[0], {})[tuple(more[1:])] = concepts
            else:
                self._meant[first] = concepts
        self.patterns: dict[int, list[Pattern]] = defaultdict(list)  # by their last concept
        self.idioms: dict[int, list[Pattern]] = defaultdict(list)  # likewise
        self.excuses: dict[tuple[str, str], list[Pattern]] = defaultdict(list)
        for pattern in patterns:
            if pattern.sign in EXCUSES:
                self.excuses[pattern.sign, pattern.tongue].append(pattern)
            else:
                known = self.idioms if pattern.sign == IDIOM else self.patterns
                known[pattern.steps[-1].concept].append(pattern)
        self.meaning = lru_cache(maxsize=50_000)(self._meaning)

    def _meaning(self, word: str) -> Meaning:
        """Return what a word may mean."""
        numbers = self.vocabulary.meanings(word)
        alone = dict.fromkeys(concept for number in numbers for concept in self._meant.get(number, ()))
        return Meaning(
            numbers, tuple(alone), tuple(self._begun[number] for number in numbers if number in self._begun)
        )
