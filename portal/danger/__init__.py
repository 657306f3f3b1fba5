"""Danger first: tells whether words speak of vital danger, suicide or violence, in any of five languages. Pure.

How it is recognised, and how well: docs/decisions/0025-danger-is-told-by-patterns.md.
"""

from typing import NamedTuple

from portal.danger.lexicon import KINDS, lexicon
from portal.danger.matching import Words

__all__ = ["KINDS", "Danger", "watch"]

MOST = 4096  # characters: as long as a message of Telegram gets


class Danger(NamedTuple):
    """What words speak of: kinds (the gravest first, of `KINDS`), and what they are signs of ("breathing", "pills")."""

    kinds: tuple[str, ...]
    signs: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The gravest."""
        return self.kinds[0]


def watch(text: str) -> Danger | None:
    """Return the danger that a text speaks of, whatever its language and spelling; None when it speaks of none."""
    known = lexicon()
    words = Words(known, text[:MOST])
    for concept in words.concepts:
        for idiom in known.idioms.get(concept, ()):
            for start, end in words.find(idiom):
                if not any(one in words.spans for one in idiom.unless):
                    words.forget(start, end)
    found = [  # each pattern is looked for where its last concept stands
        pattern
        for concept in words.concepts
        for pattern in known.patterns.get(concept, ())
        if any(not words.excused(pattern, start, end) for start, end in words.find(pattern))
    ]
    if not found:
        return None
    kinds = {pattern.kind for pattern in found}
    if "suicide" in kinds:  # who wants to die speaks of dying
        kinds = {pattern.kind for pattern in found if pattern.sign != "dying"}
    return Danger(tuple(kind for kind in KINDS if kind in kinds), tuple(sorted({one.sign for one in found})))
