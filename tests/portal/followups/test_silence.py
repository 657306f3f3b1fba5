"""Silence: so many forms in a row without an answer, and the care team is told, once."""

from typing import Any

import pytest
from sqlalchemy import select

from portal import followups
from portal.authorisations import Access, Right
from portal.followups.model import AlertRow, FollowUpRow
from tests.portal.accounts.conftest import House
from tests.portal.followups import to
from tests.portal.followups.test_reminders import send, tick
from tests.portal.followups.test_time import access, house, start  # noqa: F401  fixtures

# ruff: noqa: F811


def alerts(house: House) -> list[Any]:
    return house.do(lambda work: work.execute(select(AlertRow.__table__)).all())


def silent(house: House) -> int:
    return house.do(lambda work: work.execute(select(FollowUpRow.__table__.c.silent)).scalar_one())


def test_the_team_is_told_once_after_so_many_in_a_row(house: House, access: Access) -> None:
    start(house, access, silence=3)
    tick(house, hours=1)
    told = [(tick(house, days=1), len(alerts(house)))[1] for _ in range(6)]
    assert told == [0, 0, 1, 1, 1, 1]
    assert alerts(house)[0].kind == "silence"


def test_an_answer_begins_the_count_anew(house: House, access: Access) -> None:
    start(house, access, silence=2)
    tick(house, hours=1)
    tick(house, days=1)
    assert silent(house) == 1
    send(house, access)
    assert silent(house) == 0
    tick(house, days=1)
    assert alerts(house) == []


@pytest.mark.parametrize("how", ["paused", "stopped"])
def test_what_closes_while_paused_or_stopped_does_not_count(house: House, access: Access, how: str) -> None:
    one = start(house, access, silence=1)
    tick(house, hours=1)
    day = house.clock.now().date()
    if how == "paused":
        house.do(followups.pause, to(access, Right.FILL_IN), one, day.replace(day=20))
    else:
        house.do(followups.stop, access, one)
    tick(house, days=2)
    assert (silent(house), alerts(house)) == (0, [])


def test_two_forms_that_close_together_count_as_two(house: House, access: Access) -> None:
    start(house, access, at=["12:00", "13:00"], window="5 h", silence=2)
    tick(house, hours=1)
    tick(house, hours=1)
    tick(house, hours=9)
    assert (silent(house), len(alerts(house))) == (2, 1)
