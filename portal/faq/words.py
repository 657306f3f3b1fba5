"""The words of questions as they were typed, in one of five languages, and the lexicons that say what they mean."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LONGEST, MOST_WORDS, LONGEST_WORD = 700, 80, 24  # of a question, that are read: nobody asks in more
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
ALIKE = str.maketrans("eyouw", "iiuuu")  # vowels that are typed for one another
TWICE = re.compile(r"(.)\1+")


def skeleton(word: str) -> str:
    """Return the consonants of an Arabic word, alike whether it is written in Arabic letters or in ours."""
    return TWICE.sub(r"\1", VOWELS.sub("", _signs(word)))


def spoken(word: str) -> str:
    """Return an Arabic word in our letters as it is said, with its vowels, however these are typed."""
    return TWICE.sub(r"\1", _signs(word).translate(ALIKE))


def _signs(word: str) -> str:
    for typed, meant in SOUNDS:
        word = word.replace(typed, meant)
    return word.translate(CONSONANTS)


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

    `medical` and `elsewhere`: what is asked that is not ours. `denials`: how it says what is not asked (`contrast`).
    `kept`: words that are no slips of others, share no stem with them, and hold none of them: left as they are, and
    strange unless a question about the portal would hold them.
    """

    spelled: Mapping[str, tuple[str, ...]]
    concepts: Mapping[str, tuple[tuple[str, ...], ...]]
    common: frozenset[str]
    medical: tuple[str, ...]
    elsewhere: tuple[str, ...]
    denials: Mapping[str, Sequence[str]]
    kept: frozenset[str] = frozenset()

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
        told["denials"],
        frozenset(WORD.findall(plain(told.get("kept", {}).get("words", "")))),
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
