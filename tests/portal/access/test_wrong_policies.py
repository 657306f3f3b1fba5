"""Each of the wrong policies is found out by its case: what the cases do not see, nobody would."""

from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest

from portal.database import connect
from portal.keys import new_ring
from portal.work import Workroom
from tests.clock import ManualClock
from tests.databases import SqliteFile
from tests.portal.access.case import case
from tests.portal.access.cases import CASES
from tests.portal.access.mutating import Rotten, Wrong, mutated, wrong_policies

WRONG = wrong_policies()


@pytest.fixture(scope="module")
def room(sqlite_file: SqliteFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workroom]:
    """One database for all of them: a case leaves nothing behind."""
    with sqlite_file.copy(tmp_path_factory.mktemp("policies")) as address:
        workroom = Workroom(connect(address), ManualClock(), new_ring())
        yield workroom
        workroom.close()


@pytest.fixture(scope="module")
def control(room: Workroom) -> Callable[[str], bool]:
    """Whether a case goes as it should while nothing is wrong: tried once for all that it finds out."""
    return cache(partial(holds, room))


def holds(room: Workroom, name: str) -> bool:
    """Whether a case goes as it should."""
    with case(room) as one:
        try:
            CASES[name](one)
        except (Exception, pytest.fail.Exception):
            return False
    return True


@pytest.mark.parametrize("wrong", WRONG, ids=lambda one: one.means)
def test_a_wrong_policy_is_found_out(room: Workroom, control: Callable[[str], bool], wrong: Wrong) -> None:
    assert control(wrong.by)
    with mutated(wrong):
        assert not holds(room, wrong.by), f"nobody notices that {wrong.means}"


def test_a_policy_is_wrong_for_a_while_only(room: Workroom) -> None:
    with mutated(WRONG[0]):
        pass
    assert holds(room, WRONG[0].by)


@pytest.mark.parametrize(
    ("right", "wrong"), [("words that are not there", ""), ('"""Blocks:', '"""Locks:'), ("def ", "")]
)
def test_a_table_that_is_behind_the_code_is_noticed(right: str, wrong: str) -> None:
    with pytest.raises(Rotten), mutated(Wrong("nothing", "portal.blocks", right, wrong, "")):
        pass


def test_there_are_forty_wrong_policies_at_least_each_with_its_own_meaning() -> None:
    assert len({one.means for one in WRONG}) == len(WRONG) >= 40
    assert len({(one.module, one.right, one.wrong) for one in WRONG}) == len(WRONG)
