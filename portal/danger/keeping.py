"""Keeps what is known of danger in words as one file beside the code: to read it takes a tenth of what reading words does.

`compiling.py` makes it of `words/`: `make words`.
"""

import gc
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from portal.danger.lexicon import KINDS, Forms, Lexicon, Pattern, Phrase, Step
from portal.danger.spelling import TONGUES, Index, Vocabulary
from portal.once import once
from portal.packing import packed, ragged, rows, unpacked

WORDS = Path(__file__).with_name("words")
KEPT = Path(__file__).with_name("lexicon.npz")


@once
def lexicon() -> Lexicon:
    """Return what is known."""
    searched = gc.isenabled()
    gc.disable()  # nothing of it is garbage, and looking for some takes as long as reading it
    try:
        with np.load(KEPT) as kept:
            return read(kept)
    finally:
        if searched:
            gc.enable()


def read(kept: Mapping[str, Any]) -> Lexicon:
    """Return what such arrays hold."""
    vocabulary = Vocabulary(
        unpacked(kept["words"]),
        kept["tongues"].tolist(),
        frozenset(unpacked(kept["usual"])),
        _index(kept, "near"),
        _index(kept, "near_begun"),
        [_index(kept, f"sounds_{tongue}") for tongue in TONGUES],
        [_index(kept, f"sounds_begun_{tongue}") for tongue in TONGUES],
    )
    return Lexicon(
        vocabulary,
        list(map(Phrase, rows(kept, "phrases"), rows(kept, "concepts"))),
        list(_patterns(kept)),
        dict(zip(kept["named"].tolist(), unpacked(kept["names"]), strict=True)),
        unpacked(kept["senses"]),
        [Forms(_index(kept, f"whole_{tongue}"), _index(kept, f"begun_{tongue}")) for tongue in TONGUES],
    )


def _patterns(kept: Mapping[str, Any]) -> Iterator[Pattern]:
    signs, kinds = unpacked(kept["signs"]), ("", *KINDS)
    known = zip(kept["marks"].tolist(), rows(kept, "steps"), rows(kept, "unless"), strict=True)
    for (sign, kind, tongue, firm, brief), numbers, unless in known:
        steps = tuple(map(Step, numbers[::2], numbers[1::2]))
        needs = frozenset(numbers[::2])
        yield Pattern(
            signs[sign], kinds[kind], TONGUES[tongue], steps, needs, bool(firm), bool(brief), unless
        )


def keep(lexicon: Lexicon, path: Path = KEPT) -> None:
    """Write what is known."""
    known, patterns = lexicon.vocabulary, lexicon.all_patterns
    signs, kinds = list(dict.fromkeys(one.sign for one in patterns)), ("", *KINDS)
    marks = [
        (signs.index(one.sign), kinds.index(one.kind), TONGUES.index(one.tongue), one.firm, one.brief)
        for one in patterns
    ]
    indexes = {"near": known.near, "near_begun": known.near_begun}
    for at, tongue in enumerate(TONGUES):
        indexes |= {f"sounds_{tongue}": known.sounds[at], f"sounds_begun_{tongue}": known.sounds_begun[at]}
        indexes |= {f"whole_{tongue}": lexicon.forms[at].whole, f"begun_{tongue}": lexicon.forms[at].begun}
    arrays: dict[str, Any] = {
        "words": packed(known.words),
        "tongues": np.array(known.tongues, np.uint8),
        "usual": packed(sorted(known.usual)),
        "signs": packed(signs),
        "marks": np.array(marks, np.int16),
        "named": np.array(list(lexicon.named), np.int32),
        "names": packed(lexicon.named.values()),
        "senses": packed(lexicon.senses),
        **ragged("phrases", [one.words for one in lexicon.phrases]),
        **ragged("concepts", [one.concepts for one in lexicon.phrases]),
        **ragged("steps", [[number for step in one.steps for number in step] for one in patterns]),
        **ragged("unless", [one.unless for one in patterns]),
    }
    for name, index in indexes.items():
        arrays |= {f"{name}_keys": packed(index), **ragged(name, list(index.values()))}
    np.savez_compressed(path, **arrays)


def _index(kept: Mapping[str, Any], name: str) -> Index:
    return dict(zip(unpacked(kept[f"{name}_keys"]), rows(kept, name), strict=True))
