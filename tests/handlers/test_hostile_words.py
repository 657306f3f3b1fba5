"""Whatever people write, in any field there is, is shown as they wrote it: no mark-up, no link, nobody called by it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from portal.followups.model import QuestionnaireVersion
from portal.professionals import ProfessionalRow
from portal.resealing import Sealed
from portal.work import Work, Workroom
from simulator.html_text import parse
from tests.databases import on_sqlite
from tests.handlers import neighbours
from tests.handlers.chat import Chat
from tests.portal.privacy.conftest import CANARY

pytestmark = on_sqlite
WALKED = 45  # buttons, one leading to the next
WRITTEN_BY_US = {"bold", "italic", "underline", "code"}
FORM = '<a href="tg://user?id=1">Température</a> & {title} %s'


class Pen:
    """Writes other words behind the canary, in every sealed field and in the names of professionals."""

    def __init__(self, room: Workroom) -> None:
        self._room = room
        self._before = room.do(neighbours.holding_words, CANARY)

    def write(self, words: str) -> None:
        self._room.do(_written, self._before, words)


def _written(work: Work, before: list[tuple[Sealed, dict[str, object], str, str]], words: str) -> None:
    for one, where, context, clear in before:
        behind = json.dumps(words)[1:-1] if clear[:1] in "[{" else words
        sealed = work.keys.seal_text(context, clear.replace(CANARY, CANARY + behind))
        here = [one.table.c[name] == value for name, value in where.items()]
        work.execute(update(one.table).where(*here).values({one.column: sealed}))
    name = CANARY + words
    work.execute(
        update(ProfessionalRow).values(first_name=name, last_name=name, profession=name, structure=name)
    )


@pytest.fixture
def written(workroom: Workroom, tmp_path: Path) -> Iterator[tuple[Chat, list[str], Pen]]:
    """Her chat, buttons that show what there is, and what writes into all of it; her forms are hostile already."""
    with neighbours.nadia(workroom, tmp_path) as (home, chat):
        home.do(_in_forms)
        seen = neighbours.buttons(chat, WALKED)
        yield chat, [data for data in seen if neighbours.leads_on(data)][:WALKED], Pen(workroom)


def _in_forms(work: Work) -> None:
    for row in work.execute(select(QuestionnaireVersion.__table__)).mappings():
        source = row["source"].replace("Température", json.dumps(FORM)[1:-1])
        work.execute(update(QuestionnaireVersion).values(source=source, title=FORM))


HOSTILE = st.text("<>&\"'/=;#{}[]%*_`~|\\@:.! abé😀\u202e\u200f\n", min_size=1, max_size=40)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(HOSTILE)
@example('</b><a href="https://x.example">x</a>&lt;&#60;{name}')
def test_what_anybody_wrote_anywhere_is_shown_as_it_is_and_nothing_else(
    written: tuple[Chat, list[str], Pen], words: str
) -> None:
    chat, seen, pen = written
    pen.write(words)
    shown = ""
    for command in neighbours.COMMANDS:
        chat.say(command)
    for data in seen:
        chat.press(1, data)
        text, entities = parse(chat.last)
        assert {one["type"] for one in entities} <= WRITTEN_BY_US
        shown += text + "\n"
    assert shown.count(CANARY) > 10
    assert FORM in shown
    for after in shown.split(CANARY)[1:]:
        assert after.startswith(words) or _cut(after, words), (words, after[:60])


def _cut(after: str, words: str) -> bool:
    kept, cut, _ = after.partition("…")
    return bool(cut) and words.startswith(kept)
