"""The real process killed (-9) at seeded random moments, again and again, while fifty patients answer."""

from bench import crash

KILLS = 20


def test_power_cuts_lose_nothing_double_nothing_and_repeat_one_message_at_most():
    """The same harness cuts 200 times and more in `make bench -- --long`, and keeps a report."""
    kept = crash.many(KILLS, patients=110, within=0.3)
    assert kept["kills"] == KILLS, "the patients had finished before the last power cut"
    assert kept["finished"] == kept["conversations"]
    assert (kept["responses lost"], kept["responses doubled"], kept["answers changed"]) == (0, 0, 0)
    assert kept["most of one kill and chat"] <= 1
