"""Whatever comes to the webhook: it is answered, refused or set aside; nothing breaks, and nothing comes back for ever."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.work import Workroom
from tests.bot.any_updates import bodies, updates
from tests.bot.office import Office
from tests.databases import on_sqlite
from tests.journeys.town import TownClock

pytestmark = on_sqlite
SLICE = 30  # `make bench ARGS=fuzz` sends 10,000


@pytest.fixture
def clock() -> TownClock:
    """Time passes as soon as somebody waits for it."""
    return TownClock()


@pytest.fixture
def office(workroom: Workroom, tmp_path: Path) -> Iterator[Office]:
    opened = Office(workroom, tmp_path)
    opened.open()
    with closing(opened):
        yield opened


def hold(office: Office, body: bytes) -> None:
    """Send it, and check what must be true whatever it was."""
    assert office.post(body) in (200, 400)
    assert office.broken == []
    assert office.telegram.refused == []


ANY = st.one_of(updates(), updates(), updates(), bodies())


@settings(max_examples=SLICE, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY)
def test_any_update_is_answered_refused_or_set_aside(office: Office, body: bytes) -> None:
    hold(office, body)


def test_what_only_we_tell_ourselves_is_taken_from_nobody_else(office: Office) -> None:
    hold(office, b'{"update_id": 0, "woken": {}}')  # obeyed, it would fail for want of a chat
    assert (office.told()["done"], office.told()["aside"]) == (1, 0)


@pytest.mark.parametrize("number", [b"true", b'"7"', b"9223372036854775808", b"1.0"])
def test_who_has_no_id_is_nobody_and_stops_nobody_s_mail(office: Office, number: bytes) -> None:
    """A lane that is no chat would end the delivery of all."""
    hold(office, b'{"update_id": 0, "message": {"message_id": 1, "date": 0, "text": "/aide", '
                 b'"chat": {"id": %b, "type": "private"}, "from": {"id": %b, "is_bot": false, "first_name": "C"}}}'
                 % (number, number))  # fmt: skip
    assert office.told()["aside"] == 1
