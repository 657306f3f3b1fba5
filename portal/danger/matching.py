"""Looks for patterns among folded words: where each concept stands, and whether concepts follow each other."""

from collections import defaultdict
from itertools import accumulate
from typing import TypeAlias

from portal.danger.folding import END
from portal.danger.lexicon import Lexicon, Pattern
from portal.danger.senses import about
from portal.danger.spelling import TONGUES

BRIEF = 5  # words
LONG_WORD = 9  # letters: a longer one that means nothing may be several
# Words of danger look alike in several languages, so each denial counts in all; but "no" means "in the" in Portuguese.
DENYING = {**dict.fromkeys(TONGUES, TONGUES), "pt": ("pt", "fr", "ar")}
MOST_SPLIT = 20  # words of one message
BUT = frozenset(("mais", "but", "pero", "mas", "لكن", "ولكن"))  # a denial ends there
REACH = 2  # words between a negation and what it denies
MOST_LOOKS = 5_000  # steps for one pattern: a text made to hurt ends here

Spans: TypeAlias = dict[int, list[tuple[int, int]]]
"""Where each concept stands: its first word, and the one after its last."""


class Words:
    """The folded words of one text, and what they may mean."""

    def __init__(self, lexicon: Lexicon, words: list[str]) -> None:
        self.lexicon = lexicon
        self.words = self._apart(words)
        self.spans = self._concepts()
        self._starts: dict[int, dict[int, list[int]]] = {}
        self._excusing: dict[tuple[str, ...], list[tuple[int, int]]] = {}

    def _apart(self, words: list[str]) -> list[str]:
        """Take apart what was typed without blanks."""
        known, apart = self.lexicon.vocabulary, []
        left = MOST_SPLIT
        for word in words:
            pieces = None
            if len(word) >= LONG_WORD and left and word not in known:
                left -= 1
                pieces = known.pieces(word)
            apart += pieces or [word]
        return apart

    def _concepts(self) -> Spans:
        means = [self.lexicon.meaning(word) for word in self.words]
        numbers = [*(meaning.numbers for meaning in means), frozenset[int]()]
        found: Spans = defaultdict(list)
        for at, meaning in enumerate(means):
            span = (at, at + 1)
            for concept in meaning.concepts:
                found[concept].append(span)
            for begun in meaning.begun:
                for second in begun.keys() & numbers[at + 1]:
                    for rest, concepts in begun[second].items():
                        end = at + 2 + len(rest)
                        if end < len(numbers) and all(n in numbers[at + i] for i, n in enumerate(rest, 2)):
                            span = (at, end)
                            for concept in concepts:
                                found[concept].append(span)
        return found

    def senses(self) -> list[tuple[int, str]]:
        """Return what is spoken of behind the place of its last word, in its order: named concepts and senses."""
        named = self.lexicon.named
        spoken = {(end - 1, named[one]) for one in self.spans if one in named for _, end in self.spans[one]}
        return sorted({*spoken, *about(self.words)})

    @property
    def concepts(self) -> list[int]:
        """Every concept that stands somewhere."""
        return list(self.spans)

    def idioms(self) -> list[tuple[int, int]]:
        """Return where words are a way of speaking."""
        known = self.lexicon.idioms
        return [
            span
            for concept in self.spans
            for idiom in known.get(concept, ())
            for span in self.find(idiom)
            if not any(one in self.spans for one in idiom.unless)
        ]

    def forget(self, spoken: list[tuple[int, int]]) -> None:
        """Have words say nothing: they were a way of speaking."""
        if not spoken:
            return
        gone = {at for start, end in spoken for at in range(start, end)}
        before = [0, *accumulate(at in gone for at in range(len(self.words)))]  # words that are gone
        self.spans = {
            concept: kept
            for concept, spans in self.spans.items()
            if (kept := [span for span in spans if before[span[0]] == before[span[1]]])
        }
        self._starts.clear()

    def find(self, pattern: Pattern) -> list[tuple[int, int]]:
        """Return where a pattern stands, from the first word to the one after the last; overlapping ones too."""
        if not pattern.needs <= self.spans.keys():
            return []
        found: dict[tuple[int, int], None] = {}
        looks = MOST_LOOKS
        waiting = [(1, start, end) for start, end in self.spans[pattern.steps[0].concept]]
        seen = set(waiting)
        while waiting and looks:
            looks -= 1
            reached, start, end = waiting.pop()
            if reached == len(pattern.steps):
                found[start, end] = None
                continue
            step = pattern.steps[reached]
            starts = self._by_start(step.concept)
            for begin in range(end, end + step.gap + 1):
                for stop in starts.get(begin, ()):
                    if (one := (reached + 1, start, stop)) not in seen:
                        seen.add(one)
                        waiting.append(one)
        return list(found)

    def _by_start(self, concept: int) -> dict[int, list[int]]:
        if concept not in self._starts:
            by_start: dict[int, list[int]] = defaultdict(list)
            for start, end in self.spans[concept]:
                by_start[start].append(end)
            self._starts[concept] = by_start
        return self._starts[concept]

    def excused(self, pattern: Pattern, start: int, end: int) -> bool:
        """Tell whether what stands there is denied, long past, or only asked about."""
        if any(concept in self.spans for concept in pattern.unless):
            return True
        if pattern.brief and sum(word != END for word in self.words) > BRIEF:
            return True
        first, last = self._sentence(start, end)
        past, learning = self._excuses("past", TONGUES), self._excuses("learning", TONGUES)
        negation = self._excuses("negation", DENYING[pattern.tongue])
        if any(first <= at < last for at, _ in past) or any(first <= at <= start for at, _ in learning):
            return True
        return not pattern.firm and any(
            (start - REACH <= stop <= start and at >= first and BUT.isdisjoint(self.words[stop:start]))
            or (start < at and stop < end)
            for at, stop in negation
        )

    def _excuses(self, name: str, tongues: tuple[str, ...]) -> list[tuple[int, int]]:
        """Return where something excuses, in these languages: people mix them, and words look alike."""
        key = (name, *tongues)
        if key not in self._excusing:
            these = (one for tongue in tongues for one in self.lexicon.excuses[name, tongue])
            self._excusing[key] = [span for one in these for span in self.find(one)]
        return self._excusing[key]

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        first = next((n + 1 for n in range(start - 1, -1, -1) if self.words[n] == END), 0)
        last = next((n for n in range(end, len(self.words)) if self.words[n] == END), len(self.words))
        return first, last
