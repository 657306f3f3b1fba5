"""Erasing: nothing of her stays, in any table or in the vault; nothing of others goes; it goes on after a kill."""

import random
from typing import Any

import pytest

from portal import accounts, authorisations, followups, journal, privacy
from portal.accounts import AccountFacts, throttle
from portal.accounts.refusals import AccountUnknown
from portal.authorisations import Operator, Right, patient_record
from portal.privacy import ErasureHeld, erasing, store
from portal.privacy.traces import AUTHORED, KEPT, LAST, TRACES
from portal.work import Work
from tests.databases import on_sqlite
from tests.portal.privacy.conftest import CANARY, Home


def test_nothing_of_an_erased_person_stays_in_any_table_nor_in_the_vault(home: Home) -> None:
    ada = home.lived_in("ada", 1001)
    everywhere = {name.partition(".")[0] for name, value in home.cells()}
    assert {trace.table.__tablename__ for trace in TRACES} <= everywhere
    home.erase(ada)
    assert home.where(CANARY) == set()
    assert home.where(ada) <= set(AUTHORED)
    assert list(home.shelves.names()) == []
    full = {name.partition(".")[0] for name, value in home.cells()}
    assert full <= {*KEPT, "outbox", "lanes"}  # the last e-mails, on their way


@on_sqlite
def test_what_a_chat_did_too_often_is_forgotten_with_it(home: Home) -> None:
    ada = home.lived_in("ada", 1001)
    limits = {f"{kind}:1001": throttle.PER_CHAT for kind in ("support", "told", "asked")}
    home.do(lambda work: throttle.count(work, throttle.look(work, limits), limits))
    assert "tries.who" in home.where(":1001")
    home.erase(ada)
    assert "tries.who" not in home.where(":1001")


@on_sqlite
def test_what_is_told_last_names_nobody_but_in_its_sealed_address(home: Home) -> None:
    ada = home.lived_in("ada", 1001)
    home.erase(ada)
    (hers,), (support,) = home.left("erased"), home.left("erased_for_support")
    assert hers["to"] == f"{CANARY}.ada@example.org"
    assert (support["to"], support["account_id"]) == ("aide@example.org", ada)
    assert [one["what"] for one in home.left() if one.get("to") == hers["to"]] == ["erased"]
    assert home.where(hers["reference"]) >= {"journal.record", "outbox.who"}


@on_sqlite
def test_a_certificate_in_the_journal_counts_what_went_and_every_chain_holds(home: Home) -> None:
    ada = home.lived_in("ada", 1001)
    home.erase(ada)
    reference = home.left("erased")[0]["reference"]
    (line,) = home.do(journal.read, f"erased:{reference}")
    counts = dict(part.split("=") for part in line.why.split())
    assert (line.actor, line.action) == ("operator", "erased")
    assert {
        "answers": "2",
        "alerts": "2",
        "followups": "2",
        "documents": "3",
        "files": "3",
        "carnets": "1",
    }.items() <= counts.items()
    assert journal.verify(home.room).broken == []


@on_sqlite
def test_nothing_of_anybody_else_is_touched(home: Home) -> None:
    ada, bob = home.lived_in("ada", 1001), home.lived_in("bob", 2002)
    shared = home.carnet(bob, ada)
    home.deposit(ada, f"carnet:{shared}", title="Ordonnance")
    mine = [
        (name, value)
        for name, value in home.cells()
        if name.startswith(("accounts", "responses", "documents."))
    ]
    home.erase(ada)
    assert home.do(accounts.show, bob).email == f"{CANARY}.bob@example.org"
    assert {one for one in mine if one[1] == bob} <= set(home.cells())
    assert len(home.do(privacy.gather, Operator(), bob).documents) == 4


@on_sqlite
@pytest.mark.parametrize("seed", range(3))
def test_of_two_random_records_only_the_one_that_is_meant_goes(home: Home, seed: int) -> None:
    chance = random.Random(seed)
    people = [home.somebody(name, chat) for name, chat in (("ada", 1001), ("bob", 2002))]
    for _ in range(12):
        one, other = chance.sample(people, 2)
        match chance.randrange(4):
            case 0:
                home.deposit(one)
            case 1:
                home.carnet(one)
            case 2:
                home.carnet(one, other)
            case _:
                home.deposit(one, f"carnet:{home.carnet(other, one)}")
    gone, stays = people
    expected = held(home, stays) | {name for name in held(home, gone) if name in read(home, stays)}
    home.erase(gone)
    assert held(home, stays) == expected
    assert home.where(gone) <= set(AUTHORED)


def held(home: Home, account_id: str) -> set[str]:
    return set(home.do(authorisations.carnets_of, account_id, Right.HOLD))


def read(home: Home, account_id: str) -> set[str]:
    return set(home.do(authorisations.carnets_of, account_id))


@on_sqlite
def test_killed_anywhere_it_goes_on_and_ends_the_same(home: Home) -> None:
    ada = home.lived_in("ada", 1001)
    home.do(privacy.erase_now, ada, "operator")
    small, erasing.AT_ONCE = erasing.AT_ONCE, 2
    try:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                home.do(_dies, ada)
            home.do(privacy.erase_step, ada)
        while home.do(privacy.erase_step, ada):
            pass
    finally:
        erasing.AT_ONCE = small
    reference = home.left("erased")[0]["reference"]
    (line,) = home.do(journal.read, f"erased:{reference}")
    assert "documents=3" in line.why
    assert home.where(ada) <= set(AUTHORED)


@on_sqlite
def test_one_departure_that_breaks_does_not_keep_the_others(home: Home) -> None:
    ada, bob = home.somebody("ada", 1001), home.somebody("bob", 2002)
    for one in (ada, bob):
        home.do(privacy.erase_now, one, "operator")
    home.do(lambda work: store.change(work, ada, erasing=True, erased="no JSON"))
    while home.do(privacy.tend):
        pass
    assert isinstance(home.do(accounts.show, bob), AccountUnknown)
    assert home.do(journal.read, patient_record(ada))[-1].action == "departure_failed"


def _dies(work: Work, account_id: str) -> None:
    privacy.erase_step(work, account_id)
    raise ZeroDivisionError


@on_sqlite
def test_what_the_law_keeps_is_not_erased_before_its_day(home: Home) -> None:
    ada = home.somebody("ada", 1001)
    hold = home.do(authorisations.require, Operator(), Right.HOLD, patient_record(ada))
    until = home.clock.now().replace(year=2027)
    home.do(privacy.place, hold, until, "enquête")
    assert home.do(privacy.erase_now, ada, "operator") == ErasureHeld(until=until)
    assert isinstance(home.do(accounts.show, ada), AccountFacts)
    assert home.do(privacy.release, hold) is None
    home.erase(ada)
    assert not isinstance(home.do(accounts.show, ada), AccountFacts)


@on_sqlite
def test_an_account_that_never_signed_in_is_erased_too(home: Home) -> None:
    ada = home.somebody("ada")
    home.do(accounts.invite, ada)
    home.erase(ada)
    assert home.where(ada) <= set(AUTHORED)
    assert home.where(CANARY) == set()


def test_a_chat_that_has_spoken_for_somebody_else_keeps_what_is_theirs(home: Home) -> None:
    ada = home.somebody("ada", 1001)
    bob = home.somebody("bob", 1001)  # the same phone in the same family
    home.erase(ada)
    assert home.do(accounts.linked_chats, [bob]) == {bob: 1001}


def counted(home: Home, table: str) -> int:
    return len({value for name, value in home.cells() if name == f"{table}.id"})


@on_sqlite
def test_a_carnet_that_another_reads_stays_with_what_she_put_there(home: Home) -> None:
    ada, bob = home.somebody("ada", 1001), home.somebody("bob", 2002)
    shared, alone = home.carnet(ada, bob), home.carnet(ada)
    home.deposit(ada, f"carnet:{shared}")
    home.deposit(ada, f"carnet:{alone}")
    home.erase(ada)
    assert home.do(authorisations.carnets_of, bob, Right.HOLD) == [shared]
    assert counted(home, "carnets") == counted(home, "documents") == 1


def followed(home: Home) -> dict[str, int]:
    return {name: counted(home, name) for name in ("followups", "occurrences", "responses", "alerts")}


def test_a_carnet_that_goes_takes_its_follow_ups_along_and_one_that_stays_keeps_them(home: Home) -> None:
    ada, bob = home.somebody("ada", 1001), home.somebody("bob", 2002)
    shared, alone = (f"carnet:{one}" for one in (home.carnet(ada, bob), home.carnet(ada)))
    for record in (shared, alone):
        home.follow(ada, record)
        home.send(ada, record=record)
    home.wait(days=1)
    home.do(followups.release_due)
    home.send(bob, record=shared)
    assert followed(home) == {"followups": 2, "occurrences": 4, "responses": 3, "alerts": 3}
    home.erase(ada)
    assert followed(home) == {"followups": 1, "occurrences": 2, "responses": 2, "alerts": 2}
    assert not any(value == alone for name, value in home.cells() if not name.startswith("journal."))
    read = home.do(followups.responses, home.access(bob, Right.READ, shared))
    assert sorted(str(followups.sender_of(one.resource)) for one in read) == sorted((ada, bob))
    assert home.where(ada) <= set(AUTHORED)


def test_every_kind_of_last_thing_is_named_once() -> None:
    tables: list[Any] = [trace.table for trace in TRACES]
    assert not set(LAST) & set(tables)
