"""Reads Arabic typed in Latin letters as it is written in its own: "ma9dertch ntnefs", ماقدرتش نتنفس. Pure.

Nobody spells it like another, so it is read as whoever knows Arabic does: by its consonants, as the known word that
fits the letters best; what fits none is written letter by letter. Why: docs/decisions/0025-danger-is-told-by-patterns.md.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from portal.danger.folding import END
from portal.danger.keeping import lexicon
from portal.danger.mending import Usage, usage
from portal.danger.senses import senses
from portal.danger.spelling import ARABIC, LATIN, TONGUES
from portal.once import once

OWN = TONGUES.index("ar")
MARKED = re.compile(r"[a-z][2356789]|[356789][a-z]|2[aeiou][a-z]")  # digits that stand for letters of Arabic
COUNTED = re.compile(r"\d{2,}.*|\d(?:h|pm|th|st|nd|rd|mg|ml|kg|km|cm|min|mn|eme|e|x|j|g|a|o)\d*")  # 19h, 5mg
ARTICLES = frozenset(("el", "al", "il", "l", "bel", "bl", "fel", "fl", "lel", "ll", "wel", "wl"))
FEW = 3  # words: of more, no one may be most of them
FOREIGN = 4  # letters: a word that is as long, and known in another language, is one of it unless it fits
# What may be amiss between two spellings: of a word that may be foreign, and beyond which another is meant.
FITS, WORST = 0.35, 1.3
# How much it weighs that a word is twice as rare, and that it was met beside its neighbour.
OF_RANK, OF_PAIR = 0.03, 0.35
VOWELS = "aeiou"
A_VOWEL, LAST_VOWEL = 0.2, 0.3  # that one is not written, and more at the end of a word: it tells who
LOST_LETTER = 2.0  # a consonant that stands on one side only: as good as another word
# Letters of Arabic that may be left out, and what it costs.
UNTYPED = {
    "ا": 0.2,
    "و": 0.4,
    "ي": 0.4,
    "ه": 0.4,
    "ع": 0.8,
}
MOST_SIGNS = 32  # of one word
MOST_FITTING = 12

_SOUND = re.compile(r"kh|gh|ch|sh|th|dh|ou|oo|ee|aa|[a-z0-9]")
# What each sound may stand for, and how far that is from what one thinks of first, in tenths; "-" for nothing.
_LETTERS = """
b ب, p ب, t ت ط2 ث4 ه6, th ث ت3 ذ4 ظ4, 6 ط, j ج, g ق1 ج1 ك1 غ6, 7 ح, kh خ, 5 خ, x ش2 خ2, d د ض1 ذ2 ظ4, dh ذ ض ظ د4, r ر,
z ز ذ1 ظ2, s س ص1 ث4, ch ش, sh ش, 3 ع, gh غ, 8 غ ق6, f ف, v ف, 9 ق, q ق ك4, k ك ق4, c ك2 س3 ق4, 2 ا ق -2 ي2 و2, l ل, m م,
n ن, h ه ح1, w و, y ي, ou و -1, oo و, o و -1 ه2, u و -1, i ي -1, ee ي, e - ي1 ا1 ه1, a - ا ه1 ي2 ع6, aa ا ع5
"""
_MEANS: dict[str, dict[str, float]] = {
    sound: {one[0].strip("-"): int(one[1:] or 0) / 10 for one in letters}
    for sound, *letters in map(str.split, _LETTERS.split(","))
}
# Letters that Latin ones tell apart at most roughly are one sign, the first; what is often not written has none.
_ALIKE = "bب tتطث sسص kكقجغ hحه xخ dدض zزذظ cش 3ع rر fف lل mم nن"
_SIGNS = {one: letters[0] for letters in _ALIKE.split() for one in letters[1:]}
# The signs of a sound that may be letters of several, and of one at the end of a word.
_SEVERAL = {"d": "dz", "dh": "dz", "th": "tz", "s": "st", "c": "ks", "x": "cx", "2": "-k"}
_AT_END = {"t": "t-", "h": "h-"}


class Reader:
    """Reads words in Latin letters: `words`, the most frequent first, are those that it knows."""

    def __init__(self, words: Iterable[str], met: Usage) -> None:
        self._met = met
        self._by_sign: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for rank, word in enumerate(dict.fromkeys(words)):
            if ARABIC.match(word):
                self._by_sign[_sign(word)].append((rank, word))
        self.fitting = lru_cache(maxsize=20_000)(self._fitting)

    def read(self, words: Sequence[str]) -> list[str]:
        """Return folded words, those of Arabic in its own letters; as they are where it is another language."""
        if not _is_arabic(words):
            return list(words)
        read: list[str] = []
        article = ""
        for word, following in zip(words, [*words[1:], END], strict=True):
            if not article and _is_article(word, following):
                article = word
                continue
            glued = article + word  # without it where that is no word: its stem is known
            one = glued if article and _is_own(word) and self.fitting(glued) else word
            read.append(self._best(one, read[-1] if read else END) if _is_own(one) else one)
            article = ""
        return read

    def _best(self, word: str, before: str) -> str:
        """Return a word in Arabic letters: the one that fits best; letter by letter where none does and it is new."""
        found = self.fitting(word)
        if not found:
            return word if self._met.knows(word) else spelt(word)
        return min(found, key=lambda one: one[0] - OF_PAIR * self._met.met(before, one[1]))[1]

    def _fitting(self, word: str) -> list[tuple[float, str]]:
        """Return the words that fit the letters of one, each behind how badly."""
        sounds = _SOUND.findall(word)
        worst = FITS if _may_be_foreign(word) else WORST
        found = []
        for sign in _signs(sounds):
            for rank, one in self._by_sign.get(sign, ()):
                amiss = _amiss(sounds, one)
                if amiss <= worst:
                    found.append((amiss + OF_RANK * rank.bit_length(), one))
        return sorted(found)[:MOST_FITTING]


def _is_arabic(words: Sequence[str]) -> bool:
    """Tell whether most of the words that are known, or marked by a digit, are of Arabic, in Latin letters."""
    latin = [word for word in words if _is_own(word)]
    if len(words) > FEW and max(Counter(words).values()) > len(words) / 2:
        return False  # "bla bla bla" is no language
    unmarked = [senses(word) for word in latin if not _is_marked(word)]
    marked = len(latin) - len(unmarked)
    own, *others = (sum(bool(one[tongue]) for one in unmarked) for tongue in (OWN, *range(OWN)))
    return own + marked >= max(others) and (marked > 0 or own > min(1, max(others)))


def _is_article(word: str, following: str) -> bool:
    """Tell whether a word is an article that was typed apart, or one that sounds like what follows: ed dem."""
    sounds_alike = len(word) == 2 and word[0] in "ei" and following.startswith(word[1])
    return following != END and (word in ARTICLES or sounds_alike)


def _is_own(word: str) -> bool:
    """Tell whether a word among Arabic ones is to be read as one of them."""
    return not word.isdigit() and LATIN.fullmatch(word) is not None


def _is_marked(word: str) -> bool:
    return MARKED.search(word) is not None and COUNTED.fullmatch(word) is None


def _may_be_foreign(word: str) -> bool:
    known = any(one for tongue, one in enumerate(senses(word)) if tongue != OWN)
    return known and len(word) >= FOREIGN and not _is_marked(word)


def _sign(word: str) -> str:
    """Return the consonants of a word in Arabic letters, roughly, without what is often not written."""
    if len(word) > 2 and word.endswith("ه"):
        word = word[:-1]
    return "".join(_SIGNS.get(letter, "") for letter in word)


def _signs(sounds: Sequence[str]) -> set[str]:
    """Return the same of what is typed in Latin letters: several, where a letter may stand for several."""
    found = {""}
    for at, one in enumerate(sounds, 1):
        may = _AT_END.get(one, "") if at == len(sounds) else ""
        may = may or _SEVERAL.get(one) or _only_sign(one)
        found = {sign + option.strip("-") for sign in found for option in may}
        if len(found) > MOST_SIGNS:
            return set()
    return found


def _only_sign(sound: str) -> str:
    first = next(iter(_MEANS.get(sound, {})), "")
    return "-" if sound[0] in VOWELS else _SIGNS.get(first, "-")


def _amiss(sounds: Sequence[str], word: str) -> float:
    """Return how far what is typed is from a word in Arabic letters: what each letter costs, and what is left out."""
    row = [0.0]
    for letter in word:
        row.append(row[-1] + UNTYPED.get(letter, LOST_LETTER))
    for number, one in enumerate(sounds, 1):
        means = _MEANS.get(one, {})
        unwritten = means.get("", A_VOWEL if one[0] in VOWELS else LOST_LETTER)
        if number == len(sounds) > 2 and one[0] in VOWELS:
            unwritten += LAST_VOWEL
        following = [row[0] + unwritten]
        for at, letter in enumerate(word, 1):
            best = min(row[at] + unwritten, following[at - 1] + UNTYPED.get(letter, LOST_LETTER))
            following.append(min(best, row[at - 1] + means[letter]) if letter in means else best)
        row = following
    return row[-1]


def spelt(word: str) -> str:
    """Return a word in Arabic letters, one for each that is typed; short vowels are not written."""
    sounds = _SOUND.findall(word)
    made = ""
    for at, one in enumerate(sounds):
        first, last = at == 0, at == len(sounds) - 1
        if one in tuple(VOWELS) and not last:
            made += "ا" if first else ""
        elif last and one in ("a", "e"):
            made += "ه"
        elif last and one == "i":
            made += "ي"
        else:
            means = _MEANS.get(one, {})
            made += min(means, key=means.__getitem__) if means else one
    return made


@once
def reader() -> Reader:
    """Return what reads Arabic in Latin letters, by the words that were learned and those of danger."""
    met = usage()
    return Reader((*met.words(), *(word for word in lexicon().vocabulary.words if "*" not in word)), met)
