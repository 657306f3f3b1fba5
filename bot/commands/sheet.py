"""Responses as a spreadsheet: RFC 4180, a row for each response, a column for each question."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.commands import files
from bot.commands.bare_values import value_of
from bot.fhir.bundling import Read

FACTS = ("response", "followup", "questionnaire", "authored", "late")
BETWEEN = " | "  # several answers to one question
STARTERS = "=+-@\t\r\n＝＋－＠"  # with which a spreadsheet takes a text for a formula


def write(read: Read, file: Path) -> None:
    """Write the responses, the oldest first. With a BOM: French spreadsheets take a file without one for Latin-1.

    An earlier sheet gives way, once the new one is whole. Raises `FileWrong`.
    """
    files.write_again(file, text(read).encode("utf-8-sig"))


def text(read: Read) -> str:
    """Return the sheet: what the columns are, then a row for each response."""
    columns = list(dict.fromkeys(path for form in read.forms.values() for path in _questions(form, "")))
    rows = [(one, _answers(one.resource)) for one in reversed(read.responses)]
    columns += sorted({path for _, row in rows for path in row} - set(columns))
    paper = io.StringIO()
    sheet = csv.writer(paper, lineterminator="\r\n")
    sheet.writerow([*FACTS, *map(harmless, columns)])
    for one, row in rows:
        about = str(one.resource.get("questionnaire", ""))
        facts = (one.id, one.followup_id, harmless(about), one.authored_at.isoformat(), str(one.late).lower())
        sheet.writerow([*facts, *(row.get(path, "") for path in columns)])
    return paper.getvalue()


def harmless(said: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{said}" if said[:1] and (said[0] in STARTERS or said.lstrip()[:1] in tuple(STARTERS)) else said


def _questions(level: Mapping[str, Any], above: str) -> Iterator[str]:
    for item in level.get("item", ()):
        path = f"{above}{item.get('linkId', '')}"
        if item.get("type") not in ("group", "display"):
            yield path
        yield from _questions(item, f"{path}/")


def _answers(resource: Mapping[str, Any]) -> dict[str, str]:
    """Return what was answered, by the linkIds that lead there; a group that repeats fills its columns once."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, answer in _given(resource, ""):
        found[path].append(_cell(answer))
    return {path: BETWEEN.join(cells) for path, cells in found.items()}


def _given(level: Mapping[str, Any], above: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for item in level.get("item", ()):
        path = f"{above}{item.get('linkId', '')}"
        for answer in item.get("answer", ()):
            yield path, answer
            yield from _given(answer, f"{path}/")
        yield from _given(item, f"{path}/")


def _cell(answer: Mapping[str, Any]) -> str:
    value = next((one for name, one in answer.items() if name.startswith("value")), None)
    if isinstance(value, bool):
        return str(value).lower()
    return harmless(value_of(answer)) if isinstance(value, str | Mapping) else value_of(answer)
