"""Links: the first connection, one live chat per patient, takeover, and freshness."""

import asyncio
from datetime import timedelta

import pytest

from portal import accounts, bookmarks, privacy
from portal.accounts.refusals import (
    AccountLocked,
    CredentialsWrong,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    LinkMissing,
    NeedsFullCode,
    ProofMissing,
    TooManyTries,
)
from portal.errors import Refused
from tests.clock import START
from tests.portal.accounts.conftest import CHAT, EMAIL, HASH, OTHER_CHAT, House


def test_a_first_connection_links_the_chat_and_sets_the_password(house: House) -> None:
    account_id = house.linked()
    assert house.do(accounts.me, CHAT).full
    assert house.do(accounts.credentials, CHAT, EMAIL).password_hash == HASH
    assert house.do(accounts.reachable, [account_id, "nobody"]) == {account_id: CHAT}


def test_an_invitation_opens_many_times_and_links_once(house: House) -> None:
    account_id = house.register()
    invitation = house.do(accounts.invite, account_id)
    for chat in (CHAT, OTHER_CHAT):
        opened = house.do(accounts.open_invitation, chat, invitation.token)
        house.do(accounts.invitation_email_matches, chat, opened.invitation_id, EMAIL)
        house.do(accounts.propose_password, chat, opened.invitation_id, HASH)
    house.do(accounts.link, CHAT, house.prove(CHAT, account_id).id, opened.invitation_id)
    assert house.do(accounts.open_invitation, 3003, invitation.token) == InvitationUsed()


def test_an_invitation_lives_seven_days_and_a_new_one_replaces_it(house: House) -> None:
    account_id = house.register()
    old, new = house.do(accounts.invite, account_id), house.do(accounts.invite, account_id)
    assert house.do(accounts.open_invitation, CHAT, old.token) == InvitationExpired()
    assert house.do(accounts.open_invitation, CHAT, new.token).first_connection
    house.wait(days=7)
    assert house.do(accounts.open_invitation, CHAT, new.token) == InvitationExpired()


def test_the_invitation_leaves_by_email_and_fits_a_deep_link(house: House) -> None:
    token = house.do(accounts.invite, house.register()).token
    (mail,) = house.left("invitation")
    assert (mail["to"], mail["first_name"], mail["token"]) == (EMAIL, "Camille", token)
    assert 22 <= len(token) <= 64
    assert token.replace("-", "").replace("_", "").isalnum()


def test_guessing_invitations_makes_the_chat_wait(house: House) -> None:
    answers = [house.do(accounts.open_invitation, CHAT, f"guess{n}") for n in range(7)]
    assert answers[:6] == [InvitationUnknown()] * 6
    assert isinstance(answers[6], TooManyTries)


def test_a_link_of_one_kind_opens_no_other(house: House) -> None:
    """Tokens are looked for by keyed hashes, each kind by one of its own."""
    token = house.do(accounts.invite, house.register()).token
    others = (
        house.do(accounts.prove_reset, CHAT, token),
        house.do(accounts.open_reset, token),
        house.do(accounts.open_undo, token),
        house.do(privacy.by_token, token),
    )
    assert all(isinstance(one, Refused) for one in others)
    assert house.do(accounts.open_invitation, CHAT, token).first_connection


def test_the_invited_address_must_be_typed_before_a_password(house: House) -> None:
    token = house.do(accounts.invite, house.register()).token
    opened = house.do(accounts.open_invitation, CHAT, token)
    wrong = house.do(accounts.invitation_email_matches, CHAT, opened.invitation_id, "other@example.org")
    assert wrong == CredentialsWrong()
    assert house.do(accounts.propose_password, CHAT, opened.invitation_id, HASH) == InvitationUnknown()
    elsewhere = house.do(accounts.invitation_email_matches, OTHER_CHAT, opened.invitation_id, EMAIL)
    assert elsewhere == InvitationUnknown()


def test_a_code_alone_links_nothing(house: House) -> None:
    account_id = house.register()
    assert house.do(accounts.link, CHAT, house.prove(CHAT, account_id).id) == ProofMissing()
    linked = house.linked(email="other@example.org", chat=3003)
    assert house.do(accounts.link, CHAT, house.prove(CHAT, linked).id) == ProofMissing()


def test_who_opens_the_link_first_plants_nothing_in_the_account(house: House) -> None:
    """A link that was read by somebody else before she opens it: his password is that of his chat, hers of hers."""
    account_id = house.register()
    token = house.do(accounts.invite, account_id).token
    for chat, password in ((OTHER_CHAT, "the hash of another's"), (CHAT, HASH)):
        opened = house.do(accounts.open_invitation, chat, token)
        house.do(accounts.invitation_email_matches, chat, opened.invitation_id, EMAIL)
        house.do(accounts.propose_password, chat, opened.invitation_id, password)
    house.do(accounts.link, CHAT, house.prove(CHAT, account_id).id, opened.invitation_id)
    assert house.do(accounts.credentials, CHAT, EMAIL).password_hash == HASH
    again = house.do(accounts.propose_password, OTHER_CHAT, opened.invitation_id, "the hash of another's")
    assert again == InvitationUsed()
    assert house.do(accounts.me, OTHER_CHAT) is None


def test_somebody_else_s_link_opened_in_a_chat_leaves_it_whose_it_is(house: House) -> None:
    """She is sent the invitation of an account that is not hers: what she then does is not done in it."""
    hers, theirs = house.linked(), house.register("second@example.org")
    opened = house.do(accounts.open_invitation, CHAT, house.do(accounts.invite, theirs).token)
    assert house.do(accounts.me, CHAT).account_id == hers
    proof = house.prove(CHAT, theirs)  # even with a code of the other's phone, not without the address
    assert house.do(accounts.link, CHAT, proof.id, opened.invitation_id) == ProofMissing()
    assert house.do(accounts.me, CHAT).account_id == hers


def test_a_takeover_needs_a_full_code_and_tells_the_old_chat(house: House) -> None:
    account_id = house.linked()
    house.sign_in(OTHER_CHAT)
    mail = house.prove(OTHER_CHAT, account_id, channel="email")
    assert house.do(accounts.link, OTHER_CHAT, mail.id) == NeedsFullCode()
    house.wait(minutes=5)
    moved = house.do(accounts.link, OTHER_CHAT, house.prove(OTHER_CHAT, account_id).id)
    assert moved.moved_from == CHAT
    assert [told["who"] for told in house.left("link_moved")] == [str(CHAT)]
    assert house.do(accounts.me, CHAT) is None
    assert [old.end_reason for old in house.do(accounts.history, account_id)] == [None, "moved"]


def test_a_chat_speaks_for_one_account(house: House) -> None:
    first, second = house.linked(), house.linked(OTHER_CHAT, "second@example.org")
    house.sign_in(OTHER_CHAT)
    house.do(accounts.link, OTHER_CHAT, house.prove(OTHER_CHAT, first).id)
    assert house.do(accounts.linked_chats, [first, second]) == {first: OTHER_CHAT}
    assert house.do(accounts.history, second)[0].end_reason == "replaced"


def test_an_emailed_code_links_an_unlinked_account_as_a_weaker_session(house: House) -> None:
    account_id = house.linked()
    house.do(accounts.unlink, "patient", chat_id=CHAT)
    house.sign_in(OTHER_CHAT)
    house.do(accounts.link, OTHER_CHAT, house.prove(OTHER_CHAT, account_id, channel="email").id)
    me = house.do(accounts.me, OTHER_CHAT)
    assert (me.fresh, me.full) == (True, False)


def test_a_proof_links_once_and_not_for_long(house: House) -> None:
    account_id = house.register()
    invitation_id = house.open(CHAT, account_id)
    late = house.prove(CHAT, account_id)
    house.wait(minutes=15)
    assert house.do(accounts.link, CHAT, late.id, invitation_id) == ProofMissing()
    proof = house.prove(CHAT, account_id)
    assert isinstance(house.do(accounts.link, CHAT, proof.id, invitation_id), accounts.Linked)
    assert house.do(accounts.link, CHAT, proof.id, invitation_id) == ProofMissing()


def test_a_locked_account_shows_nothing(house: House) -> None:
    account_id = house.linked()
    house.sign_in(OTHER_CHAT)
    proof = house.prove(OTHER_CHAT, account_id)
    house.do(accounts.lock, account_id)
    assert house.do(accounts.me, CHAT) is None
    assert house.do(accounts.link, OTHER_CHAT, proof.id) == AccountLocked()
    house.do(accounts.unlock, account_id)
    assert house.do(accounts.me, CHAT).account_id == account_id


def test_after_thirty_days_without_use_a_code_is_asked(house: House) -> None:
    account_id = house.linked()
    house.wait(days=20)
    house.do(lambda work: accounts.touch(work, accounts.me(work, CHAT)))
    house.wait(days=20)
    assert house.do(accounts.me, CHAT).fresh
    house.wait(days=10)
    assert not house.do(accounts.me, CHAT).fresh
    house.do(accounts.refresh, CHAT, house.prove(CHAT, account_id, "refresh").id)
    assert house.do(accounts.me, CHAT).full


def test_using_a_link_is_written_once_a_day(house: House) -> None:
    house.linked()

    def use(work: object) -> None:
        accounts.touch(work, accounts.me(work, CHAT))

    assert len(house.statements(use)) == 1
    house.wait(days=1)
    assert len(house.statements(use)) == 2


def test_unlinking_is_said_once(house: House) -> None:
    account_id = house.linked()
    assert house.do(accounts.unlink, "operator", account_id=account_id).chat_id == CHAT
    assert house.do(accounts.unlink, "operator", account_id=account_id) == LinkMissing()


@pytest.mark.parametrize("purpose", ["refresh", "link"])
def test_a_refresh_needs_a_link_and_its_own_proof(house: House, purpose: str) -> None:
    account_id = house.register()
    refused = house.do(accounts.refresh, CHAT, house.prove(CHAT, account_id, purpose).id)
    assert refused == (LinkMissing() if purpose == "refresh" else ProofMissing())


def conversation(chat: int, account_id: str) -> bookmarks.Bookmark:
    return bookmarks.Bookmark(
        "b1", str(chat), "fill", 1, 1, "active", account_id, None, START + timedelta(days=3), {"answer": 1}
    )


def test_a_moved_link_ends_the_conversations_of_the_old_chat(house: House) -> None:
    account_id = house.linked()
    house.do(bookmarks.start, conversation(CHAT, account_id))
    house.sign_in(OTHER_CHAT)
    house.do(accounts.link, OTHER_CHAT, house.prove(OTHER_CHAT, account_id).id)
    assert house.do(bookmarks.active, str(CHAT)) is None


def test_linking_again_in_the_same_chat_keeps_its_conversations(house: House) -> None:
    account_id = house.linked()
    house.do(bookmarks.start, conversation(CHAT, account_id))
    house.sign_in(CHAT)
    again = house.do(accounts.link, CHAT, house.prove(CHAT, account_id).id)
    assert again.moved_from is None
    assert house.do(bookmarks.active, str(CHAT)).data == {"answer": 1}


async def test_one_proof_used_at_the_same_time_links_once(house: House) -> None:
    account_id = house.register()
    invitation_id = house.open(CHAT, account_id)
    proof = house.prove(CHAT, account_id)
    tries = [house.room.run(accounts.link, CHAT, proof.id, invitation_id) for _ in range(8)]
    results = await asyncio.gather(*tries)
    assert sorted(type(result).__name__ for result in results) == ["Linked"] + ["ProofMissing"] * 7


async def test_one_account_linked_from_many_chats_at_once_has_one_live_link(house: House) -> None:
    account_id = house.register()
    chats = range(11, 16)
    opened = {chat: house.open(chat, account_id) for chat in chats[-1:]}
    house.do(accounts.link, 15, house.prove(15, account_id).id, opened[15])
    proofs = {}
    for chat in chats[:-1]:
        house.sign_in(chat)
        house.wait(minutes=13)
        proofs[chat] = house.prove(chat, account_id)
    house.clock.move(-timedelta(minutes=40))
    await asyncio.gather(*(house.room.run(accounts.link, chat, proof.id) for chat, proof in proofs.items()))
    lines = house.do(accounts.history, account_id)
    assert [line.end_reason for line in lines].count(None) == 1
    assert len(lines) == 5
