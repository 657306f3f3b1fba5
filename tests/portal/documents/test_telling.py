"""Readers are told of what professionals deposit: once an hour, by day, never what; another way where no chat leads."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal import accounts, authorisations, carnets, documents, professionals, vault
from portal.authorisations import Access, Professional, Right, patient_record
from portal.documents import New
from portal.vault import Folder
from portal.work import Work
from tests.databases import on_sqlite
from tests.portal.accounts.conftest import CHAT, House

RPPS = ("10009999995", "99900000003")
DAYTIME = datetime(2026, 3, 2, 9, tzinfo=UTC)  # 10:00 in Paris


@pytest.fixture
def camille(house: House) -> str:
    account_id = house.linked()
    house.do(accounts.consent, CHAT, account_id, "1")
    house.wait(days=2)  # an account as old as any
    move_to(house, DAYTIME + timedelta(days=7))
    return account_id


@pytest.fixture
def shelves(tmp_path: Any) -> Folder:
    return Folder(tmp_path / "vault")


def move_to(house: House, instant: datetime) -> None:
    house.clock.move(instant - house.clock.now())


def doctor(work: Work) -> Professional:
    made = professionals.listed(work)
    if made:
        return Professional(made[0].id)
    new = professionals.create(work, rpps=RPPS[0], first_name="Hélène", last_name="Morel", profession="Médecin",
                               structure="", email="helene.morel@example.org")  # fmt: skip
    assert isinstance(new, str)
    return Professional(new)


def deposit(house: House, shelves: Folder, record: str, who: Any = None) -> str:
    """A professional (or whoever is named) deposits something."""
    kept = vault.keep(shelves, house.room.keys, house.room.chance, b"a page", "image/jpeg")

    def put(work: Work) -> str:
        access = authorisations.require(work, who or doctor(work), Right.DEPOSIT, record)
        assert isinstance(access, Access)
        vault.draft(work, record, kept, work.now)
        code = "11490-0" if who is None else "DOCPAT02"
        made = documents.deposit(work, access, New(code, "Lettre", work.now.date(), False, kept.id))
        assert isinstance(made, str), made
        return made

    return house.do(put)


def told(house: House) -> int:
    """How many messages are in the chat's outbox once time has done its part."""
    house.do(documents.tell_due)
    return len(house.left("documents_new"))


def test_a_deposit_is_told_without_a_word_of_what(house: House, camille: str, shelves: Folder) -> None:
    deposit(house, shelves, patient_record(camille))
    assert told(house) == 1
    assert house.left("documents_new") == [
        {"what": "documents_new", "queue": "bulk", "who": str(CHAT), "account_id": camille}
    ]


def test_several_within_the_hour_are_told_once_and_later_ones_an_hour_after(
    house: House,
    camille: str,
    shelves: Folder,
) -> None:
    record = patient_record(camille)
    deposit(house, shelves, record)
    deposit(house, shelves, record)
    assert told(house) == 1
    house.wait(minutes=20)
    deposit(house, shelves, record)
    assert told(house) == 1
    house.wait(minutes=39, seconds=59)
    assert told(house) == 1
    house.wait(seconds=1)
    assert told(house) == 2
    house.wait(hours=5)
    assert told(house) == 2


def test_what_was_opened_meanwhile_is_not_told(house: House, camille: str, shelves: Folder) -> None:
    record = patient_record(camille)
    made = deposit(house, shelves, record)

    def read(work: Work) -> None:
        me = accounts.me(work, CHAT)
        access = authorisations.require(work, me, Right.READ, record) if me else None
        assert isinstance(access, Access)
        documents.open_document(work, access, made)

    house.do(read)
    assert not house.do(documents.still_new, camille)
    assert told(house) == 0


@pytest.mark.parametrize(
    ("hour", "zone", "hours_later"),
    [
        (datetime(2026, 3, 9, 22, 0, tzinfo=UTC), None, 8.5),  # 23:00 in Paris: at 7:30
        (datetime(2026, 3, 9, 20, 29, tzinfo=UTC), None, 0),  # 21:29
        (datetime(2026, 3, 9, 20, 30, tzinfo=UTC), None, 10),
        (datetime(2026, 3, 9, 6, 29, tzinfo=UTC), None, 1 / 60),
        (datetime(2026, 3, 9, 19, 0, tzinfo=UTC), "Indian/Reunion", 8.5),  # 23:00 there
        (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), None, 7.5),  # the night in which the clocks go forward
    ],
)
def test_a_deposit_at_night_is_told_in_the_morning_where_she_lives(
    house: House,
    camille: str,
    shelves: Folder,
    hour: datetime,
    zone: str | None,
    hours_later: float,
) -> None:
    if zone:
        house.do(accounts.set_timezone, camille, zone)
    move_to(house, hour)
    deposit(house, shelves, patient_record(camille))
    if hours_later:
        assert told(house) == 0
        house.wait(hours=hours_later, seconds=-1)
        assert told(house) == 0
        house.wait(seconds=1)
    assert told(house) == 1


def test_a_message_that_waited_into_the_night_leaves_in_the_morning(
    house: House,
    camille: str,
    shelves: Folder,
) -> None:
    move_to(house, datetime(2026, 3, 9, 20, 29, tzinfo=UTC))
    deposit(house, shelves, patient_record(camille))
    assert told(house) == 1
    assert house.do(documents.still_new, camille)
    house.wait(minutes=2)
    assert not house.do(documents.still_new, camille)  # and it is planned again
    house.wait(hours=10)
    assert told(house) == 2


def test_both_parents_are_told_and_the_one_who_deposits_is_not(
    house: House,
    camille: str,
    shelves: Folder,
) -> None:
    born = house.clock.now().date() - timedelta(days=900)
    record = authorisations.carnet_record(house.do(carnets.create, camille, "Léo", born))
    house.do(authorisations.give, patient_record("thomas"), record, authorisations.PARENT, None)
    deposit(house, shelves, record, house.do(accounts.me, CHAT))
    assert told(house) == 0  # the other parent sees that it is new, and is not disturbed
    assert house.do(documents.unread, "thomas") == 1
    deposit(house, shelves, record)
    assert told(house) == 1
    house.do(authorisations.withdraw, patient_record(camille), record)
    assert not house.do(documents.still_new, camille)  # what she reads no more is no news to her


def test_who_stopped_notices_is_not_told_and_it_stays_new(
    house: House, camille: str, shelves: Folder
) -> None:
    house.do(accounts.stop_notices, CHAT)
    deposit(house, shelves, patient_record(camille))
    assert told(house) == 0
    assert house.do(documents.unread, camille) == 1


@pytest.mark.parametrize("way", ["unlinked", "blocked", "blocked when it leaves"])
def test_whom_no_chat_leads_to_is_told_by_e_mail_once_a_day(
    house: House,
    camille: str,
    shelves: Folder,
    way: str,
) -> None:
    record = patient_record(camille)
    if way == "unlinked":
        house.do(accounts.unlink, "operator", account_id=camille)
    elif way == "blocked":
        house.do(accounts.blocked, CHAT)
    deposit(house, shelves, record)
    if way == "blocked when it leaves":
        assert told(house) == 1
        house.do(accounts.blocked, CHAT)
        house.do(documents.not_reached, camille)
    before = told(house) - 1
    for _ in range(3):
        house.wait(hours=1)
        deposit(house, shelves, record)
    assert told(house) == before + 1
    assert "@" in house.left("documents_new")[-1]["to"]
    house.wait(days=1)
    assert told(house) == before + 2


def test_who_is_gone_when_the_message_leaves_is_told_by_e_mail(
    house: House, camille: str, shelves: Folder
) -> None:
    deposit(house, shelves, patient_record(camille))
    assert told(house) == 1
    house.do(accounts.unlink, "operator", account_id=camille)
    assert not house.do(documents.still_new, camille)
    assert told(house) == 2
    assert house.left("documents_new")[-1]["queue"] == "email"


@on_sqlite
def test_nobody_is_told_twice_by_two_tickers(house: House, camille: str, shelves: Folder) -> None:
    deposit(house, shelves, patient_record(camille))
    house.do(documents.tell_due)
    assert house.do(documents.tell_due) == 0
    assert told(house) == 1
