"""A button that is tapped twice at once was tapped once."""

from datetime import timedelta

from portal.mailroom import outbox, taps
from portal.work import Work, Workroom
from tests.clock import ManualClock


def test_the_same_button_at_once_is_the_same_tap(workroom: Workroom, clock: ManualClock) -> None:
    def again(message_id: int, data: str, chat: str = "1") -> bool:
        return workroom.do(lambda work: taps.again(work, chat, message_id, data, "screen"))

    assert not again(5, "m:menu")
    assert again(5, "m:menu")
    assert again(5, "m:menu")
    assert not again(5, "m:aide")
    assert not again(5, "m:menu")
    assert not again(6, "m:menu")
    assert not again(6, "m:menu", "2")
    clock.move(taps.AT_ONCE + timedelta(seconds=1))
    assert not again(6, "m:menu")


def test_who_taps_again_before_the_answer_has_left_taps_once(workroom: Workroom, clock: ManualClock) -> None:
    def answered(work: Work) -> bool:
        twice = taps.again(work, "1", 5, "m:acteur-retirer:x.0", "screen")
        outbox.put(work, "telegram", "1", "show", {"message": {}, "fresh": True}, slot="screen")
        return twice

    assert not workroom.do(answered)
    clock.move(timedelta(minutes=1))
    assert workroom.do(answered)
