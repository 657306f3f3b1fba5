"""Exports as the portal sees them: whoever makes one holds it, until another has taken it over."""

from datetime import timedelta

from portal import privacy
from portal.privacy import Asked
from portal.privacy.exporting import SIGN, TRIES
from tests.databases import on_sqlite
from tests.portal.privacy.conftest import Home, me

CHAT = 1001


def asked(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    assert isinstance(home.do(privacy.ask, CHAT, me(ada), home.access(ada)), str)


def claimed(home: Home) -> Asked:
    one = home.do(privacy.claim)
    assert isinstance(one, Asked)
    return one


@on_sqlite
def test_who_was_too_slow_neither_goes_on_nor_gives_up_what_another_makes(home: Home) -> None:
    asked(home)
    slow = claimed(home)
    home.wait(minutes=SIGN // timedelta(minutes=1) + 1)
    other = claimed(home)
    home.do(privacy.give_up, slow)
    assert not home.do(privacy.go_on, slow, 1, 2)
    assert home.do(privacy.go_on, other, 1, 2)
    assert home.do(privacy.under_way, other.account_id)


@on_sqlite
def test_what_three_have_died_of_is_given_up_and_told(home: Home) -> None:
    asked(home)
    for _ in range(TRIES):
        account_id = claimed(home).account_id
        home.wait(minutes=SIGN // timedelta(minutes=1) + 1)
    assert home.do(privacy.claim) is None
    assert not home.do(privacy.under_way, account_id)
    assert home.left("export_failed")
