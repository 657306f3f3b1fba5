"""Phrases that nobody has tuned to, and how well they are understood: read by the tests and by the bench."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from portal.danger import watch
from portal.encoder import HERE
from portal.faq.asking import Desk

LANGUAGES = ("fr", "en", "es", "pt", "ar")
SEALED = Path(__file__).with_name("sealed")
# Of danger alone: later, by the same hands as words and lessons, yet not read.
FRESH = Path(__file__).with_name("fresh")


class Heard(NamedTuple):
    """Shares from 0 to 1: `told` of dangers, `right` of those of their kind, `alarms` among ordinary phrases.

    `loud`: alarms that do not only ask whether it is urgent.
    """

    told: float
    right: float
    alarms: float
    loud: float
    missed: list[str]


class Understood(NamedTuple):
    """Shares from 0 to 1: of questions right `first` and `among` the choices, answered `wrong`; `foreign` ones answered."""

    first: float
    among: float
    wrong: float
    foreign: float


def lines(kind: str, language: str, folder: Path = SEALED) -> Iterator[list[str]]:
    """Return the phrases of a file, each behind what it is about where the file says so."""
    for line in (folder / f"{kind}-{language}.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def heard(language: str, *, whole: bool, folder: Path = SEALED) -> Heard:
    """Tell how well danger is told from what is ordinary; with the extra or without."""
    encoder = HERE.fetch() if whole else None
    cries = list(lines("danger", language, folder))
    ordinary = [one for (one,) in lines("ordinary", language, folder)]
    found = [(kind, text, watch(text, encoder)) for kind, text in cries]
    alarms = [one for text in ordinary if (one := watch(text, encoder))]
    right = sum(
        bool(one and {kind, "child" if kind == "violence" else kind} & set(one.kinds))
        for kind, _, one in found
    )
    return Heard(
        sum(one is not None for *_, one in found) / len(found), right / len(found),
        len(alarms) / len(ordinary), sum(one.sure for one in alarms) / len(ordinary),
        [f"{kind}: {text}" for kind, text, one in found if one is None],
    )  # fmt: skip


@cache
def _desk(whole: bool) -> Desk:
    return Desk({}, HERE.fetch) if whole else Desk({})


def understood(language: str, *, whole: bool) -> Understood:
    """Tell how well questions find their topic, and how often what is not ours is answered; with the extra or without."""
    ask = _desk(whole).ask
    asked = [(topic, ask(text, language)) for topic, text in lines("faq", language)]
    foreign = [ask(text, language) for _, text in lines("foreign", language)]
    many = len(asked)
    return Understood(
        sum(topic in (one.topic, *one.choices[:1]) for topic, one in asked) / many,
        sum(topic in (one.topic, *one.choices) for topic, one in asked) / many,
        sum(one.kind == "answer" and one.topic != topic for topic, one in asked) / many,
        sum(one.kind == "answer" for one in foreign) / len(foreign),
    )
