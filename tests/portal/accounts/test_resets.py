"""Forgotten passwords: a mailbox alone opens nothing."""

import pytest

from portal import accounts
from portal.accounts.refusals import (
    CodeExpired,
    CodeLocked,
    CodesExhausted,
    CodeTooSoon,
    CodeUsed,
    CodeWrong,
    EmailNotAllowed,
    NeedsFullCode,
    ProofMissing,
    ResetExpired,
    ResetUnknown,
    ResetUsed,
)
from tests.portal.accounts.conftest import CHAT, EMAIL, HASH, OTHER_CHAT, House

NEW = HASH.replace("$argon2id", "$argon2id")  # what it is does not matter here


def reset(house: House, chat: int = OTHER_CHAT) -> None:
    house.do(accounts.ask_reset, chat, EMAIL)
    proof = house.do(accounts.check_reset, chat, house.left("password_reset")[-1]["code"])
    house.do(accounts.reset_password, chat, proof.reset_id, NEW)


def test_the_code_typed_in_the_chat_changes_the_password_once(house: House) -> None:
    house.linked()
    house.do(accounts.ask_reset, OTHER_CHAT, EMAIL)
    code = house.left("password_reset")[0]["code"]
    proof = house.do(accounts.check_reset, OTHER_CHAT, code)
    assert house.do(accounts.reset_password, CHAT, proof.reset_id, NEW) == ResetUnknown()
    assert isinstance(
        house.do(accounts.reset_password, OTHER_CHAT, proof.reset_id, NEW), accounts.PasswordReset
    )
    assert house.do(accounts.reset_password, OTHER_CHAT, proof.reset_id, NEW) == ResetUsed()
    assert house.do(accounts.check_reset, OTHER_CHAT, code) == CodeUsed()


def test_opening_the_link_changes_nothing(house: House) -> None:
    house.linked()
    house.do(accounts.ask_reset, CHAT, EMAIL)
    token = house.left("password_reset")[0]["token"]
    assert [house.do(accounts.open_reset, token).email_hint for _ in range(3)] == ["c•••@e•••.org"] * 3
    assert isinstance(house.do(accounts.reset_password_by_token, token, NEW), accounts.PasswordReset)
    assert house.do(accounts.reset_password_by_token, token, NEW) == ResetUsed()
    assert house.do(accounts.open_reset, "other") == ResetUnknown()


def test_the_link_may_open_in_a_chat(house: House) -> None:
    house.linked()
    house.do(accounts.ask_reset, CHAT, EMAIL)
    proof = house.do(accounts.prove_reset, OTHER_CHAT, house.left("password_reset")[0]["token"])
    assert isinstance(
        house.do(accounts.reset_password, OTHER_CHAT, proof.reset_id, NEW), accounts.PasswordReset
    )


def test_a_reset_lives_thirty_minutes(house: House) -> None:
    house.linked()
    house.do(accounts.ask_reset, CHAT, EMAIL)
    sent = house.left("password_reset")[0]
    house.wait(minutes=30)
    assert house.do(accounts.check_reset, CHAT, sent["code"]) == CodeExpired()
    assert house.do(accounts.open_reset, sent["token"]) == ResetExpired()


def test_five_wrong_tries_end_a_reset(house: House) -> None:
    house.linked()
    house.do(accounts.ask_reset, CHAT, EMAIL)
    answers = [house.do(accounts.check_reset, CHAT, "1") for _ in range(5)]
    assert [type(answer) for answer in answers] == [CodeWrong] * 4 + [CodeLocked]
    code = house.left("password_reset")[0]["code"]
    assert isinstance(house.do(accounts.check_reset, CHAT, code), CodeLocked)


def test_the_live_chat_and_the_mailbox_are_told(house: House) -> None:
    house.linked()
    reset(house)
    told = {(notice["queue"], notice["who"]) for notice in house.left("password_changed")}
    assert ("telegram", str(CHAT)) in told
    assert {queue for queue, _ in told} == {"telegram", "email"}


def test_afterwards_the_live_chat_needs_a_full_code(house: House) -> None:
    account_id = house.linked()
    reset(house)
    me = house.do(accounts.me, CHAT)
    assert not me.fresh
    house.wait(hours=25)
    mail = house.prove(CHAT, account_id, "refresh", "email")
    assert house.do(accounts.refresh, CHAT, mail.id) == NeedsFullCode()
    house.wait(minutes=5)
    house.do(accounts.refresh, CHAT, house.prove(CHAT, account_id, "refresh").id)
    assert house.do(accounts.me, CHAT).full


def test_no_code_by_email_for_a_day_after_a_reset(house: House) -> None:
    account_id = house.linked()
    reset(house)
    refused = house.do(accounts.send_code, OTHER_CHAT, account_id, "link", "email")
    assert isinstance(refused, EmailNotAllowed)
    assert refused.facts["reason"] == "recent_reset"
    assert set(house.do(accounts.channels, account_id)) == {"sms"}
    house.wait(hours=24)
    assert set(house.do(accounts.channels, account_id)) == {"sms", "email"}


def test_a_reset_ends_what_was_under_way(house: House) -> None:
    account_id = house.linked()
    house.sign_in(CHAT)
    proof = house.prove(CHAT, account_id)
    reset(house)
    assert house.do(accounts.link, CHAT, proof.id) == ProofMissing()


@pytest.mark.parametrize("email", ["nobody@example.org", "not an address"])
def test_known_and_unknown_get_the_same_answer_at_the_same_cost(house: House, email: str) -> None:
    house.linked()
    known = house.statements(accounts.ask_reset, CHAT, EMAIL)
    unknown = house.statements(accounts.ask_reset, OTHER_CHAT, email)
    assert known == unknown
    assert len(house.left("password_reset")) == 1
    checks = [house.statements(accounts.check_reset, chat, "1") for chat in (CHAT, OTHER_CHAT)]
    assert checks[0] == checks[1]
    answers = [house.do(accounts.check_reset, chat, "1") for chat in (CHAT, OTHER_CHAT)]
    assert answers[0] == answers[1]


def test_resets_are_sent_with_growing_delays_and_limits(house: House) -> None:
    house.linked()
    asked = house.do(accounts.ask_reset, CHAT, EMAIL)
    assert isinstance(house.do(accounts.ask_reset, OTHER_CHAT, EMAIL), CodeTooSoon)
    house.clock.move(asked.again_at - house.clock.now())
    for _ in range(4):
        house.do(accounts.ask_reset, CHAT, EMAIL)
        house.wait(minutes=5)
    assert isinstance(house.do(accounts.ask_reset, OTHER_CHAT, EMAIL), CodesExhausted)


def test_an_account_that_never_had_a_password_has_none_to_reset(house: House) -> None:
    house.register()
    assert isinstance(house.do(accounts.ask_reset, CHAT, EMAIL), accounts.ResetAsked)
    assert house.left("password_reset") == []
