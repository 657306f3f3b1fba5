"""Sharing: who may invite whom, how often; what an answer needs; and what each refusal leaves in the journal."""

import asyncio
from datetime import timedelta

import pytest

from portal import accounts, authorisations
from portal.accounts import addresses, contact_changes
from portal.accounts import store as accounts_store
from portal.accounts.refusals import EmailAccented, EmailInvalid, NeedsFullCode
from portal.authorisations import HOLDER, PARENT, Right
from portal.carnets import accepting, entering, inviting, sharing, store
from portal.carnets.accepting import Answered
from portal.carnets.entering import FirstConnection, NewAccount, SignIn
from portal.carnets.refusals import (
    AlreadyInvited,
    AlreadyShared,
    BirthDateMissing,
    BirthDateWrong,
    CarnetLocked,
    HolderOnly,
    HolderStays,
    NotInvited,
    OwnAddress,
    SentJustNow,
    ShareCancelled,
    ShareExpired,
    ShareUnknown,
    ShareUsed,
    TooManyInvitations,
    TooManyParents,
)
from portal.work import Work
from tests.databases import on_postgres, on_sqlite
from tests.portal.carnets.conftest import BORN, TODAY, Family


def share(family: Family, carnet: str, whom: str = "thomas") -> None:
    one = family.invite(carnet, whom)
    assert family.do(accepting.prove, family.me(whom), one.id, BORN) is None
    answered = family.do(accepting.accept, family.me(whom), one.id)
    assert answered == Answered(carnet, sure=True)


def test_who_accepted_may_read_fill_in_and_deposit_but_not_hold(family: Family) -> None:
    carnet = family.carnet()
    share(family, carnet)
    assert family.told(carnet)[-6:] == ["share_proven", *["granted"] * 4, "share_accepted"]
    assert [right for right in HOLDER if family.may("thomas", carnet, right)] == list(PARENT)


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("nadia@example.org", OwnAddress()),
        (" NADIA@Example.org", OwnAddress()),
        ("zoé@example.org", EmailAccented()),
        ("nobody", EmailInvalid()),
        (f"{'x' * 65}@example.org", EmailInvalid()),
        (f"x@{'x' * 300}.org", EmailInvalid()),
        ("", EmailInvalid()),
    ],
)
@on_sqlite
def test_an_address_that_cannot_be_the_other_parent_s_is_refused(
    family: Family, address: str, refused: object
) -> None:
    carnet = family.carnet()
    made = family.do(inviting.invite, family.me("nadia"), family.access("nadia", carnet), address)
    assert made == refused
    assert family.told(carnet)[-1] == "share_refused"


def test_an_invitation_leaves_the_same_whether_the_address_has_an_account_or_not(family: Family) -> None:
    carnet = family.carnet()
    family.somebody("thomas")
    known, unknown = family.invite(carnet, "thomas"), family.invite(carnet, "nobody")
    assert (known.state, known.sent) == (unknown.state, unknown.sent)
    assert family.left() == ["carnet_invitation", "carnet_invitation"]


def test_a_weak_session_neither_invites_nor_accepts(family: Family) -> None:
    carnet = family.carnet()
    weak = family.me("nadia", "mail")
    refused = family.do(inviting.invite, weak, family.access("nadia", carnet), "thomas@example.org")
    assert refused == NeedsFullCode()
    one = family.invite(carnet, "thomas")
    family.do(accepting.prove, family.me("thomas"), one.id, BORN)
    assert family.do(accepting.accept, family.me("thomas", "mail"), one.id) == NeedsFullCode()


def test_two_people_at_most_share_a_carnet_those_invited_included(family: Family) -> None:
    carnet = family.carnet()
    share(family, carnet)
    assert family.try_to_invite(carnet, "thomas") == AlreadyShared()
    invited = family.invite(carnet, "claire")
    assert family.try_to_invite(carnet, "claire") == AlreadyInvited()
    assert family.try_to_invite(carnet, "denis") == TooManyParents(most=2)
    family.do(inviting.cancel, family.access("nadia", carnet), invited.id)
    family.invite(carnet, "denis")


def test_an_invitation_is_sent_again_not_too_soon_nor_too_often_and_the_old_link_dies(family: Family) -> None:
    carnet = family.carnet()
    access, nadia = family.access("nadia", carnet), family.me("nadia")
    one = family.invite(carnet, "thomas")
    before = family.do(token_key, one.id)
    assert isinstance(family.do(inviting.resend, nadia, access, one.id), SentJustNow)
    for _ in range(inviting.MOST_SENT - 1):
        family.wait(minutes=6)
        again = family.do(inviting.resend, nadia, access, one.id)
        assert isinstance(again, store.Invitation), again
    family.wait(minutes=6)
    assert isinstance(family.do(inviting.resend, nadia, access, one.id), TooManyInvitations)
    assert family.do(token_key, one.id) != before


def token_key(work: store.Work, invitation_id: str) -> str:
    from sqlalchemy import select

    return str(work.execute(select(store.row.token_key).where(store.row.id == invitation_id)).scalar_one())


def test_a_parent_sends_ten_invitations_a_day(family: Family) -> None:
    carnet = family.carnet()
    for n in range(inviting.PER_DAY):
        one = family.invite(carnet, f"somebody{n}")
        family.do(inviting.cancel, family.access("nadia", carnet), one.id)
    assert isinstance(family.try_to_invite(carnet, "thomas"), TooManyInvitations)
    family.wait(days=1)
    family.invite(carnet, "thomas")


def test_nothing_is_accepted_without_the_birth_date_nor_by_somebody_else(family: Family) -> None:
    carnet = family.carnet()
    one = family.invite(carnet, "thomas")
    assert family.do(accepting.accept, family.me("thomas"), one.id) == BirthDateMissing()
    assert family.do(accepting.prove, family.me("denis"), one.id, BORN) == NotInvited()
    family.do(accepting.prove, family.me("thomas"), one.id, BORN)
    assert family.do(accepting.accept, family.me("denis"), one.id) == NotInvited()
    assert family.do(accepting.accept, family.me("thomas"), "nothing") == ShareUnknown()
    assert not family.may("denis", carnet)


def test_three_wrong_dates_lock_the_carnet_whoever_gives_them(family: Family) -> None:
    carnet = family.carnet()
    one, other = family.invite(carnet, "thomas"), family.invite(carnet, "claire")
    next_day = BORN + timedelta(days=1)
    assert family.do(accepting.prove, family.me("thomas"), one.id, next_day) == BirthDateWrong(left=2)
    assert family.do(accepting.prove, family.me("claire"), other.id, TODAY) == BirthDateWrong(left=1)
    assert family.do(accepting.prove, family.me("claire"), other.id, TODAY) == CarnetLocked()
    assert family.do(accepting.prove, family.me("thomas"), one.id, BORN) == CarnetLocked()
    family.do(inviting.cancel, family.access("nadia", carnet), one.id)
    assert family.try_to_invite(carnet, "thomas") == CarnetLocked()
    assert "carnet_news" in family.left()  # the holder, who has no chat here, is told


def test_a_lock_takes_back_what_was_proven_before(family: Family) -> None:
    carnet = family.carnet()
    one, other = family.invite(carnet, "thomas"), family.invite(carnet, "claire")
    family.do(accepting.prove, family.me("thomas"), one.id, BORN)
    for _ in range(3):
        family.do(accepting.prove, family.me("claire"), other.id, TODAY)
    assert family.do(accepting.accept, family.me("thomas"), one.id) == CarnetLocked()


def test_an_answer_after_it_is_over_says_what_it_is(family: Family) -> None:
    carnet = family.carnet()
    one = family.invite(carnet, "thomas")
    family.do(accepting.prove, family.me("thomas"), one.id, BORN)
    family.do(inviting.cancel, family.access("nadia", carnet), one.id)
    assert family.do(accepting.accept, family.me("thomas"), one.id) == ShareCancelled()
    share(family, carnet)
    (latest,) = [one for one in family.do(store.of_carnet, carnet) if one.state == "accepted"]
    assert family.do(accepting.accept, family.me("thomas"), latest.id) == ShareUsed()
    assert family.told(carnet).count("share_refused") == 2


def test_an_old_invitation_is_too_old_even_before_time_has_ticked(family: Family) -> None:
    one = family.invite(family.carnet(), "thomas")
    family.do(accepting.prove, family.me("thomas"), one.id, BORN)
    family.clock.move(inviting.VALID)
    assert family.do(accepting.accept, family.me("thomas"), one.id) == ShareExpired()


def test_the_holder_is_removed_by_nobody_not_even_herself(family: Family) -> None:
    carnet = family.carnet()
    share(family, carnet)
    theirs = family.access("thomas", carnet, Right.READ)
    assert family.do(sharing.stop, theirs, family.somebody("nadia")) == HolderStays()
    assert family.do(sharing.stop, family.access("nadia", carnet), family.somebody("nadia")) == HolderStays()
    assert family.do(sharing.stop, theirs, family.somebody("denis")) == ShareUnknown()
    assert family.do(sharing.stop, theirs, family.somebody("thomas")) is None
    assert (family.may("nadia", carnet), family.may("thomas", carnet)) == (True, False)


def test_who_shares_a_carnet_ends_nobody_else_s_share(family: Family) -> None:
    carnet = family.carnet()
    share(family, carnet)
    share(family, carnet, "claire")
    theirs = family.access("thomas", carnet, Right.READ)
    assert family.do(sharing.stop, theirs, family.somebody("claire")) == HolderOnly()
    assert family.may("claire", carnet)


def test_the_holder_of_one_carnet_touches_no_invitation_to_another(family: Family) -> None:
    one = family.invite(family.carnet(), "thomas")
    hers = family.access("claire", family.carnet("claire"))
    assert family.do(inviting.cancel, hers, one.id) == ShareUnknown()
    assert family.do(inviting.resend, family.me("claire"), hers, one.id) == ShareUnknown()
    assert family.do(store.get, one.id).state == "waiting"


def test_an_account_that_somebody_uses_is_never_forgotten_with_an_invitation(family: Family) -> None:
    carnet = family.carnet()
    enrolled(family, carnet, "denis")
    family.wait(days=31)
    assert family.do(accounts.find, "denis@example.org") == family.somebody("denis")


def enrolled(family: Family, carnet: str, whom: str) -> str:
    """Somebody without an account who opened one through an invitation, and proved the date; the invitation's id."""
    one = family.invite(carnet, whom)
    begun = family.do(entering.begin_account, 9001, one.id, "06 39 98 00 43", "Denis", "Lenoir")
    assert isinstance(begun, accounts.InvitationOpened), begun
    family.do(accounts_store.change, begun.account_id, password="hash")
    family.known[whom] = begun.account_id
    assert family.do(accepting.prove, family.me(whom), one.id, BORN) is None
    assert family.do(accepting.accept, family.me(whom), one.id) == Answered(carnet, sure=False)
    return one.id


def test_a_stranger_gets_nothing_before_the_inviting_parent_has_said_yes(family: Family) -> None:
    carnet = family.carnet()
    one = enrolled(family, carnet, "denis")
    assert not family.may("denis", carnet)
    assert family.do(accepting.confirm, family.me("thomas"), one, right=True) == ShareUnknown()
    assert family.do(accepting.confirm, family.me("nadia", "mail"), one, right=True) == NeedsFullCode()
    assert isinstance(family.do(accepting.confirm, family.me("nadia"), one, right=True), store.Invitation)
    assert family.may("denis", carnet)
    assert family.do(accepting.confirm, family.me("nadia"), one, right=True) == ShareUsed()


def test_a_stranger_whom_the_inviting_parent_does_not_know_gets_nothing(family: Family) -> None:
    carnet = family.carnet()
    one = enrolled(family, carnet, "denis")
    assert isinstance(
        family.do(accepting.confirm, family.me("nadia", "mail"), one, right=False), store.Invitation
    )
    assert not family.may("denis", carnet)
    assert family.do(accepting.confirm, family.me("nadia"), one, right=True) == ShareUnknown()


def test_a_yes_that_comes_too_late_opens_nothing(family: Family) -> None:
    carnet = family.carnet()
    one = enrolled(family, carnet, "denis")
    family.clock.move(accepting.TO_CONFIRM)
    assert family.do(accepting.confirm, family.me("nadia"), one, right=True) == ShareExpired()
    assert not family.may("denis", carnet)


def test_a_stranger_who_is_confirmed_once_is_asked_about_again_for_another_child(family: Family) -> None:
    first, second = family.carnet(), family.carnet("claire")
    family.do(accepting.confirm, family.me("nadia"), enrolled(family, first, "denis"), right=True)
    one = family.try_to_invite(second, "denis", "claire")
    family.do(accepting.prove, family.me("denis"), one.id, BORN)
    assert family.do(accepting.accept, family.me("denis"), one.id) == Answered(second, sure=False)


def test_a_stranger_whom_nobody_confirms_is_forgotten_after_thirty_days(family: Family) -> None:
    carnet = family.carnet()
    one = enrolled(family, carnet, "denis")
    family.wait(days=31)
    assert family.do(store.get, one).state == "expired"
    assert not isinstance(family.do(accepting.confirm, family.me("nadia"), one, right=True), store.Invitation)
    assert not family.may("denis", carnet)


def test_a_link_leads_to_what_its_address_needs(family: Family) -> None:
    carnet = family.carnet()
    one = family.invite(carnet, "thomas")
    assert family.do(entering.enter, 9001, one) == NewAccount()
    family.do(entering.begin_account, 9001, one.id, "06 39 98 00 43", "Thomas", "Petit")
    assert family.do(entering.enter, 9001, one) == NewAccount()  # begun, not finished
    known = family.somebody("claire")
    other = family.invite(carnet, "claire")
    assert isinstance(family.do(entering.enter, 9001, other), FirstConnection)
    family.do(accounts_store.change, known, password="hash")
    assert family.do(entering.enter, 9001, other) == SignIn()


def test_the_invited_address_is_wiped_once_nothing_waits_for_it(family: Family) -> None:
    carnet = family.carnet()
    one = family.invite(carnet, "thomas")
    key = addresses.email_key(family.room.keys, "thomas@example.org")
    assert family.do(store.for_address, key)[0].email == "thomas@example.org"
    family.do(inviting.cancel, family.access("nadia", carnet), one.id)
    family.tick()
    assert family.do(store.get, one.id).email == ""


@on_sqlite
def test_nothing_personal_is_stored_clear(family: Family) -> None:
    family.invite(family.carnet(), "thomas")
    rows = family.do(lambda work: work.connection.exec_driver_sql("SELECT * FROM carnet_invitations").all())
    assert "thomas" not in repr(rows).casefold()


def test_who_reads_is_listed_with_the_holder_first(family: Family) -> None:
    carnet = family.carnet()
    share(family, carnet)
    found = family.do(sharing.partners, family.access("thomas", carnet, Right.READ))
    assert [(one.first_name, one.holds) for one in found] == [("Nadia", True), ("Thomas", False)]
    assert authorisations.carnet_record(carnet)


@on_postgres
async def test_cancelling_and_accepting_at_the_same_time_do_one_of_both(family: Family) -> None:
    carnet = family.carnet()
    for _ in range(8):
        one = family.invite(carnet, "thomas")
        family.do(accepting.prove, family.me("thomas"), one.id, BORN)
        hold, thomas = family.access("nadia", carnet), family.me("thomas")
        cancelled, answered = await asyncio.gather(
            family.room.run(inviting.cancel, hold, one.id), family.room.run(accepting.accept, thomas, one.id)
        )
        assert (cancelled is None) == (answered == ShareCancelled())
        assert family.may("thomas", carnet) == isinstance(answered, Answered)
        family.do(sharing.stop, hold, family.somebody("thomas"))


@on_postgres
async def test_wrong_dates_given_at_the_same_time_are_three_in_all(family: Family) -> None:
    carnet = family.carnet()
    ids = {whom: family.invite(carnet, whom).id for whom in ("thomas", "claire")}
    tries = [
        family.room.run(accepting.prove, family.me(whom), one, TODAY)
        for whom, one in ids.items()
        for _ in range(4)
    ]
    found = await asyncio.gather(*tries)
    assert sorted(one.facts.get("left", 0) for one in found) == [0, 0, 0, 0, 0, 0, 1, 2]


def moved(work: Work, account_id: str, email: str) -> None:
    """Have an account give its address up for another."""
    owner = accounts_store.by_id(work, account_id)
    assert owner is not None
    contact_changes.make(work, owner, "email", email)


def test_an_invitation_follows_whoever_had_the_address_when_it_was_sent(family: Family) -> None:
    thomas, carnet = family.somebody("thomas"), family.carnet()
    sent = family.invite(carnet, "thomas")
    family.wait(hours=1)
    family.do(moved, thomas, "thomas@elsewhere.example.org")
    assert [one.invitation.id for one in family.do(accepting.addressed_to, family.me("thomas"))] == [sent.id]
    assert family.do(accepting.prove, family.me("thomas"), sent.id, BORN) is None
    assert isinstance(family.do(accepting.accept, family.me("thomas"), sent.id), Answered)


def test_an_invitation_to_an_address_she_has_given_up_is_not_hers(family: Family) -> None:
    thomas, carnet = family.somebody("thomas"), family.carnet()
    family.do(moved, thomas, "thomas@elsewhere.example.org")
    family.wait(hours=1)
    sent = family.invite(carnet, "thomas")
    assert family.do(accepting.addressed_to, family.me("thomas")) == []
    assert family.do(accepting.asked, family.me("thomas"), sent.id) == NotInvited()


def test_an_invitation_to_the_new_address_is_hers(family: Family) -> None:
    thomas, carnet = family.somebody("thomas"), family.carnet()
    sent = family.invite(carnet, "thomas@elsewhere.example.org")
    family.do(moved, thomas, "thomas@elsewhere.example.org")
    assert [one.invitation.id for one in family.do(accepting.addressed_to, family.me("thomas"))] == [sent.id]
