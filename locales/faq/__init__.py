"""The texts of the FAQ, and how each of its topics is asked for: files that an operator may add to.

`fr.toml` beside this module is ours; one of the same name in the operator's own folder replaces titles and answers,
and adds wordings.
"""

import fcntl
import json
import os
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from locales import LANGUAGES

HERE = Path(__file__).parent
LOOSE = re.compile(r" (?=[:;?!»])|(?<=«) ")  # in French, a line never begins with these
NO_BREAK = "\N{NO-BREAK SPACE}"


class Article(NamedTuple):
    """A topic as it is told: title, answer as paragraphs, and the ways it is asked for."""

    title: str
    answer: tuple[str, ...]
    wordings: tuple[str, ...]


class FaqWrong(Exception):
    """A file of the FAQ cannot be used: which, and why."""

    def __init__(self, file: Path, why: object) -> None:
        super().__init__(file, why)
        self.file, self.why = file, why


def articles(language: str, own: Path) -> Mapping[str, Article]:
    """Return the FAQ in a language, by topic, with what the operator's own folder changes; raises `FaqWrong`."""
    return _articles(language if language in LANGUAGES else "en", stamps(own))


def wrong(own: Path) -> FaqWrong | None:
    """Return what is wrong with the operator's files, if anything is."""
    return _wrong(stamps(own))


def usable(own: Path) -> Path:
    """Return the operator's folder; while a file in it cannot be used, a place where none is: ours serve alone."""
    return own if wrong(own) is None else HERE / "none"


@lru_cache(maxsize=1)
def _wrong(own: tuple[tuple[str, Path, int], ...]) -> FaqWrong | None:
    try:
        for language, _file, _stamp in own:
            _articles(language, own)
    except FaqWrong as one:
        return one
    return None


def taught(own: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the operator's own wordings, by language and topic; raises `FaqWrong`."""
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    for language, file, _ in stamps(own):
        articles(language, own)  # which says what is wrong with a file
        made[language] = {topic: tuple(one.get("wordings", ())) for topic, one in _read(file).items()}
    return made


def stamps(own: Path) -> tuple[tuple[str, Path, int], ...]:
    """Return the operator's own files: language, path and when each was changed; the same as long as none is."""
    files = [(language, own / f"{language}.toml") for language in LANGUAGES]
    return tuple((language, file, stamp) for language, file in files if (stamp := _changed(file)) is not None)


def _changed(file: Path) -> int | None:
    """Return when a file was changed; None where there is none, 0 where we may not look: reading it says so."""
    try:
        return file.stat().st_mtime_ns if file.is_file() else None
    except OSError:
        return 0


@lru_cache(maxsize=2 * len(LANGUAGES))
def _articles(language: str, own: tuple[tuple[str, Path, int], ...]) -> Mapping[str, Article]:
    told = _read(HERE / f"{language}.toml")
    for file in (path for code, path, _ in own if code == language):
        told = _joined(told, _read(file), file)
    return {topic: _article(language, one) for topic, one in told.items()}


def _joined(told: dict[str, Any], own: dict[str, Any], file: Path) -> dict[str, Any]:
    """Return our articles with an operator's: her title and answer in place of ours, her wordings beside ours."""
    for topic, one in own.items():
        if topic not in told or not isinstance(one, dict):
            raise FaqWrong(file, f"there is no topic {topic!r}")
        wordings = one.get("wordings", [])
        texts = [
            one.get("title", ""),
            one.get("answer", ""),
            *(wordings if isinstance(wordings, list) else [None]),
        ]
        if not all(isinstance(text, str) for text in texts):
            raise FaqWrong(file, f"{topic!r} takes a title, an answer, and a list of wordings")
        told[topic] = {**told[topic], **one, "wordings": [*told[topic]["wordings"], *wordings]}
    return told


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))  # Windows marks what it writes as UTF-8
    except UnicodeDecodeError:
        raise FaqWrong(file, "not text in UTF-8") from None
    except OSError as error:
        raise FaqWrong(file, error.strerror or error) from None
    except ValueError as error:
        raise FaqWrong(file, error) from None


def _article(language: str, told: dict[str, Any]) -> Article:
    title, answer = told["title"], told["answer"]
    if language == "fr":
        title, answer = LOOSE.sub(NO_BREAK, title), LOOSE.sub(NO_BREAK, answer)
    return Article(title, tuple(answer.strip().splitlines()), tuple(told["wordings"]))


def learn(own: Path, language: str, topic: str, wording: str) -> Path:
    """Add a wording to the operator's own file, which is made anew with all it held; returns the file.

    Whoever teaches at the same time waits, so that neither loses the other's. Raises `FaqWrong`, `OSError`.
    """
    own.mkdir(parents=True, exist_ok=True)
    folder = os.open(own, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        return _learned(own / f"{language}.toml", language, topic, wording)
    finally:
        os.close(folder)


def _learned(file: Path, language: str, topic: str, wording: str) -> Path:
    held = _read(file) if file.is_file() else {}
    _joined(_read(HERE / f"{language}.toml"), held, file)
    wordings = held.setdefault(topic, {}).setdefault("wordings", [])
    if wording not in wordings:
        wordings.append(wording)
    beside = file.with_suffix(".new")
    beside.write_text("\n".join(_written(name, one) for name, one in held.items()), "utf-8")
    beside.replace(file)
    return file


def _written(topic: str, one: dict[str, Any]) -> str:
    lines = [f"[{topic}]"]
    lines += [
        f"{name} = {json.dumps(one[name], ensure_ascii=False)}" for name in ("title", "answer") if name in one
    ]
    wordings = "".join(f"  {json.dumps(each, ensure_ascii=False)},\n" for each in one.get("wordings", ()))
    return "\n".join([*lines, f"wordings = [\n{wordings}]\n"])
