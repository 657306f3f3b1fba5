"""`masante faq`: ask as a patient would, see what was asked in vain, teach a wording."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from bot.commands.files import FileWrong
from bot.commands.printing import Answer, plain, table, tell
from bot.settings import Settings
from conversations.understanding import desk
from locales import faq as texts
from locales.faq import FaqWrong
from portal import danger
from portal.encoder import HERE
from portal.questionnaires import dumps

STANDARD_INPUT = "-"


@contextmanager
def _readable() -> Iterator[None]:
    """Say which file of the FAQ cannot be used, when one cannot."""
    try:
        yield
    except FaqWrong as wrong:
        raise FileWrong(wrong.file, wrong.why) from None


def ask(options: argparse.Namespace) -> Answer | None:
    """Return what a question is about; with `-`, one question a line on standard input, one JSON line out each."""
    with _readable():
        there = desk(Settings.of_this_machine().faq)
        endangered = partial(danger.watch, encoder=HERE.fetch())
        if options.question != STANDARD_INPUT:
            asked = there.ask(options.question, options.language, endangered)
            return Answer(asked._asdict(), f"{asked.kind} {asked.score:.2f}  {' '.join(asked.choices)}")
        for line in sys.stdin.buffer:
            asked = there.ask(line.decode(errors="replace").strip(), options.language, endangered)
            tell(dumps(plain(asked._asdict())))
    return None


def gaps(options: argparse.Namespace) -> Answer:
    """Return what was asked in vain, with the topics nearest to it, and was not taught since."""
    from bot.commands.opening import opened  # noqa: PLC0415  the database, which a question does without
    from portal.faq.gaps import unanswered  # noqa: PLC0415  as above

    settings = Settings.of_this_machine()
    HERE.fetch()
    with opened(settings) as room:
        found = room.do(unanswered, options.limit)
    with _readable():
        there = desk(settings.faq)
        found = [one for one in found if not there.taught(one.words, one.language)]
        near = [there.nearest(one.words, one.language) for one in found]
    value = [{**one._asdict(), "nearest": topics} for one, topics in zip(found, near, strict=True)]
    rows = [
        (one.times, one.language, one.words, " ".join(topics))
        for one, topics in zip(found, near, strict=True)
    ]
    human = table(("times", "", "words", "nearest"), rows) if rows else "Nothing was asked in vain."
    return Answer(value, human)


def learn(options: argparse.Namespace) -> Answer:
    """Add a wording of a topic to the operator's own file; a bot that runs knows it from its next question on."""
    with _readable():
        try:
            file = texts.learn(
                Settings.of_this_machine().faq, options.language, options.topic, options.wording
            )
        except OSError as error:
            raise FileWrong(Settings.of_this_machine().faq, error.strerror or error) from None
    return Answer({"file": str(file), "topic": options.topic}, f"{options.topic}: added to {file}")
