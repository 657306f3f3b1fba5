"""Registration: addresses are read as people write them, and stored so that only the keys read them."""

from datetime import date

import pytest

from portal import accounts
from portal.accounts import addresses
from portal.accounts.model import Account
from portal.accounts.refusals import AccountUnknown, EmailInvalid, EmailTaken
from portal.phones import PhoneInvalid, read_phone
from tests.portal.accounts.conftest import EMAIL, House


def test_an_account_is_found_whatever_the_case(house: House) -> None:
    account_id = house.register()
    assert house.do(accounts.find, " Camille.MARTIN@Example.org ") == account_id


def test_an_address_is_taken_once(house: House) -> None:
    house.register()
    again = house.do(
        accounts.register, email=EMAIL.upper(), phone="0639980001", first_name="A", last_name="B"
    )
    assert isinstance(again, EmailTaken)


def test_the_operator_sees_who_it_is(house: House) -> None:
    born = date(1985, 4, 12)
    made = house.do(
        accounts.register, email=EMAIL, phone="0145454545", first_name="Zoé", last_name="Roy", birth_date=born
    )
    shown = house.do(accounts.show, made.account_id)
    assert (shown.who.first_name, shown.who.birth_date, shown.phone) == ("Zoé", born, "+33145454545")
    assert made.warnings == ("phone_fixed",)
    assert house.do(accounts.list_accounts)[0] == shown


def test_what_is_no_address_is_refused(house: House) -> None:
    named = {"first_name": "A", "last_name": "B"}
    assert isinstance(house.do(accounts.register, email="a@", phone="0639980001", **named), EmailInvalid)
    assert isinstance(house.do(accounts.register, email=EMAIL, phone="112", **named), PhoneInvalid)
    assert isinstance(house.do(accounts.show, "nobody"), AccountUnknown)


def test_nothing_personal_is_stored_clear(house: House) -> None:
    house.register()
    stored = house.do(lambda work: work.execute(Account.__table__.select()).one())
    assert b"example.org" not in stored.email
    assert b"+33639980042" not in stored.phone
    assert "camille" not in repr(house.do(accounts.show, stored.id)).lower()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("06 39 98 00 42", "+33639980042"),
        ("+33 (0)6.12.34.56.42", "+33612345642"),
        ("0692 12 34 56", "+262692123456"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert read_phone(typed) == (read, False)


def test_hints_give_no_address_away() -> None:
    assert addresses.email_hint("camille@exemple.fr") == "c•••@e•••.fr"
    assert addresses.phone_hint("+33639980042") == "•• •• •• •• 42"
