"""How an answer is printed: for people on standard output, or as JSON; remarks and errors on standard error."""

import dataclasses
import io
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from unicodedata import category

from portal.questionnaires import dumps

UNBOUNDED = 10_000  # columns: what goes into a file or a pipe is never folded


class NotWritten(Exception):
    """Standard output takes no more: its disk is full."""


@dataclass(frozen=True)
class Answer:
    """What came of a command: for machines, for people, and what is worth saying beside it."""

    value: Any
    human: str
    remarks: tuple[str, ...] = ()
    code: int = 0


def show(answer: Answer, *, as_json: bool) -> None:
    """Print an answer. Raises what `tell` does."""
    complain(*answer.remarks)
    said = dumps(plain(answer.value)) if as_json else answer.human
    if said:
        tell(said)


def tell(said: str) -> None:
    """Put lines on standard output. Raises `BrokenPipeError` when nobody reads on, `NotWritten` when there is no room."""
    try:
        sys.stdout.write(said + "\n")
        sys.stdout.flush()
    except OSError as wrong:
        # Nor may Python's own last flush complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(wrong, BrokenPipeError):
            raise
        raise NotWritten(wrong.strerror) from None


def complain(*lines: str) -> None:
    """Say something on standard error, one line each."""
    sys.stderr.writelines(f"{line}\n" for line in lines)


def plain(value: Any) -> Any:
    """Return what JSON can hold: instants and days in ISO 8601, dataclasses as objects, decimals exact."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return value


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> str:
    """Return a table as text, as wide as the terminal at most."""
    from rich import box  # noqa: PLC0415  a third of what every command begins with
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    made = Table(*columns, title=shown(title) or None, title_justify="left", box=box.SIMPLE_HEAD)
    for row in rows:
        made.add_row(*map(shown, row))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else UNBOUNDED
    paper = io.StringIO()
    Console(file=paper, width=width, markup=False, emoji=False, highlight=False).print(made)
    return "\n".join(line.rstrip() for line in paper.getvalue().splitlines()).strip("\n")


def pairs(facts: Mapping[str, Any]) -> str:
    """Return names and values, one line each."""
    width = max(map(len, facts), default=0)
    return "\n".join(f"{name:<{width}}  {shown(value)}".rstrip() for name, value in facts.items())


def shown(value: Any) -> str:
    """Return a value as people read it; what could command the terminal is replaced."""
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone().strftime("%Y-%m-%d %H:%M %Z")
    return "".join("\N{REPLACEMENT CHARACTER}" if _commands(one) else one for one in str(value))


def _commands(one: str) -> bool:
    """Tell whether a character controls the terminal or turns the direction of writing."""
    return category(one)[0] == "C" and one not in "\n\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
