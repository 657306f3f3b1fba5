"""Reads the words of a question as they were meant: whatever they were typed with, in one of five languages."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import cache, cached_property
from itertools import product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne
from Stemmer import Stemmer

from portal.faq.words import LATIN, SLIPS, Lexicon, lexicon, skeleton, spelled, spoken, words

STEMMERS = {"fr": "french", "en": "english", "es": "spanish", "pt": "portuguese", "ar": "arabic"}
BESIDE = {"ar": "fr"}  # which language is mixed into another
HEADS = {  # what a language writes as one with the word behind it: and, for, with, the; marks of tense and person
    "ar": (
        "", "و", "ف", "ب", "ل", "ك", "ال", "لل", "بال", "وال", "فال", "كال", "وبال", "ولل", "عال", "دال",
        "هال", "مال", "تال", "س", "ح", "ه", "د", "ع", "ي", "ت", "ن", "ا", "وب", "ول", "وك", "بي", "بت",
        "بن", "با", "كي", "كت", "كن", "تن", "غن", "غي", "غت", "حن", "حت", "حي", "سي", "ست", "سا", "سن",
        "لي", "لت", "لن", "لا", "وي", "وت", "ون", "وا", "في", "فت", "ها", "كان", "كنت", "هن", "هت", "هي",
        "هب",
    ),
}  # fmt: skip
TAILS = {  # and what is written as one with the word before it: whom, whose, to whom, how many; "not"
    "ar": (
        "", "ش", "ي", "ه", "ك", "و", "ت", "ا", "ها", "هم", "هن", "نا", "كم", "ني", "وا", "ات", "ين", "ون",
        "تي", "يه", "تو", "لي", "لو", "له", "لك", "ته", "هاش", "وش", "نيش", "هش", "لها", "لهم", "لنا",
        "لكم", "وها", "وه", "تها", "تهم", "تني", "وني", "ولي", "هالي", "هولي", "تلو", "تلي", "تكم", "تش",
        "يش", "ليش", "لوش", "تهاش", "توش", "ناش", "نها", "نه",
    ),
}  # fmt: skip
NEGATED = {"ar": re.compile("ما(.{3,})|م(.{3,}ش)|.{3,}ش|ma.{3,}|.{3,}[cs]h")}  # "not", written around a verb
NOT_BEHIND = "$"  # "not", as it sounds
SAID_ALIKE = str.maketrans("صضظطذث", "سددتدت")  # letters that many say alike, and write for one another
SMALL = frozenset("lkbfdntyw")  # sounds that are written as one with the word behind them
ATTACHED_TO = 3  # letters at least
WHOLE = "="  # stands behind a word that has no stem but itself


class Reading:
    """Reads questions of one language, given the words it has seen: in more than one wording, and in one alone."""

    def __init__(self, language: str, familiar: Iterable[str], once: Iterable[str]) -> None:
        self.language = language
        self._stemmed = cache(Stemmer(STEMMERS[language]).stemWord)
        self._stemmed_beside = self._stemmed
        if language in BESIDE:
            self._stemmed_beside = cache(Stemmer(STEMMERS[BESIDE[language]]).stemWord)
        self.familiar = frozenset(familiar)
        self.known = self.familiar.union(once)
        told = lexicon(language)
        alone = {way[0] for ways in told.concepts.values() for way in ways if len(way) == 1}
        beside = self._beside(told)
        mixed = {way[0] for _, way in beside if len(way) == 1}
        self._told = alone | told.common | told.spelled.keys() | mixed
        self._told_stems = self._stems((alone | told.common) - told.spelled.keys())
        self._familiar_stems = self._stems(self.familiar)
        self._known_stems = self._stems(self.known)
        self._guessable: dict[str, list[str]] = defaultdict(list)  # by its first letter, which slips seldom
        for word in sorted(self.known | told.spelled.keys()):
            if len(word) >= SLIPS[0] - 1:
                self._guessable[word[0]].append(word)
        self._ways: dict[tuple[str, ...], list[str]] = {}
        for concept, ways in told.concepts.items():
            for way in ways:
                self._ways.setdefault(self._key(way), []).append(concept)
        for concept, way in beside:
            key = self._key(way)
            if any(map(LATIN.search, key)):  # else "pas bonne" would be but "not" in our own letters
                self._ways.setdefault(key, []).append(concept)
        self._longest = max(map(len, self._ways))

    def _key(self, way: Iterable[str]) -> tuple[str, ...]:
        """Return the stems by which a way to say something is found again."""
        inflected = self.language in HEADS
        stems = self.stems([one for word in way for one in self._meant(word)] if inflected else list(way))
        return tuple(stems if len(stems) == 1 else map(self._within, stems))

    def _beside(self, told: Lexicon) -> list[tuple[str, tuple[str, ...]]]:
        """Return what means the same in the language that is mixed into this one, where it has no word of its own."""
        language = BESIDE.get(self.language)
        concepts = lexicon(language).concepts.items() if language else ()
        return [
            (concept, way)
            for concept, ways in concepts
            for way in ways
            if any(len(word) > ATTACHED_TO and word not in told.spelled for word in way)
        ]

    def words(self, text: str) -> tuple[list[str], int]:
        """Return the words as they were meant (abbreviations written out, slips mended), and how many are strange.

        Strange is what no question about the portal would hold, as it stands: a word never seen twice, or mended.
        """
        meant = [word for typed in words(text) for word in self._meant(typed)]
        strange = sum(len(word) > 2 and self._strange(word) for word in set(meant))
        return [one for word in meant for one in self._mended(word)], strange

    def _stem(self, word: str) -> str:
        """Return the stem; what is common or kept stays whole, and is nobody else's stem.

        "como" and "coma" have one stem, and are not one word; "sais" is the stem of "saisir", and does not mean it.
        """
        told = lexicon(self.language)
        return word + WHOLE if word in told.common or word in told.kept else self._inflected(word)

    def _inflected(self, word: str) -> str:
        stem: str = self._stemmed_beside(word) if LATIN.match(word) else self._stemmed(word)
        return stem

    def _stems(self, known: Iterable[str]) -> set[str]:
        """Return the stems of known words, and the whole ones: whoever has one of them for a stem is no stranger."""
        stems = set(map(self._stem, known))
        return stems.union(stem.removesuffix(WHOLE) for stem in stems)

    def _within(self, stem: str) -> str:
        """Return what a stem is among others: a kept word's is that of its kind, "dejo de" is "dejar de"."""
        word = stem.removesuffix(WHOLE)
        return self._inflected(word) if word in lexicon(self.language).kept else stem

    def _strange(self, word: str) -> bool:
        return word not in self.familiar and self._stem(word) not in self._familiar_stems

    def _meant(self, typed: str) -> list[str]:
        """Return what was typed as it is spelled; else as the word of the lexicon that it is but for what is around it."""
        language = self.language
        if typed in self._told or typed in lexicon(language).kept or language not in HEADS:
            return spelled(language, [typed])
        if self._stem(typed) in self._told_stems:
            return [typed]
        bare = self._sounded(typed) if LATIN.search(typed) else self._bare(typed)
        negated = NEGATED[language].fullmatch(typed)
        if negated and bare == typed and (inside := negated[1] or negated[2]):
            bare = self._bare(inside) if self._bare(inside) != inside or inside in self._told else typed
        not_ = ["ما"] if negated and bare != typed else []
        return not_ + spelled(language, [bare])

    def _bare(self, typed: str) -> str:
        """Return a word without what is written as one with it, if a word of the lexicon is left; else as it is."""
        heads = [head for head in HEADS[self.language] if typed.startswith(head)]
        tails = [tail for tail in TAILS[self.language] if typed.endswith(tail)]
        for head, tail in sorted(product(heads, tails), key=lambda both: len(both[0]) + len(both[1])):
            bare = typed[len(head) : len(typed) - len(tail)]
            if len(bare) >= ATTACHED_TO and (bare in self._told or self._stem(bare) in self._told_stems):
                return bare
        return typed

    def _sounded(self, typed: str) -> str:
        """Return the word that one in our letters sounds like, or all but its first or the "not" behind it does."""
        for said, by in ((spoken(typed), self._spoken), (skeleton(typed), self._sounding)):
            for end in (said, said.removesuffix(NOT_BEHIND)):
                for one in (end, end[1:] if end[:1] in SMALL else ""):
                    if heard := by.get(one):
                        return heard
        return typed

    @cached_property
    def _spoken(self) -> dict[str, str]:
        """Return words that are spelled in our letters, as they are said."""
        typed = [word for word in lexicon(self.language).spelled if LATIN.search(word)]
        return {said: word for word in typed if len(said := spoken(word)) >= ATTACHED_TO}

    @cached_property
    def _sounding(self) -> dict[str, str]:
        """Return words in Arabic letters by their consonants: those of the lexicon first, then those seen often."""
        written = [word for word in self.known | self._told if not LATIN.search(word)]
        written.sort(key=lambda word: (word in self._told, word in self.familiar, -len(word), word))
        return {sound: word for word in written if len(sound := skeleton(word)) >= ATTACHED_TO}

    def _mended(self, word: str) -> list[str]:
        if word in self.known or word.isdigit() or self._stem(word) in self._known_stems:
            return [word]
        if word in lexicon(self.language).kept:
            return [word]
        wrong = sum(len(word) >= letters for letters in SLIPS)
        found = self._said_alike.get(word.translate(SAID_ALIKE))
        if not found and wrong:
            found = self._nearest(word, word[0], wrong) or self._nearest(word, word[1], 1)
        return spelled(self.language, [found or word])

    @cached_property
    def _said_alike(self) -> dict[str, str]:
        """Return words by how they are written by whoever tells some letters not apart, those of the lexicon first."""
        if self.language not in HEADS:
            return {}
        written = sorted(self.known | self._told, key=lambda word: (word in self._told, word))
        return {word.translate(SAID_ALIKE): word for word in written if len(word) > ATTACHED_TO}

    def _nearest(self, word: str, first: str, wrong: int) -> str | None:
        """Return the word with this first letter that is the nearest, with so many letters wrong at most."""
        found = extractOne(word, self._guessable[first], scorer=OSA.distance, score_cutoff=wrong)
        return found[0] if found else None

    def stems(self, meant: list[str]) -> list[str]:
        """Return the stems of words."""
        return [self._stem(word) for word in meant]

    def concepts(self, stems: list[str]) -> set[str]:
        """Return what these stems mean, alone and together."""
        return {concept for _, meant in self._runs(stems) for concept in meant}

    def places(self, stems: list[str]) -> list[tuple[int, str]]:
        """Return what these stems mean, and at which of them."""
        return sorted({(at, concept) for run, meant in self._runs(stems) for at in run for concept in meant})

    def saying(self, typed: list[str], wanted: Set[str]) -> list[str]:
        """Return those of the words of a question that say one of these meanings."""
        meant, _ = self.words(" ".join(typed))
        runs = [run for run, concepts in self._runs(self.stems(meant)) if not wanted.isdisjoint(concepts)]
        return [word for at, word in enumerate(meant) if any(at in run for run in runs)]

    def _runs(self, stems: list[str]) -> Iterator[tuple[range, list[str]]]:
        """Return where these stems mean something, alone and together, and what."""
        within = list(map(self._within, stems))
        for at, size in product(range(len(stems)), range(1, self._longest + 1)):
            run = range(at, at + size)
            told = stems if size == 1 else within
            if run.stop <= len(stems) and (found := self._ways.get(tuple(told[at : run.stop]))):
                yield run, found
