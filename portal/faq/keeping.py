"""Keeps what was learned from the wordings, as files that come with the code: a question only reads what it needs."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.encoder import Encoder
from portal.faq.evidence import Letters, Meanings
from portal.faq.judging import Judge, Sense
from portal.faq.reading import Reading
from portal.faq.together import Together, together
from portal.faq.whole import Whole
from portal.faq.words import HERE, lexicon
from portal.packing import packed, unpacked

LEARNED = HERE / "learned"
VERSION = 10  # of the code that learns and reads: raised by whoever changes what it makes of the same words


def digest(told: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """Return what all that is learned from comes to: wordings, lexicons, senses, and how they are learned."""
    summed = blake2b(str(VERSION).encode(), digest_size=16)
    for language, topics in sorted(told.items()):
        summed.update(repr((language, sorted((topic, *ones) for topic, ones in topics.items()))).encode())
    for file in sorted(HERE.glob("*.toml")):
        summed.update(file.name.encode() + file.read_bytes())
    return summed.hexdigest()


def keep(judges: Mapping[str, Judge], of: str, folder: Path = LEARNED) -> None:
    """Write what was learned, in half precision, with the digest of what it was learned from."""
    folder.mkdir(exist_ok=True)
    for language, judge in judges.items():
        _write(
            folder / f"{language}.npz",
            familiar=packed(sorted(judge.reading.familiar)),
            typed=packed(sorted(lexicon(language).spelled)),
            once=packed(sorted(judge.reading.known - judge.reading.familiar)),
            rare=judge.letters.rare.astype(np.float16),
            weights=judge.weights.astype(np.float16),
        )
        sense = judge.sense
    _write(
        folder / "senses.npz",
        digest=packed([of]),
        meanings=packed(list(sense.meanings.rare)),
        rare=np.array(list(sense.meanings.rare.values()), dtype=np.float16),
        weights=sense.weights.astype(np.float16),
    )


def keep_whole(weights: NDArray[Any], folder: Path = LEARNED) -> None:
    """Write what a question says as a whole, in half precision."""
    _write(folder / "whole.npz", weights=weights.astype(np.float16))


def keep_together(network: Mapping[str, Any], folder: Path = LEARNED) -> None:
    """Write what hears the words of a question together, as arrays (`portal.danger.together.packed`)."""
    _write(folder / "together.npz", **network)


def kept_digest(folder: Path = LEARNED) -> str:
    """Return the digest of what the files were learned from."""
    with np.load(folder / "senses.npz") as file:
        return unpacked(file["digest"])[0]


def kept_reading(language: str, folder: Path = LEARNED) -> Reading:
    """Return the reading of a language, as it was learned."""
    with np.load(folder / f"{language}.npz") as file:
        return Reading(language, unpacked(file["familiar"]), unpacked(file["once"]))


def kept_words(language: str, folder: Path = LEARNED) -> frozenset[str]:
    """Return every word that a language knows, those typed in a hurry as well."""
    with np.load(folder / f"{language}.npz") as file:
        return frozenset(word for name in ("familiar", "once", "typed") for word in unpacked(file[name]))


def kept_sense(folder: Path = LEARNED) -> Sense:
    """Return what meanings say, as it was learned."""
    with np.load(folder / "senses.npz") as file:
        rare = zip(unpacked(file["meanings"]), file["rare"].tolist(), strict=True)
        return Sense(Meanings(dict(rare)), file["weights"])


def kept_whole(encoder: Encoder, folder: Path = LEARNED) -> Whole:
    """Return what a question says as a whole, as it was learned."""
    with np.load(folder / "whole.npz") as file:
        return Whole(encoder, file["weights"].astype(np.float32))


def kept_together(folder: Path = LEARNED) -> Together:
    """Return what hears the words of a question together, as it was learned."""
    with np.load(folder / "together.npz") as file:
        return together(file)


def kept_judge(language: str, reading: Reading, sense: Sense, folder: Path = LEARNED) -> Judge:
    """Return the judge of a language, as it was learned."""
    with np.load(folder / f"{language}.npz") as file:
        return Judge(reading, Letters(file["rare"]), file["weights"], sense)


def _write(file: Path, **arrays: NDArray[Any]) -> None:
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # its stubs take a name for a flag
