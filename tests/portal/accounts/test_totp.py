"""The authenticator app: proven once, a step never twice, and within the day's chances."""

from datetime import datetime, timedelta

import pyotp

from portal import accounts
from portal.accounts.refusals import CodeLocked, CodeWrong, NeedsFullCode, TotpMissing, TotpWrong
from tests.otherwise import wrong
from tests.portal.accounts.conftest import CHAT, HASH, House

STEP = timedelta(seconds=30)


def app(house: House) -> tuple[str, pyotp.TOTP]:
    """A linked account whose app is set up, a minute ago."""
    account_id = house.linked()
    me = house.do(accounts.me, CHAT)
    while not all_differ(shown := pyotp.TOTP(house.do(accounts.begin_totp, me).secret), house.clock.now()):
        pass
    assert house.do(accounts.confirm_totp, me, shown.at(house.clock.now())) is None
    house.wait(minutes=1)
    return account_id, shown


def all_differ(shown: pyotp.TOTP, now: datetime) -> bool:
    """Whether no code of the steps around is that of another, nor what another is mistyped for."""
    codes = [shown.at(now + n * STEP) for n in range(-1, 6)]
    return len({*codes, *map(wrong, codes)}) == 2 * len(codes)


def ask(house: House, account_id: str, typed: str, channel: str = "app") -> object:
    house.do(accounts.send_code, CHAT, account_id, "refresh", channel)
    return house.do(accounts.check_code, CHAT, "refresh", typed)


def test_the_app_answers_in_place_of_an_sms(house: House) -> None:
    account_id, shown = app(house)
    assert ask(house, account_id, shown.at(house.clock.now())).strength == "full"
    assert next(iter(house.do(accounts.channels, account_id))) == "app"
    assert house.do(accounts.show, account_id).has_totp
    assert len(house.left("totp_added")) == 1


def test_the_app_also_answers_when_a_code_was_sent(house: House) -> None:
    account_id, shown = app(house)
    assert ask(house, account_id, shown.at(house.clock.now()), "email").strength == "full"


def test_a_step_is_accepted_once_and_none_before_it(house: House) -> None:
    account_id, shown = app(house)
    now, before = shown.at(house.clock.now()), shown.at(house.clock.now() - STEP)
    assert isinstance(ask(house, account_id, now), accounts.Proof)
    assert isinstance(ask(house, account_id, now), CodeWrong)
    assert isinstance(ask(house, account_id, before), CodeWrong)


def test_one_step_of_drift_is_forgiven_two_are_not(house: House) -> None:
    account_id, shown = app(house)
    assert isinstance(ask(house, account_id, shown.at(house.clock.now() + 2 * STEP)), CodeWrong)
    assert isinstance(ask(house, account_id, shown.at(house.clock.now() + STEP)), accounts.Proof)


def test_two_wrong_codes_a_day_then_the_app_gives_way_to_sms(house: House) -> None:
    account_id, shown = app(house)
    right = shown.at(house.clock.now())
    assert [type(ask(house, account_id, wrong(right))) for _ in range(2)] == [CodeWrong] * 2
    assert isinstance(ask(house, account_id, right), CodeLocked)
    assert house.prove(CHAT, account_id, "refresh").strength == "full"


def test_an_app_that_shows_something_else_is_not_set_up(house: House) -> None:
    house.linked()
    me = house.do(accounts.me, CHAT)
    assert house.do(accounts.confirm_totp, me, "123456") == TotpMissing()
    house.do(accounts.begin_totp, me)
    assert house.do(accounts.confirm_totp, me, "no code") == TotpWrong()
    assert house.do(accounts.send_code, CHAT, me.account_id, "refresh", "app") == TotpMissing()


def test_a_weaker_session_changes_no_authenticator(house: House) -> None:
    account_id, _ = app(house)
    house.wait(days=1)
    house.do(accounts.refresh, CHAT, house.prove(CHAT, account_id, "refresh", "email").id)
    me = house.do(accounts.me, CHAT)
    refused = [house.do(accounts.begin_totp, me), house.do(accounts.remove_totp, me)]
    assert refused == [NeedsFullCode()] * 2


def test_a_removed_app_answers_no_more(house: House) -> None:
    account_id, _ = app(house)
    assert house.do(accounts.remove_totp, house.do(accounts.me, CHAT)) is None
    assert not house.do(accounts.show, account_id).has_totp
    assert "app" not in house.do(accounts.channels, account_id)
    assert HASH not in repr(house.do(accounts.show, account_id))
