"""Reads the words of a question as they were meant: whatever they were typed with, in one of five languages."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne
from Stemmer import Stemmer

HERE = Path(__file__).parent
STEMMERS = {"fr": "french", "en": "english", "es": "spanish", "pt": "portuguese", "ar": "arabic"}
LONGEST, MOST_WORDS, LONGEST_WORD = 700, 80, 24  # of a question, that are read: nobody asks in more
HEADS = {  # what a language writes as one with the word behind it: and, for, with, the; marks of tense and person
    "ar": (
        "", "و", "ف", "ب", "ل", "ك", "ال", "لل", "بال", "وال", "فال", "كال", "وبال", "ولل", "عال", "دال", "هال", "مال", "تال",
        "س", "ح", "ه", "د", "ع", "ي", "ت", "ن", "ا", "وب", "ول", "وك", "بي", "بت", "بن", "با", "كي", "كت", "كن", "تن", "غن",
        "غي", "غت", "حن", "حت", "حي", "سي", "ست", "سا", "سن", "لي", "لت", "لن", "لا", "وي", "وت", "ون", "وا", "في", "فت", "ها",
        "كان", "كنت", "هن", "هت", "هي", "هب",
    ),
}  # fmt: skip
TAILS = {  # and what is written as one with the word before it: whom, whose, to whom, how many; "not"
    "ar": (
        "", "ش", "ي", "ه", "ك", "و", "ت", "ا", "ها", "هم", "هن", "نا", "كم", "ني", "وا", "ات", "ين", "ون", "تي", "يه", "تو",
        "لي", "لو", "له", "لك", "ته", "هاش", "وش", "نيش", "هش", "لها", "لهم", "لنا", "لكم", "وها", "وه", "تها", "تهم", "تني",
        "وني", "ولي", "هالي", "هولي", "تلو", "تلي", "تكم", "تش", "يش", "ليش", "لوش", "تهاش", "توش", "ناش", "نها", "نه",
    ),
}  # fmt: skip
NEGATED = {"ar": re.compile("ما.{3,}|.{3,}ش|ma.{3,}|.{3,}[cs]h")}  # "not", written around a verb
NOT_BEHIND, SMALL = "$", frozenset("lkbfdntyw")  # in signs of sound: "not", and what is written as one with a word
ATTACHED_TO = 3  # letters at least
SLIPS = (5, 9)  # letters from which on one, and two, may be wrong
WORD = re.compile(r"[^\W_]+")
DRAWN_OUT = re.compile(r"(\w)\1{2,}")
LATIN = re.compile(r"[a-z]")
UNSEEN = {
    "Mn",
    "Cf",
    "Cc",
    "Cs",
    "Co",
    "Cn",
}  # categories of what nobody sees: accents apart, direction marks
LOOKALIKES = str.maketrans("авеікморстухѕјԁһɡαεικνορτυχ", "abeikmopctyxsjdhgaeiknoptux")
SAME = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ؤ": "و",
        "ئ": "ي",
        "ة": "ه",
        "ـ": "",
        "ی": "ي",
        "ک": "ك",
    }
)  # Arabic letters that are written for one another

# How Arabic is typed in our letters, sound by sound; then its own letters, in the same signs, without its vowels.
SOUNDS = (
    ("kh", "5"), ("gh", "8"), ("ch", "$"), ("sh", "$"), ("th", "t"),
    ("q", "9"), ("p", "b"), ("v", "f"), ("c", "k"), ("7", "h"),
)  # fmt: skip
CONSONANTS = str.maketrans("بتثجحخدذرزسشصضطظعغفقكلمنه", "bttjh5ddrzs$sdtd38f9klmnh", "اويء")
VOWELS = re.compile("[aeiouyw2]")
TWICE = re.compile(r"(.)\1+")


def skeleton(word: str) -> str:
    """Return the consonants of an Arabic word, alike whether it is written in Arabic letters or in ours."""
    for typed, meant in SOUNDS:
        word = word.replace(typed, meant)
    return TWICE.sub(r"\1", VOWELS.sub("", word.translate(CONSONANTS)))


def plain(text: str) -> str:
    """Return the text in lower case: no accents, no marks that nobody sees, no letters that only look like ours."""
    shown = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(one for one in shown if one.isspace() or unicodedata.category(one) not in UNSEEN)
    if LATIN.search(bare):
        bare = bare.translate(LOOKALIKES)
    return DRAWN_OUT.sub(r"\1", bare.translate(SAME))


def words(text: str) -> list[str]:
    """Return the words of a text, plain, at most so many."""
    return [word[:LONGEST_WORD] for word in WORD.findall(plain(text[:LONGEST]))[:MOST_WORDS]]


@dataclass(frozen=True)
class Lexicon:
    """The words of a language: how they are spelled in a hurry, what means the same, what every question may hold.

    `medical` and `elsewhere`: what is asked that is not ours.
    """

    spelled: Mapping[str, tuple[str, ...]]
    concepts: Mapping[str, tuple[tuple[str, ...], ...]]
    common: frozenset[str]
    medical: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of its concepts, and every common one."""
        return self.common | {word for ways in self.concepts.values() for way in ways for word in way}


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words that come with a language."""
    with (HERE / f"{language}.toml").open("rb") as file:
        told: dict[str, Any] = tomllib.load(file)
    return Lexicon(
        {plain(typed): tuple(words(meant)) for typed, meant in told["spelled"].items()},
        {name: tuple(tuple(words(one)) for one in ways) for name, ways in told["concepts"].items()},
        frozenset(WORD.findall(plain(told["common"]["words"]))),
        tuple(told["medical"]["wordings"]),
        tuple(told["elsewhere"]["wordings"]),
    )


@cache
def senses() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each topic with a combination of concepts that it is about."""
    with (HERE / "senses.toml").open("rb") as file:
        told: dict[str, list[str]] = tomllib.load(file)
    return tuple((topic, tuple(way.split())) for topic, ways in told.items() for way in ways)


def spelled(language: str, typed: Iterable[str]) -> list[str]:
    """Return words as they are spelled when nobody is in a hurry."""
    ways = lexicon(language).spelled
    return [word for one in typed for word in ways.get(one, (one,))]


class Reading:
    """Reads questions of one language, given the words it has seen: in more than one wording, and in one alone."""

    def __init__(self, language: str, familiar: Iterable[str], once: Iterable[str]) -> None:
        self._language = language
        self._stemmed = cache(Stemmer(STEMMERS[language]).stemWord)
        self.familiar = frozenset(familiar)
        self.known = self.familiar.union(once)
        told = lexicon(language)
        alone = {way[0] for ways in told.concepts.values() for way in ways if len(way) == 1}
        self._told = alone | told.common | told.spelled.keys()
        self._told_stems = set(map(self._stem, (alone | told.common) - told.spelled.keys()))
        self._familiar_stems = set(map(self._stem, self.familiar))
        self._known_stems = set(map(self._stem, self.known))
        self._guessable: dict[str, list[str]] = defaultdict(list)  # by its first letter, which slips rarely
        for word in sorted(self.known):
            if len(word) >= SLIPS[0] - 1:
                self._guessable[word[0]].append(word)
        self._ways: dict[tuple[str, ...], list[str]] = {}
        for concept, ways in lexicon(language).concepts.items():
            for way in ways:
                meant = list(way)
                if language in HEADS:
                    meant = [one for word in way for one in self._meant(word)]
                self._ways.setdefault(tuple(self.stems(meant)), []).append(concept)
        self._longest = max(map(len, self._ways))

    def words(self, text: str) -> tuple[list[str], int]:
        """Return the words as they were meant (abbreviations written out, slips mended), and how many are strange.

        Strange is what no question about the portal would hold, as it stands: a word never seen twice, or mended.
        """
        meant = [word for typed in words(text) for word in self._meant(typed)]
        strange = sum(len(word) > 2 and self._strange(word) for word in set(meant))
        return [self._mended(word) for word in meant], strange

    def _stem(self, word: str) -> str:
        """Return the stem; what is common stays whole: "como" and "coma" have one stem, and are not one word."""
        return word if word in lexicon(self._language).common else self._stemmed(word)

    def _strange(self, word: str) -> bool:
        return word not in self.familiar and self._stem(word) not in self._familiar_stems

    def _meant(self, typed: str) -> list[str]:
        """Return what was typed as it is spelled; else as the word of the lexicon that it is but for what is around it."""
        language = self._language
        if typed in self._told or language not in HEADS:
            return spelled(language, [typed])
        if self._stem(typed) in self._told_stems:
            return [typed]
        bare = self._sounded(typed) if LATIN.search(typed) else self._bare(typed)
        not_ = ["ما"] if bare != typed and NEGATED[language].fullmatch(typed) else []
        return not_ + spelled(language, [bare])

    def _bare(self, typed: str) -> str:
        """Return a word without what is written as one with it, if a word of the lexicon is left; else as it is."""
        heads = [head for head in HEADS[self._language] if typed.startswith(head)]
        tails = [tail for tail in TAILS[self._language] if typed.endswith(tail)]
        for head, tail in sorted(product(heads, tails), key=lambda both: len(both[0]) + len(both[1])):
            bare = typed[len(head) : len(typed) - len(tail)]
            if len(bare) >= ATTACHED_TO and (bare in self._told or self._stem(bare) in self._told_stems):
                return bare
        return typed

    def _sounded(self, typed: str) -> str:
        """Return the word in Arabic letters that one in our letters sounds like, or all but its first or "not" behind."""
        sound = skeleton(typed)
        ends = (sound, sound.removesuffix(NOT_BEHIND))
        heard = (self._sounding.get(one) for end in ends for one in (end, end[1:] if end[:1] in SMALL else ""))
        return next(filter(None, heard), typed)

    @cached_property
    def _sounding(self) -> dict[str, str]:
        """Return words in Arabic letters by their consonants: those seen often first, then the shortest."""
        written = [word for word in self.known | self._told if not LATIN.search(word)]
        written.sort(key=lambda word: (word in self._told, word in self.familiar, -len(word), word))
        return {sound: word for word in written if len(sound := skeleton(word)) >= ATTACHED_TO}

    def _mended(self, word: str) -> str:
        wrong = sum(len(word) >= letters for letters in SLIPS)
        if not wrong or word in self.known or word.isdigit() or self._stem(word) in self._known_stems:
            return word
        found = extractOne(word, self._guessable[word[0]], scorer=OSA.distance, score_cutoff=wrong)
        return found[0] if found else word

    def stems(self, meant: list[str]) -> list[str]:
        """Return the stems of words."""
        return [self._stem(word) for word in meant]

    def concepts(self, stems: list[str]) -> set[str]:
        """Return what these stems mean, alone and together."""
        runs = (
            tuple(stems[at : at + size]) for at in range(len(stems)) for size in range(1, self._longest + 1)
        )
        return {concept for run in runs for concept in self._ways.get(run, ())}
