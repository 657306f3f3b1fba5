"""A change is undone by whoever reads the old mailbox: what comes back, what ends, and what stays shut."""

from typing import Any

import pytest

from portal import accounts
from portal.accounts import Undone, UndoOpened
from portal.accounts.refusals import (
    AccountLocked,
    CredentialsWrong,
    EmailTaken,
    ProofMissing,
    UndoExpired,
    UndoUnknown,
    UndoUsed,
)
from tests.databases import on_sqlite
from tests.portal.accounts.conftest import CHAT, EMAIL, OTHER_CHAT, House
from tests.portal.accounts.test_contacts import NEW, NEW_PHONE, change, email_of, me
from tests.portal.accounts.test_totp import app

THIRD = "third@example.org"


def token(house: House, what: str = "email_changed", number: int = -1) -> str:
    return [one["token"] for one in house.left(what) if "token" in one][number]


def undo(house: House, link: str) -> Any:
    return house.do(accounts.undo, link)


def changed(house: House) -> str:
    account_id = house.linked()
    change(house, account_id)
    return account_id


def test_the_link_puts_the_address_back_once(house: House) -> None:
    account_id = changed(house)
    link = token(house)
    assert undo(house, link) == Undone(account_id, "email")
    assert email_of(house, account_id) == EMAIL
    assert undo(house, link) == UndoUsed()
    assert undo(house, "made up") == UndoUnknown()


def test_opening_the_link_changes_nothing_and_names_nothing(house: House) -> None:
    account_id = changed(house)
    opened = [house.do(accounts.open_undo, token(house)) for _ in range(2)]
    assert all(isinstance(one, UndoOpened) and one.hint == "c•••@e•••.org" for one in opened)
    assert email_of(house, account_id) == NEW


def test_after_seven_days_the_new_one_stays(house: House) -> None:
    account_id = changed(house)
    link = token(house)
    house.wait(days=7)
    assert house.do(accounts.open_undo, link) == UndoExpired()
    assert undo(house, link) == UndoExpired()
    assert email_of(house, account_id) == NEW


def test_nobody_stays_signed_in_and_neither_password_nor_app_opens_anything(house: House) -> None:
    account_id, _app = app(house)
    change(house, account_id)
    assert "app" in house.do(accounts.channels, account_id)
    undo(house, token(house))
    assert me(house) is None
    assert house.do(accounts.history, account_id)[0].end_reason == "undone"
    assert house.sign_in(OTHER_CHAT) == CredentialsWrong()
    assert "app" not in house.do(accounts.channels, account_id)
    assert "email" not in house.do(accounts.channels, account_id)  # a mailbox alone is never enough


def test_coming_back_takes_the_mailbox_and_the_phone(house: House) -> None:
    account_id = changed(house)
    undo(house, token(house))
    house.do(accounts.ask_reset, CHAT, EMAIL)
    asked = house.left("password_reset")[-1]
    assert asked["to"] == EMAIL
    proof = house.do(accounts.check_reset, CHAT, asked["code"])
    assert proof.account_id == account_id
    assert list(house.do(accounts.channels, account_id)) == ["sms"]


def test_everybody_who_was_reached_is_told(house: House) -> None:
    changed(house)
    undo(house, token(house))
    assert [one["to"] for one in house.left("contacts_restored")] == [EMAIL]
    assert [(one["queue"], one["who"]) for one in house.left("change_undone")] == [
        ("email", house.left("contact_code")[-1]["who"]),
        ("telegram", str(CHAT)),
    ]


def test_the_first_link_undoes_what_was_changed_after_it_too(house: House) -> None:
    """Who took an account over changes phone and address again: the owner's link is stronger."""
    account_id = changed(house)
    first = token(house)
    change(house, account_id, NEW_PHONE, "phone")
    change(house, account_id, THIRD)
    later = [token(house, "phone_changed"), token(house)]
    assert undo(house, first) == Undone(account_id, "email")
    shown = house.do(accounts.show, account_id)
    assert (shown.email, shown.phone) == (EMAIL, "+33639980042")
    assert [undo(house, one) for one in later] == [UndoUsed()] * 2


@on_sqlite
def test_who_took_the_number_and_the_password_is_out_again_by_the_mailbox_she_has(house: House) -> None:
    """A SIM swap. The number alone signs nobody in; with the password he is in, and she is told, here and by e-mail."""
    account_id = house.linked()
    assert house.sign_in(OTHER_CHAT, "not her password") == CredentialsWrong()
    assert house.do(accounts.link, OTHER_CHAT, house.prove(OTHER_CHAT, account_id).id) == ProofMissing()
    house.sign_in(OTHER_CHAT)
    house.wait(minutes=5)
    assert house.do(accounts.link, OTHER_CHAT, house.prove(OTHER_CHAT, account_id).id).moved_from == CHAT
    assert [told["who"] for told in house.left("link_moved")] == [str(CHAT)]
    house.wait(minutes=20)
    proof = house.prove(OTHER_CHAT, account_id, "change_contact").id
    house.do(accounts.propose_contact, me(house, OTHER_CHAT), OTHER_CHAT, proof, "email", NEW)
    code = house.left("contact_code")[-1]["code"]
    house.do(accounts.confirm_contact, me(house, OTHER_CHAT), OTHER_CHAT, "email", code)
    assert email_of(house, account_id) == NEW
    (letter,) = (one for one in house.left("email_changed") if "token" in one)
    assert letter["to"] == EMAIL
    assert undo(house, letter["token"]) == Undone(account_id, "email")
    assert email_of(house, account_id) == EMAIL
    assert me(house, OTHER_CHAT) is None
    assert house.sign_in(OTHER_CHAT) == CredentialsWrong()


def test_a_later_link_leaves_the_earlier_change_and_its_link(house: House) -> None:
    account_id = changed(house)
    first = token(house)
    change(house, account_id, THIRD)
    assert isinstance(undo(house, token(house)), Undone)
    assert email_of(house, account_id) == NEW
    assert isinstance(undo(house, first), Undone)
    assert email_of(house, account_id) == EMAIL


def test_an_address_that_can_be_taken_back_is_nobody_elses(house: House) -> None:
    account_id = changed(house)
    assert house.do(
        accounts.register, email=EMAIL, phone="06 39 98 00 50", first_name="X", last_name="Y"
    ) == (EmailTaken(account_id=account_id))
    house.wait(days=7)
    house.register(EMAIL)
    assert undo(house, token(house)) == UndoExpired()


@on_sqlite
def test_she_may_take_her_own_old_address_again(house: House) -> None:
    account_id = changed(house)
    change(house, account_id, EMAIL)
    assert email_of(house, account_id) == EMAIL
    assert isinstance(undo(house, token(house, number=0)), Undone)


@on_sqlite
def test_what_the_operator_has_corrected_cannot_be_undone(house: House) -> None:
    account_id = changed(house)
    house.do(accounts.correct, account_id, email=THIRD)
    assert undo(house, token(house)) == UndoExpired()
    assert "token" not in house.left("contacts_corrected")[0]


@on_sqlite
def test_a_locked_account_stays_as_it_is(house: House) -> None:
    account_id = changed(house)
    house.do(accounts.lock, account_id)
    assert undo(house, token(house)) == AccountLocked()
    assert email_of(house, account_id) == NEW


@pytest.mark.parametrize("days", [6, 7])
def test_old_addresses_are_wiped_once_they_cannot_come_back(house: House, days: int) -> None:
    account_id = changed(house)
    house.wait(days=days)
    house.do(accounts.forget)
    kept = house.do(accounts.undoable, account_id)
    assert [one.email for one in kept] == ([EMAIL] if days == 6 else [])
    assert house.do(accounts.given_up, account_id)
