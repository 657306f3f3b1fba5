"""A new key for everything, by the command line."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal import professionals, resealing
from portal.keyfile import UNDER_WAY, changing, load_ring
from portal.keys import KEY, format_ring, new_ring
from portal.work import Work
from tests.bot.console import Console
from tests.databases import on_sqlite


@pytest.fixture
def lived_in(masante: Console) -> Console:
    """A portal that holds something."""
    masante.patient()
    masante.professional()
    return masante


def ring_file(masante: Console) -> Path:
    return masante.folder / "var" / "keys"


def let_settle(masante: Console) -> None:
    """Let eleven minutes pass for the ring."""
    then = (datetime.now(UTC) - timedelta(minutes=11)).timestamp()
    os.utime(ring_file(masante), (then, then))


def values(masante: Console) -> list[tuple[bool, int]]:
    return [(one["seals"], one["values"]) for one in masante("keys", "list", "--json").json["keys"]]


def test_rotate_begins_a_key_and_seals_everything_with_it(lived_in: Console) -> None:
    ((_, before),) = values(lived_in)
    ended = lived_in("keys", "rotate", "--json")
    assert (ended.code, ended.json["begun"], ended.json["unopened"]) == (0, True, [])
    assert values(lived_in) == [(True, before), (False, 0)]
    assert sum(ended.json["values"].values()) == before > 5
    assert lived_in("patient", "show", "camille.martin@example.org").code == 0


@on_sqlite
def test_no_command_tells_a_key(lived_in: Console) -> None:
    ended = lived_in("keys", "rotate")
    said = ended.out + ended.err + lived_in("keys", "list").out
    secrets = [line.partition(":")[2] for line in ring_file(lived_in).read_text().splitlines()]
    assert len(secrets) == 3
    assert not any(one in said for one in secrets)


def test_an_old_key_is_taken_out_once_nothing_needs_it(lived_in: Console) -> None:
    lived_in("keys", "rotate")
    old = lived_in("keys", "list", "--json").json["keys"][1]["key"]
    assert lived_in("keys", "retire", "--json", old).json["refused"] == "ring_fresh"
    let_settle(lived_in)
    assert lived_in("keys", "retire", old).code == 0
    assert [seals for seals, _ in values(lived_in)] == [True]
    assert lived_in("patient", "list").code == 0
    assert lived_in("journal", "verify").code == 0


@on_sqlite
def test_a_key_that_is_needed_seals_or_is_not_there_stays(lived_in: Console) -> None:
    (old,) = lived_in("keys", "list", "--json").json["keys"]
    with changing(ring_file(lived_in)) as ring:
        ring.begin(os.urandom(KEY))
    let_settle(lived_in)
    first = lived_in("keys", "list", "--json").json["keys"][0]["key"]
    for key, why in (
        (old["key"], "key_needed"),
        (first, "key_seals"),
        ("0" * 8, "key_not_in_ring"),
        ("é", "key_not_in_ring"),
    ):
        ended = lived_in("keys", "retire", "--json", key)
        assert (ended.code, ended.json["refused"]) == (1, why)
    assert lived_in("keys", "reseal").code == 0
    assert lived_in("keys", "retire", old["key"]).code == 0


@on_sqlite
def test_a_rotation_that_was_stopped_goes_on_without_another_key(lived_in: Console) -> None:
    with changing(ring_file(lived_in)) as ring:
        ring.begin(os.urandom(KEY))
    assert "`masante keys rotate` goes on" in lived_in("doctor").out
    ended = lived_in("keys", "rotate", "--json")
    assert (ended.code, ended.json["begun"]) == (0, False)
    assert [values for _, values in values(lived_in)][1:] == [0]
    assert UNDER_WAY not in ring_file(lived_in).read_text()
    assert lived_in("keys", "rotate", "--json").json["begun"] is True


@on_sqlite
def test_a_ring_written_out_in_the_settings_is_not_changed_but_may_be_sealed_with(lived_in: Console) -> None:
    ring = load_ring(ring_file(lived_in))
    longer = format_ring(type(ring)((*new_ring().sealing, *ring.sealing), ring.finding)).strip()
    ended = lived_in("keys", "rotate", "--json", KEYS=longer.replace("\n", ","))
    assert (ended.code, ended.json) == (1, {"refused": "ring_inline"})
    assert lived_in("keys", "reseal").code == 0
    assert [count for _, count in values(lived_in)][1:] == [0]


@on_sqlite
def test_what_does_not_open_is_named_and_fails(lived_in: Console) -> None:
    def harm(work: Work) -> None:
        work.connection.exec_driver_sql("UPDATE professionals SET email_sealed = x'00112233445566'")

    lived_in.do(harm)
    ended = lived_in("keys", "rotate")
    assert (ended.code, ended.err.startswith("no key of the ring opens professionals.email_sealed ")) == (
        1,
        True,
    )
    listed = lived_in("keys", "list", "--json")
    assert (listed.code, listed.json["unknown"]) == (1, [{"key": "00112233", "values": 1}])


@on_sqlite
def test_a_ring_that_cannot_be_changed_is_said(lived_in: Console) -> None:
    with changing(ring_file(lived_in)):
        ended = lived_in("keys", "rotate", "--json")
    assert (ended.code, ended.err.count("\n"), ended.json) == (1, 1, {"refused": "ring_busy"})


@on_sqlite
def test_a_service_that_opened_its_ring_before_goes_on(lived_in: Console) -> None:
    from bot.commands.opening import opened

    with opened() as running:
        lived_in("keys", "rotate")
        (one,) = running.do(professionals.listed)
        assert running.do(professionals.email_of, one.id) == "helene.morel@example.org"
        counted: Any = running.do(resealing.count)
        assert list(counted) == [running.keys.names[0]]
