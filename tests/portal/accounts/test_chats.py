"""Chats: the language one is spoken to in, who may be reminded, and consent that belongs to a person."""

from typing import Any

from sqlalchemy import func, select

from portal import accounts
from portal.accounts import store, sweep
from portal.accounts.model import Invitation, Opening
from portal.work import Work
from tests.portal.accounts.conftest import CHAT, OTHER_CHAT, House


def test_a_language_is_set_chosen_guessed_or_given(house: House) -> None:
    house.do(accounts.meet, CHAT, "pt-BR")
    house.do(accounts.meet, OTHER_CHAT, "ja")
    assert [house.do(accounts.reader, chat).language for chat in (CHAT, OTHER_CHAT)] == ["pt", "fr"]
    house.do(accounts.choose_language, CHAT, "es")
    assert house.do(accounts.reader, CHAT).language == "es"
    account_id = house.linked()
    house.do(store.change, account_id, language="ar")
    assert house.do(accounts.reader, CHAT).language == "ar"
    assert house.do(accounts.me, CHAT).language == "ar"


def test_a_code_is_sent_in_the_language_of_the_chat_that_asks(house: House) -> None:
    account_id = house.register(language="fr")
    house.do(accounts.meet, CHAT, "en")
    house.do(accounts.choose_language, OTHER_CHAT, "ar")
    for chat in (CHAT, OTHER_CHAT):
        house.do(accounts.send_code, chat, account_id, "link", "sms")
        house.wait(minutes=5)
    assert [sent["language"] for sent in house.left("access_code")] == ["fr", "ar"]


def test_choosing_a_language_sets_the_linked_account(house: House) -> None:
    account_id = house.linked()
    house.do(accounts.choose_language, CHAT, "en")
    assert house.do(accounts.show, account_id).language == "en"


def test_linking_gives_the_account_the_language_of_its_chat(house: House) -> None:
    house.do(accounts.meet, CHAT, "en")
    assert house.do(accounts.show, house.linked()).language == "en"


def test_what_was_chosen_in_the_chat_counts_more_than_what_the_operator_set(house: House) -> None:
    house.do(accounts.choose_language, CHAT, "ar")
    assert house.do(accounts.show, house.linked(language="fr")).language == "ar"


def test_a_guess_does_not_change_what_the_operator_set(house: House) -> None:
    house.do(accounts.meet, CHAT, "en")
    assert house.do(accounts.show, house.linked(language="es")).language == "es"


def test_a_language_that_is_not_spoken_here_is_not_kept(house: House) -> None:
    house.do(accounts.meet, CHAT, "ja")
    assert house.do(accounts.show, house.linked()).language is None


def test_easier_sentences_go_with_a_language_that_has_them(house: House) -> None:
    house.do(accounts.choose_language, CHAT, "fr", plain=True)
    assert house.do(accounts.reader, CHAT).language == "fr-simple"
    house.do(accounts.choose_language, CHAT, "en", plain=True)
    assert house.do(accounts.reader, CHAT).language == "en"


def test_nothing_is_sent_to_who_blocked_or_stopped(house: House) -> None:
    account_id = house.linked()
    house.do(accounts.blocked, CHAT)
    assert house.do(accounts.reachable, [account_id]) == {}
    house.do(accounts.meet, CHAT)
    assert house.do(accounts.reachable, [account_id]) == {account_id: CHAT}
    house.do(accounts.stop_notices, CHAT)
    assert house.do(accounts.reachable, [account_id]) == {}
    assert house.do(accounts.linked_chats, [account_id]) == {account_id: CHAT}


def test_the_latest_answer_to_this_version_counts(house: House) -> None:
    house.do(accounts.refuse, CHAT, None, "2026-01")
    assert not house.do(accounts.has_consented, CHAT, "2026-01")
    house.do(accounts.consent, CHAT, None, "2026-01")
    assert house.do(accounts.has_consented, CHAT, "2026-01")
    assert not house.do(accounts.has_consented, CHAT, "2026-02")
    house.do(accounts.withdraw, CHAT, None, "2026-01")
    assert not house.do(accounts.has_consented, CHAT, "2026-01")


def test_consent_given_before_linking_becomes_the_patients(house: House) -> None:
    house.do(accounts.consent, CHAT, None, "2026-01")
    account_id = house.linked()
    assert [c.answer for c in house.do(accounts.consents_of, account_id)] == ["given"]
    assert house.do(accounts.has_consented, CHAT, "2026-01")


def test_who_was_here_before_has_not_agreed_for_her(house: House) -> None:
    house.do(accounts.consent, CHAT, None, "2026-01")
    house.linked()
    house.do(accounts.unlink, "patient", chat_id=CHAT)
    assert not house.do(accounts.has_consented, CHAT, "2026-01")


def test_what_no_longer_matters_is_swept(house: House) -> None:
    house.linked()
    house.sign_in(OTHER_CHAT, "wrong")
    assert house.do(sweep.forget) == 0
    house.wait(days=31)
    assert house.do(sweep.forget) > 2


def test_what_is_swept_is_few_rows_of_all_kinds_together(house: House) -> None:
    house.linked()
    house.linked(email="other@example.org", chat=OTHER_CHAT)
    house.wait(days=100)
    gone = [house.do(sweep.forget, 3) for _ in range(9)]
    assert (max(gone), gone[-1]) == (3, 0)


def test_an_invitation_and_what_a_chat_proposed_to_it_go_in_time(house: House) -> None:
    house.linked()
    house.wait(days=90)
    house.do(sweep.forget)
    # It was valid for seven days: until then its link is still explained.
    assert house.do(count, Opening) == 1
    house.wait(days=7)
    house.do(sweep.forget)
    assert (house.do(count, Invitation), house.do(count, Opening)) == (0, 0)


def test_how_she_likes_to_read_follows_her_to_another_chat_and_no_stranger(house: House) -> None:
    account_id = house.linked()
    house.do(accounts.choose_display, account_id, accounts.Display(spacious=True, plain=True))
    house.do(accounts.meet, OTHER_CHAT)
    assert house.do(accounts.reader, CHAT)[-2:] == (True, True)
    assert house.do(accounts.reader, OTHER_CHAT)[-2:] == (False, False)
    house.sign_in(OTHER_CHAT)
    house.do(accounts.link, OTHER_CHAT, house.prove(OTHER_CHAT, account_id).id)
    assert [house.do(accounts.reader, chat)[-2:] for chat in (CHAT, OTHER_CHAT)] == [
        (False, False),
        (True, True),
    ]


def count(work: Work, table: Any) -> int:
    return work.execute(select(func.count()).select_from(table)).scalar_one()
