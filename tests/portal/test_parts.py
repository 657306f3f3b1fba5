"""Parts of one unit of work: one that breaks holds up no other, and is told."""

import pytest

from portal.parts import apart
from portal.work import Unthought, Work, Workroom
from tests.portal.test_work import Broken, note, note_and_break, notes


def test_a_part_that_breaks_leaves_nothing_and_the_others_stay(workroom: Workroom) -> None:
    def parts(work: Work) -> tuple[list[bool], list[Exception]]:
        done = [
            apart(work, lambda: note(work, "a")),
            apart(work, lambda: note_and_break(work, "b")),
            apart(work, lambda: note(work, "c")),
        ]
        return done, work.broken

    done, broken = workroom.do(parts)
    assert done == [True, False, True]
    assert [type(one) for one in broken] == [Broken]
    assert workroom.do(notes) == ["a", "c"]


def test_what_a_work_is_run_again_for_is_no_part_that_broke(workroom: Workroom) -> None:
    def think(work: Work) -> None:
        work.thought("slow", lambda: 42)

    with pytest.raises(Unthought):
        workroom.do(lambda work: apart(work, lambda: think(work)))
