"""Learns the FAQ from its wordings, and writes what a question needs beside the code: `make faq`."""

from pathlib import Path

from locales.faq import articles
from portal.encoder import Encoder
from portal.faq.keeping import LEARNED, digest, keep, keep_whole
from portal.faq.learning import learned, whole
from portal.faq.topics import LANGUAGES


def wordings() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return our wordings, by language and topic."""
    told = {language: articles(language, Path("/nowhere")) for language in LANGUAGES}
    return {
        language: {topic: one.wordings for topic, one in topics.items()} for language, topics in told.items()
    }


def main() -> None:
    """Learn, and write."""
    told = wordings()
    keep(learned(told), digest(told))
    keep_whole(whole(told, Encoder()))
    size = sum(file.stat().st_size for file in LEARNED.glob("*.npz"))
    print(f"{LEARNED.name}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
