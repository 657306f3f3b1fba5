"""The key ring: what is sealed opens only where it was sealed for, with a key of the ring."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from portal.errors import KeyUnknown
from portal.keyfile import load_ring
from portal.keys import Chance, Keyring, format_ring, new_ring, parse_ring
from tests.otherwise import turned


def test_what_is_sealed_opens_again(keys: Keyring) -> None:
    assert keys.open_text("phone", keys.seal_text("phone", "06 39 98 00 42")) == "06 39 98 00 42"


def test_the_same_words_are_sealed_differently_each_time(keys: Keyring) -> None:
    assert keys.seal("a", b"words") != keys.seal("a", b"words")


def test_a_value_moved_to_another_column_does_not_open(keys: Keyring) -> None:
    with pytest.raises(KeyUnknown):
        keys.open("email", keys.seal("phone", b"words"))


@pytest.mark.parametrize("place", [0, 4, 20, -1])
def test_a_value_that_was_altered_does_not_open(keys: Keyring, place: int) -> None:
    with pytest.raises(KeyUnknown):
        keys.open("a", turned(keys.seal("a", b"words"), place))


def test_after_a_rotation_the_first_key_seals_and_the_old_one_still_opens(keys: Keyring) -> None:
    old = keys.seal("a", b"words")
    rotated = Keyring((*new_ring().sealing, *keys.sealing), keys.finding)
    assert rotated.open("a", old) == b"words"
    with pytest.raises(KeyUnknown):
        keys.open("a", rotated.seal("a", b"words"))


def test_an_address_is_found_by_the_same_key_only(keys: Keyring) -> None:
    assert keys.find("email", "a@example.org") == keys.find("email", "a@example.org")
    others = {keys.find("phone", "a@example.org"), keys.find("email", "b@example.org"),
              new_ring().find("email", "a@example.org")}  # fmt: skip
    assert keys.find("email", "a@example.org") not in others


def test_a_ring_is_written_and_read(keys: Keyring) -> None:
    assert parse_ring(format_ring(keys)) == keys
    assert parse_ring("# two lines\n" + format_ring(keys).replace("\n", ", ")) == keys


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "one find"), ("seal:AAAA", "entry 1 is not 32 bytes"), ("seal:é", "entry 1"),
     (f"lock:{'A' * 43}=", "neither seal"), (f"find:{'A' * 43}=,find:{'B' * 42}A=,seal:{'C' * 42}A=", "one find")],
)  # fmt: skip
def test_a_ring_that_cannot_be_read_says_why_and_shows_no_key(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        parse_ring(text)
    assert "AAAA" not in str(caught.value)


def test_a_ring_shows_no_key(keys: Keyring) -> None:
    assert repr(keys) == "Keyring()"


def test_the_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    with ThreadPoolExecutor(4) as pool:
        rings = list(pool.map(load_ring, [file] * 8))
    assert rings == [load_ring(file)] * 8
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [*tmp_path.iterdir()] == [file]


def test_chance_gives_what_was_asked_for() -> None:
    chance = Chance()
    assert len({chance.name() for _ in range(500)}) == 500
    assert {len(chance.digits(6)) for _ in range(500)} == {6}
    assert all(0 <= chance.fraction() < 1 for _ in range(500))


def test_what_comes_back_at_one_hour_has_names_that_stand_together() -> None:
    chance = Chance()
    days = [datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 29)]
    hours = [time(0, 0), time(7, 59), time(8, 0), time(23, 59)]
    names = {hour: [chance.hourly_name(datetime.combine(day, hour, UTC)) for day in days] for hour in hours}
    assert sorted(name for hour in hours for name in names[hour]) == [
        name for hour in hours for name in sorted(names[hour])
    ]
    assert len({name for hour in hours for name in names[hour]}) == len(days) * len(hours)


def test_an_hour_is_the_same_instant_in_every_zone() -> None:
    at = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    elsewhere = at.astimezone(ZoneInfo("Indian/Reunion"))
    assert Chance().hourly_name(at)[:3] == Chance().hourly_name(elsewhere)[:3]


def test_a_token_is_never_taken_for_a_deep_link_of_another_kind() -> None:
    assert all(set(Chance().token()) <= set("0123456789abcdef") for _ in range(100))
