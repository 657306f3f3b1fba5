"""Danger first: tells whether words speak of vital danger, suicide or violence, in any of five languages. Pure.

How it is recognised, and how well: docs/decisions/0025-danger-is-told-by-patterns.md.
"""

from collections.abc import Mapping
from typing import NamedTuple

from portal.danger.beside import plainly
from portal.danger.folding import END, fold
from portal.danger.judging import judge
from portal.danger.keeping import lexicon
from portal.danger.lettering import reader
from portal.danger.lexicon import KINDS, Pattern
from portal.danger.matching import Words
from portal.danger.mending import usage
from portal.danger.whole import Message, ear
from portal.encoder import HERE, Encoder

__all__ = ["KINDS", "Danger", "ready", "watch"]

MOST = 4096  # characters: as long as a message of Telegram gets
# What makes danger of an opinion and of patterns: by cross-validation over files of phrases (decision 25).
FOUND, OF_A_STEP, OF_A_SIGN, LONG = 0.2, 0.6, 0.35, 4
PERHAPS, SURELY = 1.25, 2.8
LITTLE = 2  # letters of a word of ours that changes nothing: I, je, me; an Arabic one may
# PERHAPS where a word was mended, or all read in other letters: plain cries reach it as often, an
# ordinary phrase a third as often.
MENDED = 2.0
BARE = 2.8  # PERHAPS where courtesies and the like were left out: of polite cries one in fifteen is lost then
ALONE = 5.2  # an opinion that no pattern bears out: one in 300 misleading ordinary phrases of another hand reaches it
ALONE_WHOLE = 7.5  # the same where an encoder was asked too


class Danger(NamedTuple):
    """What words speak of: kinds (the gravest first, of `KINDS`), and what they are signs of ("breathing", "pills").

    `sure`: not only perhaps. Signs in quotes are the words that weighed most, where nothing else told why.
    """

    kinds: tuple[str, ...]
    signs: tuple[str, ...]
    sure: bool = True

    @property
    def kind(self) -> str:
        """The gravest."""
        return self.kinds[0]


def ready() -> None:
    """Read all that is known of danger, which takes a quarter of a second; whoever asks meanwhile waits for it.

    Last the encoder, where the extra `semantic` is installed: nobody waits for that one.
    """
    lexicon()
    judge()
    usage()
    reader()
    if HERE.fetch() is not None:
        ear()


def watch(text: str, encoder: Encoder | None = None) -> Danger | None:
    """Return the danger that a text speaks of, whatever its language and spelling; None when it speaks of none.

    With an encoder of sentences, more of what is only implied is told; what is told without it is told with it.
    """
    written = fold(text[:MOST])
    if not any(letter.isalpha() for word in written for letter in word):
        return None  # numbers alone answer a question
    message = Message(ear(), encoder, text[:MOST]) if encoder is not None else None
    danger = _said(written, message, as_typed=True)
    if danger is not None and danger.sure:
        return danger
    for other in (usage().mended(written), reader().read(written)):
        meant = _said(other, message, as_typed=False) if other != written else None
        if meant is not None and (danger is None or meant.sure):
            danger = meant
    return danger


def _said(folded: list[str], message: Message | None, *, as_typed: bool) -> Danger | None:
    """Return what words tell, or else what they tell without the courtesies and the address beside it."""
    danger = _told(folded, PERHAPS if as_typed else MENDED, message, as_typed=as_typed)
    plain = plainly(folded) if danger is None else folded
    return danger if plain == folded else _told(plain, BARE, message, as_typed=as_typed)


def _told(folded: list[str], least: float, message: Message | None, *, as_typed: bool) -> Danger | None:
    words = Words(lexicon(), folded)
    senses = words.senses()
    stands, excused = _stands(words)
    found = list(stands)
    network = bool(found) or not excused  # it hears no denial, and no idiom
    strength = _strength(found)
    opinion = judge().opinion(
        words.words, senses, set(stands.values()), network=network,
        message=message, doubtful=(least - strength, (SURELY if found else ALONE_WHOLE) - strength),
    )  # fmt: skip
    belief = opinion.score + strength
    if belief < least and not (as_typed and _is_all(words, stands)):
        return None
    if not found and len(words.words) == 1:
        return None  # by itself, a word says too little to those who only know its letters
    if not found:
        alone = ALONE if message is None or message.broken else ALONE_WHOLE
        return Danger((opinion.kind,), tuple(f"“{word}”" for word in opinion.words), belief >= alone)
    kinds = {pattern.kind for pattern in found}
    if "suicide" in kinds:  # who wants to die speaks of dying
        kinds = {pattern.kind for pattern in found if pattern.sign != "dying"}
    signs = tuple(sorted({one.sign for one in found}))
    return Danger(tuple(kind for kind in KINDS if kind in kinds), signs, belief >= SURELY)


def _stands(words: Words) -> tuple[dict[Pattern, tuple[int, int]], bool]:
    """Return where patterns stand that nothing excuses, each once; and whether others are excused, or ways of speaking."""
    idioms = words.idioms()
    words.forget(idioms)
    stands = {}
    excused = bool(idioms)
    for concept in words.concepts:
        # Each is looked for where its last concept stands.
        for pattern in words.lexicon.patterns.get(concept, ()):
            found = words.find(pattern)
            first = next((one for one in found if not words.excused(pattern, *one)), None)
            if first is not None:
                stands[pattern] = first
            excused |= bool(found) and first is None
    return stands, excused


def _is_all(words: Words, stands: Mapping[Pattern, tuple[int, int]]) -> bool:
    """Tell whether nothing but patterns is said, in so many letters: then nothing tells that it is meant otherwise."""
    told = {at for first, stop in stands.values() for at in range(first, stop)}
    known = words.lexicon.vocabulary
    return bool(told) and all(
        known.as_written(word) if at in told else len(word) <= LITTLE and word.isascii()
        for at, word in enumerate(words.words)
        if word != END
    )


def _strength(found: list[Pattern]) -> float:
    """Return what patterns add to the opinion: more when one is long, and when they are signs of several things."""
    if not found:
        return 0.0
    longest = min(max(len(pattern.steps) for pattern in found), LONG)
    return FOUND + OF_A_STEP * longest + OF_A_SIGN * min(len({pattern.sign for pattern in found}), LONG)
