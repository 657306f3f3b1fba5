"""Signing in: one refusal whatever the reason, equal work, tries that count."""

from portal import accounts
from portal.accounts import throttle
from portal.accounts.refusals import CredentialsWrong, TooManyTries
from tests.portal.accounts.conftest import CHAT, EMAIL, HASH, OTHER_CHAT, House

UNKNOWN = "nobody@example.org"


def test_the_right_password_signs_in(house: House) -> None:
    account_id = house.linked()
    assert house.sign_in(OTHER_CHAT) == accounts.SignedIn(account_id)


def test_unknown_wrong_locked_and_unset_are_one_refusal(house: House) -> None:
    locked, unset = house.linked(), house.register("unset@example.org")
    house.linked(3003, "wrong@example.org")
    house.do(accounts.lock, locked)
    assert unset
    tries = [
        (UNKNOWN, "right"),
        ("wrong@example.org", "other"),
        (EMAIL, "right"),
        ("unset@example.org", "right"),
    ]
    refusals = [
        house.do(accounts.signed_in, 50 + n, house.do(accounts.credentials, 50 + n, email), word == "right")
        for n, (email, word) in enumerate(tries)
    ]
    assert refusals == [CredentialsWrong()] * 4


def test_known_and_unknown_cost_the_same_queries(house: House) -> None:
    house.linked()
    known, unknown = (house.do(accounts.credentials, CHAT, email) for email in (EMAIL, UNKNOWN))
    assert known.password_hash == HASH
    assert unknown.password_hash is None
    read = [house.statements(accounts.credentials, chat, email) for chat, email in ((7, EMAIL), (8, UNKNOWN))]
    write = [house.statements(accounts.signed_in, n, given, False) for n, given in ((7, known), (8, unknown))]
    assert read[0] == read[1]
    assert write[0] == write[1]


def test_wrong_tries_in_one_chat_make_it_wait(house: House) -> None:
    house.linked()
    for n in range(6):
        assert house.sign_in(CHAT, "wrong", f"{n}{UNKNOWN}") == CredentialsWrong()
    waiting = house.sign_in(CHAT)
    assert isinstance(waiting, TooManyTries)
    house.clock.move(waiting.facts["until"] - house.clock.now())
    assert isinstance(house.sign_in(CHAT), accounts.SignedIn)


def test_many_chats_make_an_address_wait_known_or_not(house: House) -> None:
    house.linked()
    for email in (EMAIL, UNKNOWN):
        for chat in range(11):
            house.sign_in(chat, "wrong", email)
        house.wait(minutes=0.5)
        assert isinstance(house.sign_in(99, "wrong", email), TooManyTries)


def test_tries_made_while_we_were_thinking_count(house: House) -> None:
    house.linked()
    given = house.do(accounts.credentials, OTHER_CHAT, EMAIL)
    for chat in range(11):
        house.sign_in(chat, "wrong")
    assert isinstance(house.do(accounts.signed_in, OTHER_CHAT, given, True), TooManyTries)


def test_an_own_account_buys_no_tries_at_others(house: House) -> None:
    house.linked()
    for n in range(5):
        house.sign_in(CHAT, "wrong", f"{n}{UNKNOWN}")
        house.sign_in(CHAT)
    house.sign_in(CHAT, "wrong", UNKNOWN)
    assert isinstance(house.sign_in(CHAT), TooManyTries)


def test_after_a_hundred_wrong_tries_the_password_must_be_reset(house: House) -> None:
    house.linked()
    for chat in range(throttle.MOST_IN_A_ROW):
        house.sign_in(chat, "wrong")
        house.wait(hours=1)
    assert house.sign_in(OTHER_CHAT) == CredentialsWrong()


def test_a_password_changed_while_we_were_thinking_signs_nobody_in(house: House) -> None:
    house.linked()
    given = house.do(accounts.credentials, CHAT, EMAIL)
    house.do(accounts.ask_reset, OTHER_CHAT, EMAIL)
    token = house.left("password_reset")[0]["token"]
    house.do(accounts.reset_password_by_token, token, "another hash")
    assert house.do(accounts.signed_in, CHAT, given, True) == CredentialsWrong()
