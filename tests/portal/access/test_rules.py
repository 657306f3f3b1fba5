"""Every rule of access holds: each case of the sceptic's list, on SQLite one by one, on PostgreSQL all together."""

import pytest

from portal.work import Workroom
from tests.databases import on_postgres, on_sqlite
from tests.portal.access.case import case
from tests.portal.access.cases import CASES


@on_sqlite
@pytest.mark.parametrize("name", CASES)
def test_the_rule(workroom: Workroom, name: str) -> None:
    with case(workroom) as one:
        CASES[name](one)


@on_postgres
def test_every_rule_holds_on_postgresql(workroom: Workroom) -> None:
    for rule in CASES.values():
        with case(workroom) as one:
            rule(one)
