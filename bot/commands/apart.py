"""What strangers wrote, read and computed in a child process for one command: whatever the form, the command ends."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from bot import logs
from bot.workshop import DEADLINE, Workshop
from portal.errors import TookTooLong
from portal.questionnaires import Answers, Decider, Finding, Verdict, check, decided, dumps, to_json, too_late

TO_READ = 60.0  # seconds for reading all the expressions of a form

ValueSets = list[dict[str, Any]]


def doubts(text: str, value_sets: ValueSets) -> list[Finding]:
    """Say everything there is to say of a form that computes something."""
    with _child(TO_READ) as do:
        try:
            found: list[Finding] = do(partial(check, text, value_sets))
        except TookTooLong:
            return [
                Finding(
                    "", "too-large", "error", "its expressions take too long, or too much memory, to read"
                )
            ]
    return found


@contextmanager
def deciding(text: str, value_sets: ValueSets, now: datetime) -> Iterator[Decider]:
    """Give what works out what this form computes; after what did not end, nothing more is tried."""
    late: list[Verdict] = []
    with _child() as do:

        def decide(answers: Answers) -> Verdict:
            if late:
                return late[0]
            sets = dumps(value_sets) if value_sets else ""
            try:
                return do(partial(decided, text, sets, to_json(answers), now.isoformat()))  # type: ignore[no-any-return]
            except TookTooLong:
                late.append(too_late())
                return late[0]

        yield decide


@contextmanager
def _child(deadline: float = DEADLINE) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    logs.configure()  # to standard error: what a workshop complains of is no part of the answer
    workshop = Workshop(deadline, hands=1)
    with asyncio.Runner() as runner:
        try:
            yield lambda function: runner.run(workshop.do(function))
        finally:
            workshop.close()
