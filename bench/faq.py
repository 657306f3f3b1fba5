"""The FAQ: how well questions are understood, by cross-validation on its own wordings and on questions it has not seen."""

import resource
import statistics
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from bench.faq_learn import heard
from bench.processes import ROOT
from conversations.understanding import desk
from locales.faq import articles
from portal.encoder import HERE
from portal.faq import asking
from portal.faq.asking import Asked, decide
from portal.faq.judging import Scores
from portal.faq.learning import Lessons, labelled, reading_of, seen
from portal.faq.together import together
from portal.faq.topics import LANGUAGES, TOPICS

NOWHERE = Path("/nowhere")
QUESTIONS = Path(__file__).with_name("faq_questions.toml")
FOLDS, FOLDS_LONG = 4, 10
MARGINS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


class Told(NamedTuple):
    """A question, what it is about, and what each label scored."""

    label: str
    typed: str
    scores: Scores


def run(long: bool) -> dict[str, Any]:
    """Judge the FAQ in each language: left-out wordings, then unseen questions; how fast it is and what it weighs."""
    found: dict[str, Any] = {"weighs": _weighs()}
    told = {language: _told(language) for language in LANGUAGES}
    table = _table("FAQ, wordings left out", "margin")
    for language, judged in _left_out(told, FOLDS_LONG if long else FOLDS).items():
        found[language] = _figures([(one.label, decide(one.scores)) for one in judged])
        found[language]["by margin"] = _by_margin(judged)
        found[language]["confused"] = _confused(judged)
        table.add_row(language, *map(str, list(found[language].values())[:8]), f"{asking.MARGIN}")
    Console().print(table)
    table = _table("FAQ, unseen questions", "p50, ms")
    for language, one in _unseen().items():
        found[f"unseen {language}"] = one
        table.add_row(language, *map(str, one.values()))
    Console().print(table)
    print(f"confused in French: {found['fr']['confused']}\nby margin in French: {found['fr']['by margin']}")
    print(f"memory and time of a first question: {found['weighs']}")
    return found


def _table(title: str, last: str) -> Table:
    heads = (
        "",
        "questions",
        "first, %",
        "among, %",
        "direct, %",
        "wrong, %",
        "foreign",
        "answered, %",
        "offered, %",
        last,
    )
    return Table(*heads, title=title)


def _told(language: str) -> list[tuple[str, str]]:
    wordings = {topic: one.wordings for topic, one in articles(language, NOWHERE).items()}
    return labelled(language, wordings)


def _left_out(told: dict[str, list[tuple[str, str]]], folds: int) -> dict[str, list[Told]]:
    """Judge each wording by a judge that learned from all but its fold, in whatever language."""
    judged: dict[str, list[Told]] = {language: [] for language in told}
    fold_of = {language: _folds(ones, folds) for language, ones in told.items()}
    for fold in range(folds):
        kept = {
            language: [one for one, its in zip(ones, fold_of[language], strict=True) if its != fold]
            for language, ones in told.items()
        }
        readings = {language: reading_of(language, ones) for language, ones in kept.items()}
        known = {language: seen(readings[language], ones) for language, ones in kept.items()}
        lessons = Lessons(list(known.values()))
        hears = together(heard([one for ones in known.values() for one in ones]))
        for language, ones in told.items():
            judge = lessons.judge(readings[language], known[language])._replace(together=hears)
            left = [one for one, its in zip(ones, fold_of[language], strict=True) if its == fold]
            judged[language] += [Told(label, typed, judge.scores(typed)) for label, typed in left]
    return judged


def _folds(told: Sequence[tuple[str, str]], folds: int) -> list[int]:
    """Return the fold of each wording: as many in a row as make one, as what stands in a row is by one hand."""
    many = Counter(label for label, _ in told)
    before: Counter[str] = Counter()
    made = []
    for label, _ in told:
        made.append(before[label] * folds // many[label])
        before[label] += 1
    return made


def _figures(asked: Sequence[tuple[str, Asked]]) -> dict[str, Any]:
    """Return shares in per cent: right first, among three, answered at once, wrongly so; foreign ones answered, offered."""
    ours = [(label, one) for label, one in asked if label in TOPICS]
    foreign = [one for label, one in asked if label not in TOPICS]
    return {
        "questions": len(ours),
        "first": _share(one.choices[:1] == (label,) for label, one in ours),
        "among": _share(label in one.choices for label, one in ours),
        "direct": _share(one.kind == "answer" for _, one in ours),
        "wrong": _share(one.kind == "answer" and one.topic != label for label, one in ours),
        "foreign": len(foreign),
        "answered": _share(one.kind == "answer" for one in foreign),
        "offered": _share(one.kind in ("answer", "choices") for one in foreign),
    }


def _share(those: Any) -> float:
    each = list(those)
    return round(100 * sum(each) / max(1, len(each)), 1)


def _by_margin(judged: Sequence[Told]) -> dict[str, dict[str, Any]]:
    """Return what other margins would give: the one in the code is the first that holds both limits of two per cent."""
    made = {}
    for margin in MARGINS:
        figures = _figures([(one.label, decide(one.scores, margin)) for one in judged])
        made[str(margin)] = {name: figures[name] for name in ("direct", "wrong", "answered")}
    return made


def _confused(judged: Sequence[Told]) -> dict[str, int]:
    """Return which topic was taken for which, the most frequent first."""
    pairs: Counter[str] = Counter()
    for one in judged:
        first = decide(one.scores).choices[:1]
        if one.label in TOPICS and first and first[0] != one.label:
            pairs[f"{one.label} > {first[0]}"] += 1
    return dict(pairs.most_common(12))


def _unseen() -> dict[str, dict[str, Any]]:
    HERE.fetch()
    there, made = desk(NOWHERE), {}
    for language, topics in tomllib.loads(QUESTIONS.read_text()).items():
        asked, took = [], []
        there.ask("…", language)
        for label, typed in ((label, one) for label, ones in topics.items() for one in ones):
            began = time.thread_time()
            asked.append((label, there.ask(typed, language)))
            took.append((time.thread_time() - began) * 1000)
        made[language] = {**_figures(asked), "p50": round(statistics.median(took[1:]), 2)}
    return made


def _weighs() -> dict[str, float]:
    """Return what a first question costs the command line: seconds, and the most memory."""
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "bot", "faq", "ask", "bonjour"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds = time.monotonic() - began
    return {
        "seconds": round(seconds, 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10,
    }
