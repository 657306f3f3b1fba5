"""Another e-mail address or phone number: what it takes, who is told, and what nobody learns."""

import asyncio
from typing import Any

import pytest

from portal import accounts, journal
from portal.accounts import ContactChanged, ContactProposed
from portal.accounts.refusals import (
    CodeExpired,
    CodeLocked,
    CodeMissing,
    CodesExhausted,
    CodeTooSoon,
    CodeUsed,
    CodeWrong,
    ContactsHeld,
    EmailAccented,
    EmailInvalid,
    EmailTaken,
    EmailUnchanged,
    PhoneUnchanged,
    ProofMissing,
)
from portal.phones import PhoneInvalid
from tests.databases import on_postgres, on_sqlite
from tests.otherwise import wrong
from tests.portal.accounts.conftest import CHAT, EMAIL, HASH, OTHER_CHAT, PHONE, House

NEW, NEW_PHONE = "camille@example.org", "06 39 98 00 77"
TAKEN = "nadia@example.org"


def me(house: House, chat: int = CHAT) -> Any:
    return house.do(accounts.me, chat)


def allowed(house: House, account_id: str, channel: str = "sms") -> str:
    """A code from her phone was given; the id of its proof."""
    house.wait(minutes=20)
    return house.prove(CHAT, account_id, "change_contact", channel).id


def propose(house: House, proof: str, typed: str = NEW, kind: str = "email") -> Any:
    return house.do(accounts.propose_contact, me(house), CHAT, proof, kind, typed)


def confirm(house: House, code: str | None = None, kind: str = "email") -> Any:
    typed = code or house.left("contact_code")[-1]["code"]
    return house.do(accounts.confirm_contact, me(house), CHAT, kind, typed)


def change(house: House, account_id: str, typed: str = NEW, kind: str = "email") -> ContactChanged:
    proposed = propose(house, allowed(house, account_id), typed, kind)
    assert isinstance(proposed, ContactProposed), proposed
    changed = confirm(house, kind=kind)
    assert isinstance(changed, ContactChanged), changed
    return changed


def mistyped(house: House) -> str:
    """A code that was not sent."""
    return wrong(house.left("contact_code")[-1]["code"])


def email_of(house: House, account_id: str) -> str:
    return house.do(accounts.show, account_id).email


def test_the_code_of_the_new_mailbox_makes_it_hers_and_the_old_one_is_told(house: House) -> None:
    account_id = house.linked()
    proof = allowed(house, account_id)
    propose(house, proof)
    assert email_of(house, account_id) == EMAIL  # until the code is typed
    assert isinstance(confirm(house), ContactChanged)
    assert email_of(house, account_id) == NEW
    assert house.do(accounts.find, NEW) == account_id
    told = house.left("email_changed")
    assert [one["to"] for one in told] == [EMAIL]
    assert NEW not in str(told)
    assert me(house).full


def test_the_code_of_the_new_phone_makes_it_hers_and_the_old_one_is_told_without_a_link(house: House) -> None:
    account_id = house.linked()
    change(house, account_id, NEW_PHONE, "phone")
    assert house.do(accounts.show, account_id).phone == "+33639980077"
    by = {one["queue"]: one for one in house.left("phone_changed")}
    assert by["sms"]["to"] == "+33639980042"
    assert "token" not in by["sms"]
    assert by["email"]["token"]


def test_the_journal_tells_of_it_without_the_address(house: House) -> None:
    account_id = house.linked()
    change(house, account_id)
    lines = house.do(journal.read, f"patient:{account_id}")
    assert [one.action for one in lines] == ["email_changed"]
    assert NEW not in str(lines)


@pytest.mark.parametrize("channel", ["email", "none"])
def test_without_a_full_code_nothing_is_sent(house: House, channel: str) -> None:
    account_id = house.linked()
    proof = allowed(house, account_id, "email") if channel == "email" else "made up"
    assert propose(house, proof) == ProofMissing()
    assert house.left("contact_code") == []


def test_a_code_for_something_else_or_of_another_chat_or_too_old_allows_nothing(house: House) -> None:
    account_id = house.linked()
    house.wait(minutes=20)
    other = house.prove(CHAT, account_id, "refresh").id
    house.wait(minutes=20)
    elsewhere = house.prove(OTHER_CHAT, account_id, "change_contact").id
    old = allowed(house, account_id)
    house.wait(minutes=16)
    assert [propose(house, one) for one in (other, elsewhere, old)] == [ProofMissing()] * 3


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("zoé@example.org", EmailAccented()),
        (f"{'x' * 65}@example.org", EmailInvalid()),
        (f"x@{'x' * 300}.org", EmailInvalid()),
        ("nobody", EmailInvalid()),
        (EMAIL.upper(), EmailUnchanged()),
    ],
)
@on_sqlite
def test_an_address_that_cannot_be_hers_is_refused_with_its_reason(
    house: House, typed: str, why: Any
) -> None:
    assert propose(house, allowed(house, house.linked()), typed) == why


@pytest.mark.parametrize(("typed", "why"), [("12", PhoneInvalid()), (PHONE, PhoneUnchanged())])
@on_sqlite
def test_a_number_that_cannot_be_hers_is_refused_with_its_reason(house: House, typed: str, why: Any) -> None:
    assert propose(house, allowed(house, house.linked()), typed, "phone") == why


@on_sqlite
def test_a_landline_is_said_to_be_one(house: House) -> None:
    assert propose(house, allowed(house, house.linked()), "01 99 00 12 34", "phone").fixed


def test_an_address_of_somebody_else_looks_like_any_other_and_its_owner_is_told(house: House) -> None:
    account_id, proof = house.linked(), ""
    house.register(TAKEN)
    proof = allowed(house, account_id)
    free = house.statements(accounts.propose_contact, me(house), CHAT, proof, "email", NEW)
    taken = house.statements(accounts.propose_contact, me(house), CHAT, proof, "email", TAKEN)
    assert free == taken
    assert [one["to"] for one in house.left("contact_taken")] == [TAKEN]
    assert [one["to"] for one in house.left("contact_code")] == [NEW]
    answers = [confirm(house, f"{n:06}") for n in range(5)]
    assert answers[:4] == [CodeWrong(left=left) for left in (4, 3, 2, 1)]
    assert isinstance(answers[4], CodeLocked)
    assert email_of(house, account_id) == EMAIL


def test_an_address_that_is_taken_while_the_code_is_on_its_way_is_refused(house: House) -> None:
    account_id = house.linked()
    propose(house, allowed(house, account_id))
    other = house.register(NEW)
    assert confirm(house) == EmailTaken(account_id=other)
    assert email_of(house, account_id) == EMAIL


@on_postgres
async def test_two_who_want_one_address_at_the_same_time_do_not_both_get_it(house: House) -> None:
    asked = []
    for chat, account_id in ((CHAT, house.linked()), (OTHER_CHAT, house.linked(OTHER_CHAT, TAKEN))):
        who, proof = me(house, chat), house.prove(chat, account_id, "change_contact").id
        house.wait(minutes=1)
        house.do(accounts.propose_contact, who, chat, proof, "email", NEW)
        asked.append((who, chat, "email", house.left("contact_code")[-1]["code"]))
    answers = await asyncio.gather(*(house.room.run(accounts.confirm_contact, *given) for given in asked))
    assert sorted(type(answer).__name__ for answer in answers) == ["ContactChanged", "EmailTaken"]


def test_a_code_is_wrong_used_old_or_not_there(house: House) -> None:
    account_id = house.linked()
    assert confirm(house, "000000") == CodeMissing()
    proof = allowed(house, account_id)
    propose(house, proof)
    assert [confirm(house, mistyped(house)) for _ in range(3)] == [CodeWrong(left=n) for n in (4, 3, 2)]
    house.wait(minutes=31)
    assert confirm(house) == CodeExpired()
    change(house, account_id)
    assert confirm(house) == CodeUsed()


def test_a_mistyped_address_is_corrected_at_once_the_same_one_waits_and_an_hour_has_five(
    house: House,
) -> None:
    proof = allowed(house, house.linked())
    assert isinstance(propose(house, proof, "typo@example.org"), ContactProposed)
    assert isinstance(propose(house, proof), ContactProposed)
    assert isinstance(propose(house, proof), CodeTooSoon)
    for n in range(3):
        propose(house, proof, f"again{n}@example.org")
    assert isinstance(propose(house, proof, "sixth@example.org"), CodesExhausted)


def test_the_latest_address_counts(house: House) -> None:
    account_id = house.linked()
    proof = allowed(house, account_id)
    propose(house, proof, "typo@example.org")
    old = house.left("contact_code")[-1]["code"]
    propose(house, proof)
    assert old == house.left("contact_code")[-1]["code"] or isinstance(confirm(house, old), CodeWrong)
    confirm(house)
    assert email_of(house, account_id) == NEW


def test_a_change_ends_what_was_sent_to_the_old_address(house: House) -> None:
    account_id = house.linked()
    house.do(accounts.ask_reset, OTHER_CHAT, EMAIL)
    code = house.left("password_reset")[0]["code"]
    change(house, account_id)
    assert house.do(accounts.check_reset, OTHER_CHAT, code) == CodeExpired()


def test_a_day_after_a_mailbox_chose_the_password_contacts_stay(house: House) -> None:
    account_id = house.linked()
    house.do(accounts.ask_reset, OTHER_CHAT, EMAIL)
    proof = house.do(accounts.check_reset, OTHER_CHAT, house.left("password_reset")[0]["code"])
    house.do(accounts.reset_password, OTHER_CHAT, proof.reset_id, HASH)
    assert isinstance(propose(house, allowed(house, account_id)), ContactsHeld)
    house.wait(hours=24)
    assert isinstance(propose(house, allowed(house, account_id)), ContactProposed)


def test_the_operator_corrects_a_number_and_the_chat_then_needs_a_code(house: House) -> None:
    account_id = house.linked()
    assert house.do(accounts.correct, account_id, phone=NEW_PHONE) is None
    assert house.do(accounts.show, account_id).phone == "+33639980077"
    assert not me(house).fresh
    assert {one["queue"] for one in house.left("contacts_corrected")} == {"sms", "email"}


def test_the_operator_gives_no_address_that_another_has(house: House) -> None:
    account_id, other = house.linked(), house.register(TAKEN)
    assert house.do(accounts.correct, account_id, email=TAKEN) == EmailTaken(account_id=other)
