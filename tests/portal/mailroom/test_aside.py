"""What was set aside can be looked at without its content, worked on again, or dropped."""

from typing import Any

import pytest

from portal.keys import new_ring
from portal.mailroom import aside, inbox
from portal.work import Workroom
from tests.waiting import waiting

PHOTO = {"update_id": 7, "message": {"photo": [], "caption": "my secret wound"}}


@pytest.fixture
def stuck(workroom: Workroom) -> Workroom:
    workroom.do(inbox.store, [("1", PHOTO)])
    (taken,) = workroom.do(inbox.claim, 1)
    workroom.do(inbox.set_aside, taken, "builtins.KeyError\n  handlers/menu.py:33 show")
    return workroom


def test_it_is_told_by_its_kind_and_its_fault_and_nothing_it_says(stuck: Workroom) -> None:
    (one,) = stuck.do(aside.listed)
    assert (one.update_id, one.kind, one.attempts) == (7, "message (photo)", 1)
    assert one.fault.startswith("builtins.KeyError")
    assert "secret" not in str(one)
    assert stuck.do(aside.one, 7) == one


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        ({"callback_query": {"data": "x"}}, "callback_query"),
        ({"message": {"odd": 1}}, "message"),
        ({"my_chat_member": []}, "my_chat_member"),
        ({}, "empty"),
    ],
)
def test_kinds_are_in_telegrams_words(workroom: Workroom, update: dict[str, Any], kind: str) -> None:
    workroom.do(inbox.store, [("1", {"update_id": 1, **update})])
    workroom.do(inbox.set_aside, workroom.do(inbox.claim, 1)[0])
    assert workroom.do(aside.one, 1).kind == kind


def test_it_is_worked_on_again_as_it_came(stuck: Workroom) -> None:
    assert stuck.do(aside.retry, 7)
    (taken,) = stuck.do(inbox.claim, 1)
    assert (taken.attempts, inbox.read(stuck.keys, taken)) == (1, PHOTO)
    assert stuck.do(aside.listed) == []


def test_what_is_dropped_is_wiped(stuck: Workroom) -> None:
    assert stuck.do(aside.drop, 7)
    assert (stuck.do(aside.listed), stuck.do(inbox.claim, 1)) == ([], [])
    assert not stuck.do(aside.retry, 7)


def test_only_what_was_set_aside_is_touched(workroom: Workroom) -> None:
    workroom.do(inbox.store, [("1", PHOTO)])
    assert (workroom.do(aside.one, 7), workroom.do(aside.drop, 7), workroom.do(aside.retry, 7)) == (
        None, False, False,
    )  # fmt: skip
    assert workroom.do(waiting, "inbox", "aside") == (1, 0)


def test_without_its_key_it_is_told_as_not_opened_and_can_be_put_back(stuck: Workroom) -> None:
    stuck.keys = new_ring()
    (one,) = stuck.do(aside.listed)
    assert (one.kind, one.fault) == ("unopened", "key_unknown")
    assert stuck.do(aside.retry, 7)
    assert [taken.attempts for taken in stuck.do(inbox.claim, 1)] == [1]
