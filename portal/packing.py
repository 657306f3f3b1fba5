"""Packs words, and rows of numbers of different lengths, into arrays: as what is learned is kept beside the code. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BETWEEN = "\n"


def packed(texts: Iterable[str]) -> NDArray[np.uint8]:
    """Return texts as one array; none holds a line break."""
    return np.frombuffer(BETWEEN.join(texts).encode(), np.uint8)


def unpacked(kept: NDArray[np.uint8]) -> list[str]:
    """Return the texts of such an array; none of an empty one."""
    text = kept.tobytes().decode()
    return text.split(BETWEEN) if text else []


def ragged(name: str, rows: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int32]]:
    """Return rows as two arrays under a name: all their numbers, and where each row ends."""
    whole = np.array([number for row in rows for number in row], np.int32)
    return {name: whole, f"{name}_ends": np.cumsum([len(row) for row in rows], dtype=np.int32)}


def rows(kept: Mapping[str, Any], name: str) -> list[tuple[int, ...]]:
    """Return the rows that are kept under a name."""
    whole, ends = kept[name].tolist(), kept[f"{name}_ends"].tolist()
    return [tuple(whole[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
