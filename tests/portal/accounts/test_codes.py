"""Access codes: short-lived, used once, bound to chat and purpose, and tries that no refusal forgets."""

import asyncio

from portal import accounts
from portal.accounts import chances
from portal.accounts.model import AccessCode
from portal.accounts.refusals import (
    CodeExpired,
    CodeLocked,
    CodeMissing,
    CodeNotYet,
    CodesExhausted,
    CodeTooSoon,
    CodeUsed,
    CodeWrong,
    EmailNotAllowed,
    ProofMissing,
)
from tests.otherwise import wrong
from tests.portal.accounts.conftest import CHAT, OTHER_CHAT, House


def send(house: House, account_id: str | None, channel: str = "sms", chat: int = CHAT) -> str:
    sent = house.do(accounts.send_code, chat, account_id, "link", channel)
    assert isinstance(sent, accounts.CodeSent), sent
    return house.left("access_code")[-1]["code"] if account_id else "000000"


def check(house: House, code: str, chat: int = CHAT, purpose: str = "link") -> object:
    return house.do(accounts.check_code, chat, purpose, code)


def test_the_code_by_sms_proves_in_full(house: House) -> None:
    account_id = house.register()
    proof = check(house, send(house, account_id))
    assert (proof.account_id, proof.strength) == (account_id, "full")
    assert house.left("access_code")[0]["to"] == "+33639980042"


def test_spaces_and_other_digits_are_the_same_code(house: House) -> None:
    code = send(house, house.register())
    arabic = " ".join(chr(0x0660 + int(digit)) for digit in code)
    assert isinstance(check(house, arabic), accounts.Proof)


def test_a_code_serves_once(house: House) -> None:
    code = send(house, house.register())
    check(house, code)
    assert check(house, code) == CodeUsed()


def test_a_code_lives_ten_minutes(house: House) -> None:
    code = send(house, house.register())
    house.wait(minutes=10)
    assert check(house, code) == CodeExpired()


def test_a_code_is_worth_nothing_elsewhere(house: House) -> None:
    code = send(house, house.register())
    assert check(house, code, chat=OTHER_CHAT) == CodeMissing()
    assert check(house, code, purpose="refresh") == CodeMissing()


def test_a_new_code_replaces_the_older(house: House) -> None:
    account_id = house.register()
    first = send(house, account_id)
    house.wait(seconds=30)
    second = send(house, account_id)
    assert first == second or isinstance(check(house, first), CodeWrong)
    assert isinstance(check(house, second), accounts.Proof)


def test_five_wrong_tries_end_a_code_and_every_refusal_counts(house: House) -> None:
    code = send(house, house.register())
    lefts = [check(house, wrong(code)).facts.get("left") for _ in range(5)]
    assert lefts == [4, 3, 2, 1, None]
    assert isinstance(check(house, code), CodeLocked)


def test_an_account_is_tried_nine_times_a_day_over_all_chats(house: House) -> None:
    account_id = house.register()
    for chat, tries in ((CHAT, 4), (OTHER_CHAT, 4), (3003, 1)):
        code = send(house, account_id, chat=chat)
        for _ in range(tries):
            check(house, wrong(code), chat)
        house.wait(minutes=5)
    assert isinstance(check(house, code, 3003), CodeLocked)
    assert isinstance(house.do(accounts.send_code, CHAT, account_id, "link"), CodesExhausted)
    house.wait(hours=24)
    assert isinstance(check(house, send(house, account_id)), accounts.Proof)
    assert chances.PER_DAY / 10**6 < 1 / 100_000


def test_each_send_makes_the_next_wait_longer(house: House) -> None:
    account_id = house.register()
    waits = []
    for _ in range(4):
        sent = house.do(accounts.send_code, CHAT, account_id, "link")
        waits.append((sent.again_at - house.clock.now()).total_seconds())
        assert isinstance(house.do(accounts.send_code, CHAT, account_id, "link"), CodeTooSoon)
        house.clock.move(sent.again_at - house.clock.now())
    assert waits == [30, 60, 120, 240]


def test_five_codes_an_hour_and_ten_a_day(house: House) -> None:
    account_id = house.register()
    for _hour in range(2):
        for _ in range(5):
            send(house, account_id)
            house.wait(minutes=8)
        assert isinstance(house.do(accounts.send_code, OTHER_CHAT, account_id, "link"), CodesExhausted)
        house.wait(minutes=60)
    exhausted = house.do(accounts.send_code, CHAT, account_id, "link")
    assert exhausted.facts["until"] - house.clock.now() > chances.DAY / 2


def test_an_emailed_code_is_marked(house: House) -> None:
    account_id = house.linked()
    assert house.prove(OTHER_CHAT, account_id, channel="email").strength == "mail"


def test_no_code_by_email_at_a_first_connection(house: House) -> None:
    refused = house.do(accounts.send_code, CHAT, house.register(), "link", "email")
    assert refused == EmailNotAllowed(reason="first_connection", until=None)


def test_nobody_is_sent_nothing_at_the_same_cost(house: House) -> None:
    account_id = house.register()
    known = house.statements(accounts.send_code, CHAT, account_id, "link")
    unknown = house.statements(accounts.send_code, OTHER_CHAT, None, "link")
    assert known == unknown
    assert len(house.left("access_code")) == 1
    checks = [house.statements(accounts.check_code, chat, "link", "none") for chat in (CHAT, OTHER_CHAT)]
    assert checks[0] == checks[1]


def test_no_digits_are_stored(house: House) -> None:
    code = send(house, house.register())
    stored = house.do(lambda work: work.execute(AccessCode.__table__.select()).one())
    assert code not in str(stored._mapping).replace(stored.digest, "")
    assert len(stored.digest) == 64


def test_a_proof_of_another_chat_links_nothing(house: House) -> None:
    proof = house.prove(CHAT, house.register())
    assert house.do(accounts.link, OTHER_CHAT, proof.id) == ProofMissing()


async def test_wrong_codes_from_many_chats_at_once_stay_under_the_cap(house: House) -> None:
    account_id = house.register()
    for chat in range(3):
        send(house, account_id, chat=chat)
        house.wait(minutes=3)
    tries = [house.room.run(accounts.check_code, n % 3, "link", "none") for n in range(15)]
    answers = [type(answer) for answer in await asyncio.gather(*tries)]
    assert answers.count(CodeWrong) <= 9
    assert house.do(chances.spent, account_id).chances == 9


def test_who_waits_is_told_whether_a_code_for_this_is_on_its_way(house: House) -> None:
    account_id = house.linked()
    house.do(accounts.send_code, CHAT, account_id, "refresh")
    assert isinstance(house.do(accounts.send_code, CHAT, account_id, "refresh"), CodeTooSoon)
    assert isinstance(house.do(accounts.send_code, CHAT, account_id, "link"), CodeNotYet)
