"""Reads what is asked where something else is denied: "not the e-mail, only the phone" asks nothing about e-mail."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from portal.faq.reading import Reading
from portal.faq.words import LONGEST, MOST_WORDS, lexicon, plain, words

PARTED = re.compile(r"[,;:.!?()\n،؛؟…–—]+|\s-\s")
OBJECTS = frozenset({
    "email", "phone", "password", "code", "sms", "document", "photo", "carnet", "professional", "reminder", "address",
    "identity", "record", "followup", "notify", "human",
})  # fmt: skip  # what a topic is about, in meanings
ACTIONS = frozenset({
    "see", "add", "change", "new", "authorise", "revoke", "share", "stop", "erase", "leave", "forgot", "create",
    "fill", "missing", "pause", "hide", "cancel",
})  # fmt: skip  # and what is to be done with it
ITSELF = frozenset({"leave", "forgot"})  # deeds that are done to nothing else than was said
BY_SMS = frozenset({"code", "sms"})  # what somebody would rather have by e-mail is still asked about
SHORT = 5  # words at most before a denial that stands behind them

Phrase = tuple[str, ...]


class Denials(NamedTuple):
    """How a language denies: `before` what is denied, `behind` it, or by saying that it is `fine`; where it `turns`.

    What is `unwanted` is denied only where the words turn to something else. Words of `still` after a denial make it none
    ("not the right one"), as they do before what is fine ("not fine"). A star stands for the rest of a word.
    """

    before: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]
    behind: tuple[Phrase, ...]
    fine: tuple[Phrase, ...]
    turns: tuple[Phrase, ...]
    still: frozenset[str]


class Part(NamedTuple):
    """Some words of a question; whether they are `denied`, or only said to be `fine`."""

    words: list[str]
    denied: bool
    fine: bool = False


def asked(reading: Reading, text: str) -> str:
    """Return a question without what it denies, where it says what it is about instead; else as it is."""
    said = parts(denials(reading.language), text)
    if not any(one.denied for one in said) or all(one.denied for one in said):
        return text
    wanted = _meant(reading, [word for one in said if not one.denied for word in one.words])
    left = [_left(reading, one, wanted) if one.denied else one.words for one in said]
    if left == [one.words for one in said]:
        return text
    return " ".join(word for ones in left for word in ones)


def parts(how: Denials, text: str) -> list[Part]:
    """Return the parts of a text, between commas and where it turns."""
    told = [ones for one in PARTED.split(plain(text[:LONGEST])) if (ones := words(one))]
    return [part for ones, after in pairwise([*told[:MOST_WORDS], []]) for part in _parted(how, ones, after)]


def _parted(how: Denials, said: list[str], after: list[str]) -> list[Part]:
    """Return the parts of what stands between two commas; `after` it may turn."""
    opening = next((one for one in (*how.before, *how.unwanted) if _at(one, said, 0)), ())
    if opening and how.still.isdisjoint(said[len(opening) : len(opening) + 1]):
        turn = _turn(how, said, len(opening) + 1)
        turned = turn < len(said) or any(_at(one, after, 0) for one in how.turns)
        if turned or opening in how.before:
            rest = [Part(said[turn:], denied=False)] if turn < len(said) else []
            return [Part(said[:turn], denied=True), *rest]
    if any(len(one) < len(said) <= SHORT and _at(one, said, len(said) - len(one)) for one in how.behind):
        return [Part(said, denied=True)]
    return _found_fine(how, said) or [Part(said, denied=False)]


def _found_fine(how: Denials, said: list[str]) -> list[Part]:
    """Return what is said to be fine, and what follows; nothing if nothing is."""
    for at in range(1, len(said)):
        for one in how.fine:
            if _at(one, said, at) and said[at - 1] not in how.still:
                end = at + len(one)
                turned = end == len(said) or any(_at(turn, said, end) for turn in how.turns)
                rest = [Part(said[end:], denied=False)] if said[end:] else []
                return [Part(said[:end], denied=True, fine=True), *rest] if turned else []
    return []


def _turn(how: Denials, said: list[str], start: int) -> int:
    """Return where words turn to something else, from a place on; their end where they do not."""
    turning = (at for at in range(start, len(said)) if any(_at(one, said, at) for one in how.turns))
    return next(turning, max(start, len(said)))


def _at(phrase: Phrase, said: Sequence[str], at: int) -> bool:
    there = said[at : at + len(phrase)]
    return len(there) == len(phrase) and all(map(_is, phrase, there))


def _is(word: str, said: str) -> bool:
    return said.startswith(word[:-1]) if word.endswith("*") else word == said


def _left(reading: Reading, denied: Part, wanted: set[str]) -> list[str]:
    """Return the words of a denied part that still count: all, unless something is `wanted` instead; else what is not."""
    things, deeds = wanted & OBJECTS, wanted & ACTIONS
    own = _meant(reading, denied.words)
    instead = things if denied.fine else things or deeds & {"leave"} or (own & ACTIONS and deeds)
    if not instead or ("email" in things and own & BY_SMS):
        return denied.words
    kept = (frozenset() if things else OBJECTS) | (frozenset() if deeds else ACTIONS - ITSELF)
    return reading.saying(denied.words, kept) if own & ACTIONS else []


def _meant(reading: Reading, said: list[str]) -> set[str]:
    return reading.concepts(reading.stems(reading.words(" ".join(said))[0]))


@cache
def denials(language: str) -> Denials:
    """Return how a language denies."""
    told = lexicon(language).denials
    phrases = {name: _phrases(told[name]) for name in ("before", "unwanted", "behind", "fine", "turns")}
    return Denials(**phrases, still=frozenset(told["still"]))


def _phrases(told: Sequence[str]) -> tuple[Phrase, ...]:
    made = [tuple(plain(one).split()) for one in told]
    return tuple(sorted(made, key=len, reverse=True))
