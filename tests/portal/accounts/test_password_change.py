"""Another password while signed in: the old one or a code first, and what that ends."""

from typing import Any

from portal import accounts
from portal.accounts import SignedIn
from portal.accounts.refusals import CodeExpired, CredentialsWrong, NeedsFullCode, ProofMissing, TooManyTries
from tests.portal.accounts.conftest import CHAT, EMAIL, HASH, OTHER_CHAT, House

NEW = "another hash"


def me(house: House) -> Any:
    return house.do(accounts.me, CHAT)


def knows(house: House, *, matched: bool = True) -> Any:
    """The old password was typed, and compared."""
    given = house.do(accounts.own_credentials, me(house), CHAT)
    if not isinstance(given, accounts.Credentials):
        return given
    assert given.password_hash == HASH
    return house.do(accounts.signed_in, CHAT, given, matched)


def change(house: House, proof: str | None = None) -> Any:
    return house.do(accounts.change_password, me(house), CHAT, NEW, proof)


def test_who_knows_the_old_one_chooses_another_and_stays(house: House) -> None:
    house.linked()
    assert isinstance(knows(house), SignedIn)
    assert change(house) is None
    assert house.sign_in(OTHER_CHAT) == CredentialsWrong()
    assert me(house).full
    assert len(house.left("password_changed")) == 1


def test_a_code_from_the_phone_does_as_well_and_one_by_email_does_not(house: House) -> None:
    account_id = house.linked()
    mailed = house.prove(CHAT, account_id, "change_password", "email").id
    assert change(house, mailed) == NeedsFullCode()
    house.wait(minutes=20)
    assert change(house, house.prove(CHAT, account_id, "change_password").id) is None


def test_who_has_proven_nothing_changes_nothing(house: House) -> None:
    account_id = house.linked()
    assert change(house) == ProofMissing()
    other = house.prove(CHAT, account_id, "refresh").id
    assert change(house, other) == ProofMissing()
    assert isinstance(house.sign_in(OTHER_CHAT), SignedIn)


def test_one_proof_changes_it_once(house: House) -> None:
    house.linked()
    knows(house)
    assert change(house) is None
    assert change(house) == ProofMissing()


def test_wrong_ones_are_counted_as_when_signing_in(house: House) -> None:
    house.linked()
    answers = [knows(house, matched=False) for _ in range(6)]
    assert answers == [CredentialsWrong()] * 6
    assert isinstance(knows(house), TooManyTries)


def test_what_was_under_way_elsewhere_ends(house: House) -> None:
    house.linked()
    house.do(accounts.ask_reset, OTHER_CHAT, EMAIL)
    knows(house)
    change(house)
    code = house.left("password_reset")[0]["code"]
    assert house.do(accounts.check_reset, OTHER_CHAT, code) == CodeExpired()
