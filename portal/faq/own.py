"""An operator's own wordings: a question that is one of them, but for slips, is about its topic; nothing is learned."""

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA

from portal.faq.words import SLIPS, spelled, words

Wordings = Mapping[str, Sequence[str]]  # by topic


class Own:
    """The wordings of an operator in one language."""

    def __init__(self, language: str, wordings: Wordings) -> None:
        self._language = language
        self._read = [
            (topic, spelled(language, words(one))) for topic, ones in wordings.items() for one in ones
        ]

    def topics(self, text: str) -> tuple[str, ...]:
        """Return the topics of which a question is a wording: one, unless several have the same."""
        if not self._read:
            return ()
        asked = spelled(self._language, words(text))
        return tuple(dict.fromkeys(topic for topic, wording in self._read if _same(asked, wording)))


def _same(asked: list[str], wording: list[str]) -> bool:
    """Return whether these are the same words in the same order, with as many slips in each as it may have."""
    if not wording or len(asked) != len(wording):
        return False
    return all(map(_meant, asked, wording))


def _meant(typed: str, word: str) -> bool:
    wrong = sum(len(word) >= letters for letters in SLIPS)
    return typed == word or OSA.distance(typed, word, score_cutoff=wrong) <= wrong
