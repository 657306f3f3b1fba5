"""Reads the words of danger, one file a language, and makes patterns of them."""

import gc
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from threading import Lock
from typing import Any, NamedTuple, TypeAlias

from portal.danger.folding import fold
from portal.danger.spelling import Vocabulary

_READING = Lock()
TONGUES = ("fr", "en", "es", "pt", "ar")
KINDS = ("vital", "suicide", "violence", "child")  # the gravest first
GAPS = {"+": 0, ".": 2, "..": 4, "...": 8}  # words that may stand between two elements; else `GAP`
GAP, APART = 1, 6
EXCUSES = ("negation", "past", "learning")

Begun: TypeAlias = dict[int, dict[tuple[int, ...], list[int]]]
"""What words together mean, by the second, and by the others that follow it: concepts."""


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

    `firm`: a negation does not excuse it (it holds one); `brief`: only where little else is said; `unless`: concepts
    that excuse it, wherever they stand.
    """

    sign: str
    kind: str
    tongue: str
    steps: tuple[Step, ...]
    needs: frozenset[int]
    firm: bool
    brief: bool
    unless: tuple[int, ...]


@dataclass
class Lexicon:
    """All that is known of all languages."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    meant: dict[int, list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )  # concepts, by their only word
    begun: dict[int, Begun] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    concepts: dict[str, int] = field(default_factory=dict)
    patterns: dict[int, list[Pattern]] = field(
        default_factory=lambda: defaultdict(list)
    )  # by their last concept
    idioms: dict[int, list[Pattern]] = field(
        default_factory=lambda: defaultdict(list)
    )  # ways of speaking, likewise
    excuses: dict[tuple[str, str], list[Pattern]] = field(default_factory=lambda: defaultdict(list))
    written: dict[str, list[str]] = field(default_factory=dict)  # the forms of each concept
    named: dict[int, str] = field(
        default_factory=dict
    )  # concepts that have a name, the same in all languages

    def __post_init__(self) -> None:
        self.meaning = lru_cache(maxsize=50_000)(self._meaning)
        self.read = cache(
            self._read
        )  # one form stands in many concepts: whoever joins two names all of theirs again

    def _meaning(self, word: str) -> Meaning:
        """Return what a word may mean."""
        numbers = self.vocabulary.meanings(word)
        alone = dict.fromkeys(concept for number in numbers for concept in self.meant.get(number, ()))
        return Meaning(
            numbers, tuple(alone), tuple(self.begun[number] for number in numbers if number in self.begun)
        )

    def concept(self, name: str, tongue: str, forms: list[str]) -> int:
        """Return the number of a concept; made of these forms when it is new."""
        known = self.concepts.get(f"{tongue}:{name}")
        if known is not None:
            return known
        number = self.concepts[f"{tongue}:{name}"] = len(self.concepts)
        self.written[f"{tongue}:{name}"] = forms
        for form in forms:
            for first, *more in self.read(form, tongue):
                if more:
                    self.begun[first][more[0]].setdefault(tuple(more[1:]), []).append(number)
                else:
                    self.meant[first].append(number)
        return number

    def _read(self, form: str, tongue: str) -> list[tuple[int, ...]]:
        """Return the words of a form, by number, in each way it is spelt."""
        return [tuple(self.vocabulary.add(word, tongue) for word in words) for words in _spelt(form)]


def lexicon() -> Lexicon:
    """Return the lexicon, read once; whoever asks while it is read waits for it."""
    with _READING:
        return _lexicon()


@cache
def _lexicon() -> Lexicon:
    made = Lexicon()
    searched = gc.isenabled()
    gc.disable()  # nothing of it is garbage, and looking for some takes a third of the time
    try:
        for tongue in TONGUES:
            text = (resources.files("portal.danger") / "words" / f"{tongue}.toml").read_text("utf-8")
            _read(made, tongue, tomllib.loads(text))
    finally:
        if searched:
            gc.enable()
    return made


def _read(made: Lexicon, tongue: str, raw: dict[str, Any]) -> None:
    for name, forms in raw["words"].items():
        made.named[made.concept(f"<{name}>", tongue, forms.split(","))] = name
    for excuse in EXCUSES:
        for line in raw["excuses"][excuse]:
            made.excuses[excuse, tongue] += _patterns(made, tongue, excuse, "", line)
    for line in raw["idioms"]:
        for pattern in _patterns(made, tongue, "idiom", "", line):
            made.idioms[pattern.steps[-1].concept].append(pattern)
    for kind in KINDS:
        for sign, lines in raw[kind].items():
            for line in lines:
                for pattern in _patterns(made, tongue, sign, kind, line):
                    made.patterns[pattern.steps[-1].concept].append(pattern)


def _patterns(made: Lexicon, tongue: str, sign: str, kind: str, line: str) -> list[Pattern]:
    """Read one line: `!` firm, `=` brief, elements with gaps or `&` (in either order), after ` - ` what excuses."""
    firm, brief = "!" in line[:2], "=" in line[:2]
    said, _dash, unless = line.lstrip("!= ").partition(" - ")
    first, both, second = said.partition(" & ")
    orders = [f"{first} & {second}", f"{second} & {first}"] if both else [said]
    excused = tuple(_element(made, tongue, one) for one in unless.split())
    found = []
    for order in orders:
        steps = _steps(made, tongue, order.split())
        needs = frozenset(step.concept for step in steps)
        found.append(Pattern(sign, kind, tongue, steps, needs, firm, brief, excused))
    return found


def _steps(made: Lexicon, tongue: str, elements: list[str]) -> tuple[Step, ...]:
    steps: list[Step] = []
    gap = GAP
    for element in elements:
        if element in GAPS or element == "&":
            gap = GAPS.get(element, APART)
        else:
            steps.append(Step(_element(made, tongue, element), gap if steps else 0))
            gap = GAP
    return tuple(steps)


def _element(made: Lexicon, tongue: str, element: str) -> int:
    """Return the concept of any of these: `<name>`, `word`, `two_together`, `begun*`, parted by `|`."""
    forms: list[str] = []
    for one in element.split("|"):
        if one.startswith("<") and f"{tongue}:{one}" not in made.written:
            raise LookupError(f"{tongue}: no words are called {one}")
        forms += made.written[f"{tongue}:{one}"] if one.startswith("<") else [one.replace("_", " ")]
    return made.concept(element, tongue, forms)


def _spelt(form: str) -> list[list[str]]:
    """Return the words of a form, folded; where it has an apostrophe, without it too: j'ai, jai."""
    spelt: list[list[str]] = []
    for written in dict.fromkeys((form, form.replace("'", ""))):
        words: list[str] = []
        for part in written.split():
            held, begun = part.startswith("*"), part.endswith("*")
            folded = fold(part.strip("*"))
            if not folded:
                raise LookupError(f"no word: {form}")
            folded[-1] = ("*" if held else "") + folded[-1] + ("*" if begun else "")
            words += folded
        spelt.append(words)
    return spelt
