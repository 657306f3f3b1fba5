"""Buttons are what a client says they are: those of somebody else's chat, made-up ones, and those of another version."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

import handlers
from portal import bookmarks
from portal.bookmarks import BookmarkRow
from portal.policy import Policy
from portal.work import Workroom
from simulator.html_text import parse
from tests.databases import on_sqlite
from tests.handlers import neighbours
from tests.handlers.chat import Chat
from tests.journeys.people import CAMILLE
from tests.portal.privacy.conftest import CANARY, Home

pytestmark = on_sqlite
PRESSED = 60  # of Nadia's buttons, one leading to the next
NOWHERE = 1  # the message a forged button stands under
OURS = {"lanes", "pace"}  # queues: what is said to one is no change to another


@pytest.fixture
def both(workroom: Workroom, tmp_path: Path) -> Iterator[tuple[Home, Chat, Chat]]:
    with ExitStack() as stack:
        home, hers = stack.enter_context(neighbours.nadia(workroom, tmp_path))
        yield home, hers, stack.enter_context(neighbours.camille(workroom))


def test_no_button_of_somebody_else_s_chat_shows_or_changes_anything_of_hers(
    both: tuple[Home, Chat, Chat],
) -> None:
    home, hers, camille = both
    stolen = [
        data for data in neighbours.buttons(hers, PRESSED) if any(map(str.isdigit, data)) or ":" in data[2:]
    ]
    assert len(stolen) > 80
    before = neighbours.rows(home.room)
    camille.say("/menu")
    for data in stolen:
        camille.press(NOWHERE, data)
        assert camille.labels, data
        assert CANARY not in camille.last, data
    assert CANARY not in neighbours.shown(camille)
    account_id = home.do(lambda work: neighbours.linked(work, CAMILLE.user_id))
    for table, after in neighbours.rows(home.room).items():
        gone = [
            row for row in before[table] - after if account_id not in row and str(CAMILLE.user_id) not in row
        ]
        assert table in OURS or gone == [], table


MADE_UP = st.one_of(
    st.text(max_size=64),
    st.binary(max_size=64).map(lambda raw: raw.decode("latin-1")),
    st.tuples(
        st.sampled_from(sorted(handlers.SCREENS)), st.text("0123456789abcdef.:-*_ ouinon%\x00", max_size=40)
    ).map(lambda parts: f"m:{parts[0]}:{parts[1]}"),
    st.tuples(st.integers(-1, 3), st.text("0123456789<>xespa+-", max_size=6)).map(
        lambda p: f"b:{{mark}}:{p[0]}:{p[1]}"
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(MADE_UP)
def test_a_made_up_button_leads_on_and_says_nothing_that_is_not_hers(
    both: tuple[Home, Chat, Chat], data: str
) -> None:
    _home, _hers, camille = both
    mark = camille.room.do(bookmarks.active, str(camille.user_id))
    if mark is None:
        camille.press(NOWHERE, "m:go:contact_us")
        mark = camille.room.do(bookmarks.active, str(camille.user_id))
    camille.press(NOWHERE, data.replace("{mark}", mark.id if mark else "x"))
    assert camille.labels
    assert parse(camille.last)
    assert CANARY not in camille.last


@pytest.fixture
def asked(workroom: Workroom) -> Iterator[Chat]:
    """Camille, in the middle of a message to support."""
    workroom.policy = Policy(support_email="aide@example.org")
    with neighbours.camille(workroom) as chat:
        chat.say("/menu")
        chat.press(chat.buttons[-1][0], "m:go:contact_us")
        yield chat


def test_a_button_of_an_older_version_of_a_form_is_told_and_not_obeyed(asked: Chat) -> None:
    number, button = next(
        (n, b) for n, b in asked.buttons if (b.data or "").startswith("b:") and b.data[-2:] == ":0"
    )
    asked.room.do(lambda work: work.execute(update(BookmarkRow).values(version=0)))
    asked.press(number, button.data or "")
    assert "son temps est passé" in asked.last
    assert asked.room.do(bookmarks.active, str(asked.user_id)) is None


@pytest.mark.parametrize("state", [bookmarks.ACTIVE, bookmarks.PARKED])
def test_a_conversation_that_only_another_version_of_us_has_is_in_nobody_s_way(
    asked: Chat, state: str
) -> None:
    """Two versions run side by side as one is replaced; and one day a form is taken out."""
    number, button = next((n, b) for n, b in asked.buttons if (b.data or "").startswith("b:"))
    asked.room.do(lambda work: work.execute(update(BookmarkRow).values(form="of_tomorrow", state=state)))
    for gesture in ("/menu", "bonjour", "/annuler", "/suivi"):
        asked.say(gesture)
        assert asked.labels
    asked.press(number, button.data or "")
    assert "Cette étape est terminée" in asked.last
