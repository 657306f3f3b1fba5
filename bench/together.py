"""Teaches networks that hear what words say together (`portal/danger/together.py`): for `make danger` and `make faq`."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from portal.danger.folding import END
from portal.danger.together import Lies, ends

NEAR = 64  # how much it tells apart of a word
BATCH, PACE, EASE = 256, 2e-3, 0.05
# The share of what it heard, and of words and senses, that it does without while it learns.
LOST, UNHEARD = 0.4, 0.1

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]
Read = tuple[Sequence[str], Sequence[tuple[int, str]]]


class Shape(NamedTuple):
    """How many `kinds` of texts there are; how much of three words, and of a text, is told apart; how often all is read."""

    kinds: int
    hears: int
    weighs: int
    rounds: int


class Texts:
    """Texts as one long row of words: the word at each place, where each text begins, and what its words are about."""

    def __init__(self, texts: Sequence[Read], meanings: Lies) -> None:
        words: dict[str, int] = {"": 0}
        self.senses: dict[str, int] = {END: 0}
        row: list[int] = []
        starts, about = [0], [0]
        meant: list[int] = []
        for said, senses in texts:
            inside = [at for at, word in enumerate(said) if word != END] or [-1]
            first, last = inside[0], inside[-1] + 1
            these = said[first:last] if last else [""]
            of_each: list[list[int]] = [[] for _ in these]
            for at, sense in [*((at - first, sense) for at, sense in senses), *ends(these)]:
                if 0 <= at < len(these):
                    of_each[at].append(self.senses.setdefault(sense, len(self.senses)))
            for word, these_senses in zip(these, of_each, strict=True):
                row.append(words.setdefault("" if word == END else word, len(words)))
                meant += these_senses
                about.append(len(meant))
            starts.append(len(row))
        self.row, self.starts = np.array(row), np.array(starts)
        self._meant, self._about = np.array(meant), np.array(about)
        self.lies = np.stack([meanings.of(word) for word in words])

    def some(self, which: Places) -> tuple[Places, Places, Places, Places, Places]:
        """Return the places of texts in the row, where each begins among them, how long it is; and senses by place."""
        long, places = _spread(self.starts, which)
        many, of_senses = _spread(self._about, places)
        begins = long.cumsum() - long
        return places, begins, long, np.repeat(np.arange(len(places)), many), self._meant[of_senses]


def _spread(starts: Places, which: Places) -> tuple[Places, Places]:
    """Return how long some stretches are, and all places of them in a row."""
    long = starts[which + 1] - starts[which]
    return long, np.repeat(starts[which] - (long.cumsum() - long), long) + np.arange(long.sum())


class Heard(NamedTuple):
    """What a network heard: `text` of each word, where texts are `parted`, senses and where they are (`at`), and so on."""

    text: Places
    parted: NDArray[np.bool_]
    at: Places
    sense: Places
    lies: Numbers
    aware: Numbers
    three: Numbers
    three_heard: Numbers
    most: Numbers
    root: Numbers
    left_of_whole: Numbers
    whole: Numbers
    left: Numbers
    weighed: Numbers


class Walker:
    """What learns: what it `kept`, and the way it goes down a slope (Adam, with weights that fade)."""

    def __init__(self, kept: dict[str, Numbers]) -> None:
        self.kept = kept
        self._mean = {name: np.zeros_like(one) for name, one in kept.items()}
        self._spread = {name: np.zeros_like(one) for name, one in kept.items()}
        self._steps = 0

    def follow(self, slopes: Mapping[str, Numbers], pace: float) -> None:
        """Go one step down."""
        self._steps += 1
        for name, slope in slopes.items():
            mean, spread, kept = self._mean[name], self._spread[name], self.kept[name]
            mean += np.float32(0.1) * (slope - mean)
            spread += np.float32(0.01) * (slope * slope - spread)
            size = np.sqrt(spread / (1 - 0.99**self._steps)) + np.float32(1e-8)
            fades = np.float32(EASE) * kept if kept.ndim == 2 else np.float32(0)
            kept -= np.float32(pace) * (mean / (1 - 0.9**self._steps) / size + fades)


class Pupil(Walker):
    """A network that learns what words say together."""

    def __init__(self, shape: Shape, size: int, senses: int, chance: np.random.Generator) -> None:
        def some(*sizes: int, of: float) -> Numbers:
            return (chance.normal(0, 1, sizes) * of).astype(np.float32)

        kinds, hears, weighs, _ = shape
        kept: dict[str, Numbers] = {
            "near": np.eye(size, dtype=np.float32) if size == NEAR else some(size, NEAR, of=size**-0.5),
            "sense": some(senses, NEAR, of=0.3),
            "hears": some(3 * NEAR, hears, of=(3 * NEAR) ** -0.5),
            "hears_bias": np.zeros(hears, np.float32),
            "weighs": some(2 * hears, weighs, of=(2 * hears) ** -0.5),
            "weighs_bias": np.zeros(weighs, np.float32),
            "says": some(weighs, kinds, of=weighs**-0.5),
            "says_bias": np.zeros(kinds, np.float32),
        }
        super().__init__(kept)
        self._chance = chance

    def slopes(self, texts: Texts, which: Places, right: Numbers, counts: Numbers) -> dict[str, Numbers]:
        """Return how each number should change, by what some texts are and how much each counts."""
        heard = self._hear(texts, which)
        says = heard.weighed @ self.kept["says"] + self.kept["says_bias"]
        odds = np.exp(says - says.max(axis=1, keepdims=True))
        wrong = (odds / odds.sum(axis=1, keepdims=True) - right) * (counts[:, None] / len(which))
        to_weighed = (wrong @ self.kept["says"].T) * heard.left * (heard.weighed > 0)
        return {
            "weighs": heard.whole.T @ to_weighed,
            "weighs_bias": to_weighed.sum(axis=0),
            "says": heard.weighed.T @ wrong,
            "says_bias": wrong.sum(axis=0),
            **self._slopes_of_words(heard, (to_weighed @ self.kept["weighs"].T) * heard.left_of_whole),
        }

    def _slopes_of_words(self, heard: Heard, to_whole: Numbers) -> dict[str, Numbers]:
        """Return how what hears words should change, by how all that was heard of their texts should."""
        text, parted, hears = heard.text, heard.parted[:, None], heard.most.shape[1]
        strongest = to_whole[:, :hears][text] * (heard.three_heard == heard.most[text])
        to_heard = (to_whole[:, hears:][text] / heard.root[text] + strongest) * (heard.three_heard > 0)
        to_three = to_heard @ self.kept["hears"].T
        to_near = to_three[:, NEAR : 2 * NEAR].copy()
        to_near[:-1] += to_three[1:, :NEAR] * ~parted
        to_near[1:] += to_three[:-1, 2 * NEAR :] * ~parted
        to_sense = np.zeros_like(self.kept["sense"])
        np.add.at(to_sense, heard.sense, to_near[heard.at] * heard.aware)
        return {
            "near": heard.lies.T @ to_near,
            "sense": to_sense,
            "hears": heard.three.T @ to_heard,
            "hears_bias": to_heard.sum(axis=0),
        }

    def _hear(self, texts: Texts, which: Places) -> Heard:
        """Return all that a network hears in some texts, a part of it left out by chance."""
        kept = self.kept
        places, begins, long, at, sense = texts.some(which)
        text = np.repeat(np.arange(len(which)), long)
        parted = text[1:] != text[:-1]
        lies = texts.lies[texts.row[places]] * self._left(len(places), UNHEARD)[:, None]
        aware = self._left(len(places), UNHEARD)[at][:, None]
        near = lies @ kept["near"]
        np.add.at(near, at, kept["sense"][sense] * aware)
        before, after = np.zeros_like(near), np.zeros_like(near)
        before[1:], after[:-1] = near[:-1], near[1:]
        before[1:][parted], after[:-1][parted] = 0, 0
        three = np.hstack((before, near, after))
        three_heard = np.maximum(three @ kept["hears"] + kept["hears_bias"], 0)
        most = np.maximum.reduceat(three_heard, begins)
        root = np.sqrt(long, dtype=np.float32)[:, None]
        left_of_whole = self._left((len(which), 2 * most.shape[1]), LOST) / np.float32(1 - LOST)
        whole = np.hstack((most, np.add.reduceat(three_heard, begins) / root)) * left_of_whole
        left = self._left((len(which), len(kept["says"])), LOST) / np.float32(1 - LOST)
        weighed = np.maximum(whole @ kept["weighs"] + kept["weighs_bias"], 0) * left
        return Heard(
            text,
            parted,
            at,
            sense,
            lies,
            aware,
            three,
            three_heard,
            most,
            root,
            left_of_whole,
            whole,
            left,
            weighed,
        )

    def _left(self, shape: int | tuple[int, ...], share: float) -> Numbers:
        return (self._chance.random(shape, dtype=np.float32) > share).astype(np.float32)


def network(
    texts: Sequence[Read], kinds: Sequence[int], counts: Sequence[float], meanings: Lies, shape: Shape
) -> tuple[dict[str, Numbers], list[str]]:
    """Return what a network keeps of texts, of what kind each is and how much it counts; and the senses it knows."""
    chance = np.random.default_rng(25)
    row = Texts(texts, meanings)
    pupil = Pupil(shape, meanings.size, len(row.senses), chance)
    right = np.eye(shape.kinds, dtype=np.float32)[list(kinds)]
    weights = np.array(counts, np.float32)
    batches, rounds = max(1, len(texts) // BATCH), shape.rounds
    for step in range(rounds * batches):
        if step % batches == 0:
            order = chance.permutation(len(texts))
        which = order[step % batches * BATCH :][:BATCH]
        slopes = pupil.slopes(row, which, right[which], weights[which])
        pupil.follow(slopes, PACE * (1 - 0.97 * step / (rounds * batches)))
    return pupil.kept, list(row.senses)
