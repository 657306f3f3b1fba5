"""A button that is tapped twice at once was tapped once."""

from datetime import timedelta

from portal.mailroom import taps
from portal.work import Workroom
from tests.clock import ManualClock


def test_the_same_button_at_once_is_the_same_tap(workroom: Workroom, clock: ManualClock) -> None:
    def again(message_id: int, data: str, chat: str = "1") -> bool:
        return workroom.do(lambda work: taps.again(work, chat, message_id, data))

    assert not again(5, "m:menu")
    assert again(5, "m:menu")
    assert again(5, "m:menu")
    assert not again(5, "m:aide")
    assert not again(5, "m:menu")
    assert not again(6, "m:menu")
    assert not again(6, "m:menu", "2")
    clock.move(taps.AT_ONCE + timedelta(seconds=1))
    assert not again(6, "m:menu")
