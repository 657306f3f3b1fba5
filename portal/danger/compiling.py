"""Reads the words of danger, one file a language, and makes a lexicon of them: `make words`."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from portal.danger.folding import fold
from portal.danger.keeping import WORDS
from portal.danger.lexicon import EXCUSES, IDIOM, KINDS, Forms, Lexicon, Pattern, Phrase, Step
from portal.danger.spelling import SHORTEST_NEAR, TONGUES, Index, Vocabulary, shortened, sound

GAPS = {"+": 0, ".": 2, "..": 4, "...": 8}  # words that may stand between two elements; else `GAP`
GAP, APART = 1, 6

Numbers = dict[str, list[int]]


def compiled() -> Lexicon:
    """Return all that the files of words say; raise LookupError where one names what it does not have."""
    words = _Words()
    patterns = [one for tongue in TONGUES for one in _patterns(words, tongue, _file(f"{tongue}.toml"))]
    senses, forms = _senses(_file("senses.toml"))
    return Lexicon(words.vocabulary(), words.phrases(), patterns, words.named, senses, forms)


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / name).read_text("utf-8"))


class _Words:
    """The words and concepts that were met, by number, in the order they were."""

    def __init__(self) -> None:
        self.named: dict[int, str] = {}
        self._tongues: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._concepts: dict[str, int] = {}
        self._written: dict[str, list[str]] = {}
        self._meant: dict[tuple[int, ...], list[int]] = defaultdict(list)
        # One form stands in many concepts: whoever joins two names all of theirs.
        self._read = cache(self._spelt)

    def name(self, name: str, tongue: str, forms: list[str]) -> None:
        """Have forms be called by a name, the same in all languages."""
        self.named[self._concept(f"<{name}>", tongue, forms)] = name

    def element(self, tongue: str, element: str) -> int:
        """Return the concept of any of these: `<name>`, `word`, `two_together`, `begun*`, parted by `|`."""
        forms: list[str] = []
        for one in element.split("|"):
            if one.startswith("<") and f"{tongue}:{one}" not in self._written:
                raise LookupError(f"{tongue}: no words are called {one}")
            forms += self._written[f"{tongue}:{one}"] if one.startswith("<") else [one.replace("_", " ")]
        return self._concept(element, tongue, forms)

    def _concept(self, name: str, tongue: str, forms: list[str]) -> int:
        key = f"{tongue}:{name}"
        if key not in self._concepts:
            self._concepts[key] = len(self._concepts)
            self._written[key] = forms
            for form in forms:
                for words in self._read(form, tongue):
                    self._meant[words].append(self._concepts[key])
        return self._concepts[key]

    def _spelt(self, form: str, tongue: str) -> list[tuple[int, ...]]:
        return [tuple(self._word(word, tongue) for word in words) for words in _spelt(form)]

    def _word(self, word: str, tongue: str) -> int:
        if word.startswith("*"):
            word = f"*{word.strip('*')}*"
        self._tongues[word] = self._tongues.get(word, 0) | 1 << TONGUES.index(tongue)
        return self._numbers.setdefault(word, len(self._numbers))

    def phrases(self) -> list[Phrase]:
        """Return the words that mean something, alone or following each other."""
        return [Phrase(words, tuple(concepts)) for words, concepts in self._meant.items()]

    def vocabulary(self) -> Vocabulary:
        """Return every word, with what finds it."""
        words, tongues = list(self._numbers), list(self._tongues.values())
        usual = _usual((WORDS / "usual.txt").read_text("utf-8"))
        whole = [(number, word) for number, word in enumerate(words) if word[-1] != "*"]
        begun = [(number, word[:-1]) for number, word in enumerate(words) if word[-1] == "*" != word[0]]

        def of(known: list[tuple[int, str]], at: int) -> list[tuple[int, str]]:
            return [(number, word) for number, word in known if tongues[number] >> at & 1]

        return Vocabulary(
            words,
            tongues,
            usual,
            _near(whole, SHORTEST_NEAR),
            _near(begun, SHORTEST_NEAR + 1),
            [_sounds(of(whole, at), tongue, begun=False) for at, tongue in enumerate(TONGUES)],
            [_sounds(of(begun, at), tongue, begun=True) for at, tongue in enumerate(TONGUES)],
        )


def _usual(text: str) -> frozenset[str]:
    """Return the everyday words that are near to one of the vocabulary, and never it: signe is not saigne."""
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _near(words: Iterable[tuple[int, str]], shortest: int) -> Index:
    near: Numbers = defaultdict(list)
    for number, word in words:
        if len(word) >= shortest:
            for less in dict.fromkeys((word, *shortened(word))):
                near[less].append(number)
    return _index(near)


def _sounds(words: Iterable[tuple[int, str]], tongue: str, *, begun: bool) -> Index:
    sounds: Numbers = defaultdict(list)
    for number, word in words:
        if key := sound(word, tongue, begun=begun):
            sounds[key].append(number)
    return _index(sounds)


def _index(found: Mapping[str, Iterable[int]]) -> Index:
    return {key: tuple(numbers) for key, numbers in found.items()}


def _patterns(words: _Words, tongue: str, raw: Mapping[str, Any]) -> Iterator[Pattern]:
    for name, forms in raw["words"].items():
        words.name(name, tongue, forms.split(","))
    for excuse in EXCUSES:
        for line in raw["excuses"][excuse]:
            yield from _line(words, tongue, excuse, "", line)
    for line in raw["idioms"]:
        yield from _line(words, tongue, IDIOM, "", line)
    for kind in KINDS:
        for sign, lines in raw[kind].items():
            for line in lines:
                yield from _line(words, tongue, sign, kind, line)


def _line(words: _Words, tongue: str, sign: str, kind: str, line: str) -> Iterator[Pattern]:
    """Read one line: `!` firm, `=` brief, elements with gaps or `&` (in either order), after ` - ` what excuses."""
    firm, brief = "!" in line[:2], "=" in line[:2]
    said, _dash, unless = line.lstrip("!= ").partition(" - ")
    first, both, second = said.partition(" & ")
    orders = [f"{first} & {second}", f"{second} & {first}"] if both else [said]
    excused = tuple(words.element(tongue, one) for one in unless.split())
    for order in orders:
        steps = tuple(_steps(words, tongue, order.split()))
        needs = frozenset(step.concept for step in steps)
        yield Pattern(sign, kind, tongue, steps, needs, firm, brief, excused)


def _steps(words: _Words, tongue: str, elements: Iterable[str]) -> Iterator[Step]:
    gap = 0  # before the first, nothing stands
    for element in elements:
        if element in GAPS or element == "&":
            gap = GAPS.get(element, APART)
        else:
            yield Step(words.element(tongue, element), gap)
            gap = GAP


def _spelt(form: str) -> Iterator[list[str]]:
    """Return the words of a form, folded; where it has an apostrophe, without it too: j'ai, jai."""
    for written in dict.fromkeys((form, form.replace("'", ""))):
        words: list[str] = []
        for part in written.split():
            held, begun = part.startswith("*"), part.endswith("*")
            folded = fold(part.strip("*"))
            if not folded:
                raise LookupError(f"no word: {form}")
            folded[-1] = ("*" if held else "") + folded[-1] + ("*" if begun else "")
            words += folded
        yield words


def _senses(raw: Mapping[str, Mapping[str, str]]) -> tuple[list[str], list[Forms]]:
    """Return what words may be about, and which words are, a language each of `TONGUES`."""
    senses = sorted({sense for tongue in TONGUES for sense in raw[tongue]})
    made = []
    for tongue in TONGUES:
        whole: dict[str, set[int]] = defaultdict(set)
        begun: dict[str, set[int]] = defaultdict(set)
        for sense, words in raw[tongue].items():
            for word in words.split(","):
                known = begun if word.endswith("*") else whole
                for folded in fold(word.strip(" *")):
                    known[folded].add(senses.index(sense))
        made.append(Forms(_index(whole), _index(begun)))
    return senses, made
