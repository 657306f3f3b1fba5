"""Learns the FAQ from its wordings, and writes what a question needs beside the code: `make faq`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.together import Shape, network
from locales.faq import articles
from portal.danger.meanings import meanings
from portal.danger.together import packed
from portal.encoder import Encoder
from portal.faq.keeping import LEARNED, digest, keep, keep_together, keep_whole
from portal.faq.learning import Seen, labelled, learned, lifts, seen, whole
from portal.faq.together import Spelt, said
from portal.faq.topics import LABELS, LANGUAGES

SHAPE = Shape(len(LABELS), hears=256, weighs=96, rounds=32)


def wordings() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return our wordings, by language and topic."""
    told = {language: articles(language, Path("/nowhere")) for language in LANGUAGES}
    return {
        language: {topic: one.wordings for topic, one in topics.items()} for language, topics in told.items()
    }


def heard(known: Sequence[Seen]) -> dict[str, Any]:
    """Return, as arrays, a network that hears what the words of these wordings say together, in whatever language."""
    labels = [one.label for one in known]
    counts = lifts(np.array(labels)).tolist()
    texts = [said(one.read) for one in known]
    return packed(*network(texts, labels, counts, Spelt(meanings()), SHAPE))


def main() -> None:
    """Learn, and write."""
    told = wordings()
    judges = learned(told)
    keep(judges, digest(told))
    keep_together(
        heard(
            [
                one
                for language, ones in told.items()
                for one in seen(judges[language].reading, labelled(language, ones))
            ]
        )
    )
    keep_whole(whole(told, Encoder()))
    size = sum(file.stat().st_size for file in LEARNED.glob("*.npz"))
    print(f"{LEARNED.name}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
