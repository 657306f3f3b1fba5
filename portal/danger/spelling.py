"""Tells which words of the vocabulary a typed word may be: as written, begun, one letter wrong, or by its sound."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import TypeAlias

from portal.danger.folding import untricked

TONGUES = ("fr", "en", "es", "pt", "ar")
SHORTEST_NEAR = 5  # letters: in shorter words one letter makes another word
SHORTEST_SOUND = 4  # signs
VOWEL = "aeiouyh"
ARABIC = re.compile(r"[\u0600-\u06ff]")
OF_ARABIC = re.compile(r"^(?:[وف])?(?:ال|لل|بال|كال|[بلكس])?")  # and, the, with, to, as; will

Index: TypeAlias = Mapping[str, tuple[int, ...]]
"""Numbers, by what is typed."""


class Vocabulary:
    """The words that the patterns know, by number: `word*` for every word that begins so, `*word*` for all that hold it.

    `tongues`: the languages each belongs to, a bit for each of `TONGUES`; `usual`: everyday words that are near to one
    and never it; `near`, `sounds` (a language each): what is found by what is typed, less a letter, or by its sound.
    """

    def __init__(
        self,
        words: Sequence[str],
        tongues: Sequence[int],
        usual: frozenset[str],
        near: Index,
        near_begun: Index,
        sounds: Sequence[Index],
        sounds_begun: Sequence[Index],
    ) -> None:
        self.words, self.tongues, self.usual = words, tongues, usual
        self.near, self.near_begun, self.sounds, self.sounds_begun = near, near_begun, sounds, sounds_begun
        self._bare = [word.strip("*") for word in words]
        self._whole: dict[str, int] = {}
        self._begun: dict[str, int] = {}
        self._held: dict[str, int] = {}
        for number, word in enumerate(words):
            known = self._held if word[0] == "*" else self._begun if word[-1] == "*" else self._whole
            known[self._bare[number]] = number
        self.meanings = lru_cache(maxsize=50_000)(self._meanings)

    def __contains__(self, word: str) -> bool:
        return word in self._whole

    def as_written(self, word: str) -> bool:
        """Tell whether a word of the vocabulary is written just so, or begins so."""
        return any(True for _ in self._as_written(word))

    def pieces(self, word: str) -> list[str] | None:
        """Return the words that were typed without blanks, if all of them are known: jeveuxmourir."""
        best: list[list[str] | None] = [[], *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 14), end):
                before, piece = best[start], word[start:end]
                if before is not None and self._is_piece(piece):
                    found = [*before, piece]
                    if best[end] is None or len(found) < len(best[end] or ()):
                        best[end] = found
        whole = best[-1]
        return whole if whole and len(whole) > 1 and max(map(len, whole)) >= 4 else None

    def _is_piece(self, piece: str) -> bool:
        if piece in self._whole:
            return len(piece) > 1 or piece in "jnaiyl"
        return any(piece[:size] in self._begun for size in range(max(3, len(piece) - 5), len(piece) + 1))

    def _meanings(self, word: str) -> frozenset[int]:
        """Return the numbers of the words this one may be."""
        found = {number for variant in variants(word) for number in self._as_written(variant)}
        if not found and len(word) > 4 and word[0] in "jnldmtscq" and word[1] in VOWEL:
            found = set(self._as_written(word[1:]))  # jarrive, setouffe
        if len(word) < SHORTEST_NEAR - 1 or word.isdigit() or word in self.usual:
            return frozenset(found)
        spoken = reduce(or_, (self.tongues[number] for number in found), 0)
        near = {
            n for variant in variants(word) for n in (*self._mistyped(variant), *self._as_it_sounds(variant))
        }
        return frozenset(found | {number for number in near if not self.tongues[number] & spoken})

    def _as_written(self, word: str) -> Iterator[int]:
        if word in self._whole:
            yield self._whole[word]
        for size in range(1, len(word) + 1):
            if word[:size] in self._begun:
                yield self._begun[word[:size]]
        if ARABIC.match(word):
            yield from (number for held, number in self._held.items() if held in word)

    def _mistyped(self, word: str) -> Iterator[int]:
        if len(word) < SHORTEST_NEAR - 1:
            return
        for less in (word, *shortened(word)):
            yield from (number for number in self.near.get(less, ()) if one_apart(word, self._bare[number]))
        for size in range(SHORTEST_NEAR - 1, min(len(word), 12) + 1):
            begun = word[:size]
            for less in (begun, *shortened(begun)):
                yield from (
                    number for number in self.near_begun.get(less, ()) if one_apart(begun, self._bare[number])
                )

    def _as_it_sounds(self, word: str) -> Iterator[int]:
        for tongue, sounds, begun in zip(TONGUES, self.sounds, self.sounds_begun, strict=True):
            key = sound(word, tongue)
            yield from sounds.get(key, ())
            for size in range(SHORTEST_SOUND, len(key) + 1):
                yield from begun.get(key[:size], ())


def one_apart(typed: str, meant: str) -> bool:
    """Tell whether one letter missing, added, exchanged or swapped with its neighbour lies between two words."""
    if typed == meant:
        return True
    short, long = sorted((typed, meant), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next(
        (n for n, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short)
    )
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    )


def shortened(word: str) -> Iterator[str]:
    """Return a word with each of its letters left out in turn."""
    return (word[:n] + word[n + 1 :] for n in range(len(word)))


def variants(word: str) -> set[str]:
    """Return a word as it is typed, without digits for letters, without what Arabic writes in front of it."""
    found = {word, untricked(word)}
    if ARABIC.match(word):
        found |= {word[end:] for end in range(1, OF_ARABIC.match(word).end() + 1) if len(word) - end >= 2}  # type: ignore[union-attr]
    return found


# How each language sounds, roughly: what is often exchanged becomes one sign.
_SOUNDS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    tongue: tuple((re.compile(pattern), sign) for pattern, sign in changes)
    for tongue, changes in {
        "fr": (
            ("eau|au", "o"), ("ph", "f"), ("[cs]ui", "sui"), ("qu?|ck|c(?![eiyh])", "k"), ("c(?=[eiy])|z", "s"),
            ("oeu|oe|eu", "e"), ("ai|ei|ey", "e"), ("g(?=[eiy])", "j"), ("y", "i"), ("(?<!c)h", ""),
            ("[ae][nm](?=[^aeiouy]|$)", "an"), ("(?:es?|er|ez|ent|[tdspx])$", ""), ("e$", ""),
        ),
        "en": (("ph", "f"), ("gh", ""), ("ck|q|c(?![eiyh])", "k"), ("c(?=[eiy])|z", "s"), ("kn", "n"), ("wr", "r"),
               ("[aeiouy]+", "a"), ("a$", "")),
        "es": (("h", ""), ("v", "b"), ("qu|c(?![eih])", "k"), ("c(?=[ei])|z", "s"), ("g(?=[ei])|x", "j"), ("y", "i")),
        "pt": (("h", ""), ("qu|c(?![eih])", "k"), ("c(?=[ei])|z|x", "s"), ("g(?=[ei])", "j"), ("[mn]$", ""),
               ("l$", "u"), ("[ei]$", "i"), ("[ou]$", "u")),
        "ar": (("5", "kh"), ("7", "h"), ("9", "q"), ("8", "gh"), ("ch", "sh"), ("[aeiou0123]+", "")),
    }.items()
}  # fmt: skip
LATIN = re.compile(r"[a-z0-9]+")


def sound(word: str, tongue: str, *, begun: bool = False) -> str:
    """Return how a word sounds in a language, as far as it can be told apart; empty where that is too little."""
    if LATIN.fullmatch(word) is None or (tongue != "ar" and len(word) < SHORTEST_NEAR):
        return ""
    changes = _SOUNDS[tongue]
    for pattern, sign in changes[: -2 if begun and tongue in ("fr", "pt") else None]:
        word = pattern.sub(sign, word)
    word = re.sub(r"(.)\1+", r"\1", word)
    return word if len(word) >= SHORTEST_SOUND else ""
