"""Asks the FAQ: which topic words are about; answered only on a clear margin, else a few to choose from, else none."""

from collections.abc import Callable, Mapping
from functools import cached_property
from threading import RLock
from typing import Literal, NamedTuple

from portal.encoder import Encoder
from portal.faq.evidence import Floats
from portal.faq.judging import Judge, Scores, Sense
from portal.faq.keeping import kept_judge, kept_reading, kept_sense, kept_together, kept_whole, kept_words
from portal.faq.own import Own, Wordings
from portal.faq.reading import Reading
from portal.faq.together import Together
from portal.faq.topics import ELSEWHERE, LANGUAGES, MEDICAL, TOPICS
from portal.faq.whole import Whole
from portal.faq.words import words

Kind = Literal["answer", "choices", "urgent", "medical", "none"]
Danger = Callable[[str], object]

# By cross-validation on the project's own wordings: `make bench ARGS=faq` prints what each would give.
MARGIN = 0.5  # by which the first topic must lead all else to be answered at once
MARGIN_STRANGE = 0.5  # more of it for a question that is strange throughout
MARGIN_FOREIGN = 2.0  # and for one that is surely not ours by what its words say together
OURS = 0.04  # score below which no topic is offered
OURS_STRANGE = 0.14  # more of it for a question that is strange throughout: a word that nobody knows
BEYOND = 0.4  # by which what is not ours may lead, and topics are still offered
HEALTH = 0.2  # by which a medical question must lead all topics: a wrong one costs an answer
# By which it may lead a topic that is offered beside its answer: one that is surely medical has none.
HEALTH_NEAR = 0.6
HEALTH_STRANGE = 0.6  # score that a medical question must have, if it is strange throughout: noise is none
BESIDE = 0.0  # score below which a second or third choice is not worth a button
MOST_CHOICES = 3
SURE_LANGUAGE = 0.5  # of one language's words more than of any other, for a question to be in it


class Asked(NamedTuple):
    """What came of a question: `topic` of an answer, `choices` best first, `score` from 0 to 1 (how sure)."""

    kind: Kind
    topic: str | None = None
    choices: tuple[str, ...] = ()
    score: float = 0.0


class Desk:
    """Answers questions by what was learned from our wordings; what a language needs is read when it is first asked in.

    `own` are the operator's wordings, by language and topic: a question that is one of them is about that topic.
    `encoder` gives what reads questions as a whole, if it is at hand: it is asked anew for each question.
    """

    def __init__(
        self, own: Mapping[str, Wordings], encoder: Callable[[], Encoder | None] = lambda: None
    ) -> None:
        self._encoder = encoder
        self._own = {language: Own(language, wordings) for language, wordings in own.items()}
        self._judges: dict[str, Judge] = {}
        self._readings: dict[str, Reading] = {}
        self._door = RLock()

    def ask(self, text: str, language: str | None = None, danger: Danger = lambda _: None) -> Asked:
        """Return what a question is about, in the language given, or else in whichever it is written.

        `danger` is asked first: what it does not let pass is urgent.
        """
        if danger(text):
            return Asked("urgent", score=1.0)
        if not words(text):
            return Asked("none")
        written, surely = self.language(text)
        first = language if language in LANGUAGES else written
        if taught := self.taught(text, first):
            return _of_own(taught)
        whole = self._whole()
        found = self._asked(text, first, whole)
        if surely and written != first:
            other = self._asked(text, written, whole)
            found = max(found, other, key=lambda one: (one.kind != "none", one.score))
        return found

    def language(self, text: str) -> tuple[str, bool]:
        """Return the language whose words these are, and whether that is sure; French when nobody knows."""
        shares = dict.fromkeys(LANGUAGES, 0.0)
        for word in set(words(text)):
            speak = [one for one, known in self._known.items() if word in known]
            for one in speak:
                shares[one] += 1 / len(speak)
        best, second = sorted(LANGUAGES, key=lambda one: -shares[one])[:2]
        return best, shares[best] - shares[second] >= SURE_LANGUAGE

    def familiar(self, text: str, language: str) -> list[str]:
        """Return the words of a question that the FAQ's own vocabulary knows: none of them names anybody."""
        reading = self._reading(language)
        meant, _ = reading.words(text)
        return [word for word in meant if word in reading.familiar and not word.isdigit()]

    def nearest(self, text: str, language: str) -> list[str]:
        """Return the topics nearest to a text, best first, however far they are."""
        scores = self._judge(language).scores(text, self._whole()).by_label
        return sorted(TOPICS, key=lambda topic: -scores[topic])[:MOST_CHOICES]

    def _asked(self, text: str, language: str, whole: Whole | None) -> Asked:
        return decide(self._judge(language).scores(text, whole))

    def taught(self, text: str, first: str) -> tuple[str, ...]:
        """Return the topics of which this is an operator's wording, in the first language that has it."""
        languages = sorted(self._own, key=lambda language: language != first)
        return next(filter(None, (self._own[language].topics(text) for language in languages)), ())

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        return {language: kept_words(language) for language in LANGUAGES}

    @cached_property
    def _sense(self) -> Sense:
        return kept_sense()

    @cached_property
    def _together(self) -> Together:
        return kept_together()

    @cached_property
    def _weights(self) -> Floats:
        return kept_whole()

    def _whole(self) -> Whole | None:
        """Return what says of one question what it is about as a whole, in whichever languages it is then read."""
        encoder = self._encoder()
        return Whole(encoder, self._weights) if encoder is not None else None

    def _reading(self, language: str) -> Reading:
        with self._door:
            if language not in self._readings:
                self._readings[language] = kept_reading(language)
            return self._readings[language]

    def _judge(self, language: str) -> Judge:
        with self._door:  # read once, by whoever asks first
            if language not in self._judges:
                judge = kept_judge(language, self._reading(language), self._sense)
                self._judges[language] = judge._replace(together=self._together)
            return self._judges[language]


def _of_own(topics: tuple[str, ...]) -> Asked:
    """Return what to say of an operator's own wording: its topic, or those that have it in common."""
    if len(topics) == 1:
        return Asked("answer", topics[0], topics, 1.0)
    return Asked("choices", None, topics[:MOST_CHOICES], 1.0)


def decide(scores: Scores, enough: float = MARGIN) -> Asked:
    """Return what to say of scores; `enough` is the margin by which one topic must lead to be answered at once."""
    by_label, strange, foreign = scores
    ranked = sorted(TOPICS, key=lambda topic: -by_label[topic])
    first, second, *_ = ranked
    beyond = max(by_label[MEDICAL], by_label[ELSEWHERE])
    margin = by_label[first] - max(by_label[second], beyond)
    score = round(min(1.0, max(0.0, margin)), 3)
    offered = tuple(topic for topic in ranked[:MOST_CHOICES] if topic == first or by_label[topic] > BESIDE)
    if margin >= enough + MARGIN_STRANGE * strange + MARGIN_FOREIGN * foreign:
        return Asked("answer", first, offered, score)
    if by_label[MEDICAL] > max(by_label[ELSEWHERE], by_label[first] + HEALTH, HEALTH_STRANGE * strange):
        near = tuple(topic for topic in offered if by_label[MEDICAL] - by_label[topic] <= HEALTH_NEAR)
        return Asked("medical", None, near, round(min(1.0, by_label[MEDICAL]), 3))
    if by_label[first] < OURS + OURS_STRANGE * strange or beyond - by_label[first] > BEYOND:
        return Asked("none", score=score)
    return Asked("choices", None, offered, score)
