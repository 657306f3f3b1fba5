"""Leaving as the portal sees it: what is refused, what is suspended and comes back, what time brings."""

from datetime import timedelta
from typing import Any

from portal import accounts, authorisations, emergencies, followups, journal, privacy
from portal.accounts.refusals import NeedsFullCode, ProofMissing
from portal.authorisations import NoRight, Operator, Professional, Right, carnet_record, patient_record
from portal.carnets import inviting
from portal.carnets import store as carnets
from portal.privacy import AlreadyLeft, Left, NotHeld
from tests.databases import on_sqlite
from tests.portal.privacy.conftest import Home, me

CHAT = 1001


def leave(home: Home, account_id: str, chat: int = CHAT) -> Any:
    home.wait(hours=2)
    proof = home.prove(chat, account_id, privacy.PURPOSE)
    return home.do(privacy.leave, chat, me(account_id), proof.id, "done")


def sign_in(home: Home, account_id: str, email: str, chat: int = CHAT) -> Any:
    home.sign_in(chat, email=email)
    return home.do(accounts.link, chat, home.prove(chat, account_id).id)


def may(home: Home, doctor: str, right: Right, record: str) -> bool:
    return not isinstance(home.do(authorisations.require, Professional(doctor), right, record), NoRight)


def told(home: Home, record: str) -> list[str]:
    return [line.action for line in home.do(journal.read, record)]


def test_everything_suspended_comes_back_as_it_was(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    record = patient_record(ada)
    home.follow(ada)
    before = {cell for cell in home.cells() if cell[0].startswith("grants.")}
    assert isinstance(leave(home, ada), Left)
    assert not may(home, home.doctor(), Right.READ, record)
    home.later(days=29)
    linked = sign_in(home, ada, "zibeline.ada@example.org")
    assert linked.came_back
    assert home.do(privacy.come_back, ada).followups == 1
    assert {cell for cell in home.cells() if cell[0].startswith("grants.")} == before
    assert {"left", "suspended", "restored", "came_back"} <= set(told(home, record))


@on_sqlite
def test_a_sign_in_by_another_way_is_coming_back_too(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    home.follow(ada)
    leave(home, ada)
    home.later(days=29)
    sign_in(home, ada, "zibeline.ada@example.org")
    home.later(days=5)
    assert may(home, home.doctor(), Right.READ, patient_record(ada))
    assert home.do(accounts.leaving_since, ada) is None


@on_sqlite
def test_a_proof_by_mail_or_of_another_purpose_closes_nothing(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    home.wait(hours=2)
    weak = home.prove(CHAT, ada, privacy.PURPOSE, channel="email")
    assert home.do(privacy.leave, CHAT, me(ada), weak.id, None) == NeedsFullCode()
    home.wait(hours=2)
    other = home.prove(CHAT, ada, "refresh")
    assert home.do(privacy.leave, CHAT, me(ada), other.id, None) == ProofMissing()
    assert home.do(accounts.leaving_since, ada) is None


@on_sqlite
def test_who_has_left_is_written_to_about_nothing_else(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    leave(home, ada)
    assert home.do(accounts.lost, [ada]) == set()
    assert home.do(accounts.reachable, [ada]) == home.do(accounts.spoken_to, [ada]) == {}


@on_sqlite
def test_an_emergency_that_stands_goes_on_and_no_other_is_opened(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    record, why = patient_record(ada), "Malaise sur la voie publique."
    home.wait(hours=2)
    home.do(emergencies.open_record, home.doctor(), record, why)
    proof = home.prove(CHAT, ada, privacy.PURPOSE)
    home.do(privacy.leave, CHAT, me(ada), proof.id, None)
    assert may(home, home.doctor(), Right.EMERGENCY, record)
    assert home.do(emergencies.open_record, home.doctor(1), record, why) == NoRight()
    home.wait(hours=4)
    assert not may(home, home.doctor(), Right.EMERGENCY, record)


@on_sqlite
def test_what_she_had_asked_another_parent_is_taken_back(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    child = home.carnet(ada)
    home.do(inviting.invite, me(ada), home.access(ada, Right.HOLD, carnet_record(child)), "autre@example.org")
    leave(home, ada)
    assert home.do(carnets.standing, child) == []


@on_sqlite
def test_the_other_parent_cannot_send_away_who_may_come_back(home: Home) -> None:
    ada, bob = home.somebody("ada", CHAT), home.somebody("bob", 2002)
    record = carnet_record(home.carnet(ada, bob))
    leave(home, ada)
    assert {one.holds for one in home.do(authorisations.parents, record)} == {True}
    home.later(days=31)
    assert [one.account_id for one in home.do(authorisations.parents, record)] == [bob]


@on_sqlite
def test_when_both_parents_leave_the_carnet_goes_with_the_last_and_is_there_for_who_comes_back(
    home: Home,
) -> None:
    ada, bob = home.somebody("ada", CHAT), home.somebody("bob", 2002)
    record = carnet_record(home.carnet(ada, bob))
    leave(home, ada)
    home.later(days=10)
    assert [one.heir for one in home.do(privacy.prospect, home.access(bob)).carnets] == [""]
    leave(home, bob, 2002)
    home.erase(bob)
    assert [one.account_id for one in home.do(authorisations.parents, record)] == [ada]
    home.later(days=31)
    assert {cell for cell in home.cells() if cell[0].startswith("carnets.")} == set()


@on_sqlite
def test_she_is_told_three_days_before_once_and_not_when_she_is_back(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    leave(home, ada)
    home.later(days=26, hours=23)
    assert home.left("leaving_soon") == []
    home.later(hours=2)
    home.later(hours=2)
    assert sorted(one["queue"] for one in home.left("leaving_soon")) == ["email", "telegram"]


@on_sqlite
def test_leaving_twice_is_leaving_once(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    left = leave(home, ada)
    assert home.do(privacy.leaving.depart, ada, "operator", home.clock.now()) == AlreadyLeft(
        erase_at=left.erase_at
    )


@on_sqlite
def test_a_hold_that_is_over_holds_nothing_and_none_can_be_released(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    hold = home.do(authorisations.require, Operator(), Right.HOLD, patient_record(ada))
    assert home.do(privacy.release, hold) == NotHeld()
    home.do(privacy.place, hold, home.clock.now() + timedelta(days=40), "enquête")
    leave(home, ada)
    home.later(days=31)
    assert home.do(accounts.leaving_since, ada) is not None
    home.later(days=10)
    assert home.where(ada) <= {"journal.record", "journal.actor", "journal.subject"}


@on_sqlite
def test_a_follow_up_that_the_care_team_had_stopped_stays_stopped(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    stopped, running = home.follow(ada), home.follow(ada)
    home.do(
        followups.stop,
        home.do(authorisations.require, Operator(), Right.FOLLOW, patient_record(ada)),
        stopped,
    )
    leave(home, ada)
    home.later(days=1)
    sign_in(home, ada, "zibeline.ada@example.org")
    home.do(privacy.come_back, ada)
    assert home.do(privacy.take_up, me(ada)) == 1
    going = [one for one in home.do(followups.store.followups_of, ada) if one.stopped_at is None]
    assert [one.id for one in going] == [running]


def with_child(home: Home, *parents: str) -> tuple[str, str]:
    """A carnet of these parents that is followed, its form of the day open; its record and its follow-up."""
    record = carnet_record(home.carnet(*parents))
    return record, home.follow(parents[0], record)


def to_next_morning(home: Home) -> None:
    now = home.clock.now()
    home.later(hours=(33 - now.hour) % 24 or 24)


def reminded(home: Home) -> list[str]:
    """To which chats reminders go, of what is due by now."""
    while home.do(followups.release_due):
        pass
    before = len(home.left("form_due"))
    while home.do(followups.remind_due):
        pass
    return [one["who"] for one in home.left("form_due")[before:]]


def test_the_parent_who_holds_the_carnet_from_then_on_is_the_one_who_is_reminded(home: Home) -> None:
    ada, bob = home.somebody("ada", CHAT), home.somebody("bob", 2002)
    record, followup = with_child(home, ada, bob)
    assert reminded(home) == [str(CHAT)]
    home.do(accounts.set_timezone, bob, "Indian/Reunion")
    leave(home, ada)
    assert reminded(home) == ["2002"]
    (going,) = home.do(followups.store.followups_of, record)
    assert (going.id, going.stopped_at, going.zone) == (followup, None, "Indian/Reunion")
    to_next_morning(home)
    assert reminded(home) == ["2002"]
    assert home.left("patient_left") == []
    home.send(bob, record=record)


@on_sqlite
def test_back_again_she_is_reminded_and_the_other_no_more(home: Home) -> None:
    ada, bob = home.somebody("ada", CHAT), home.somebody("bob", 2002)
    record, _followup = with_child(home, ada, bob)
    home.do(accounts.set_timezone, bob, "Indian/Reunion")
    leave(home, ada)
    home.later(days=3)
    sign_in(home, ada, "zibeline.ada@example.org")
    assert home.do(privacy.come_back, ada).followups == 0
    (going,) = home.do(followups.store.followups_of, record)
    assert going.zone != "Indian/Reunion"
    assert set(reminded(home)) == {str(CHAT)}


def test_a_carnet_that_goes_along_is_followed_no_more_and_its_team_is_told_once(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    record, followup = with_child(home, ada)
    own = home.follow(ada)
    home.send(ada, record=record)
    prospect = home.do(privacy.prospect, home.access(ada))
    assert (prospect.followups, prospect.alerts) == (2, 1)
    leave(home, ada)
    assert {one["account_id"]: one["followups"] for one in home.left("patient_left")} == {
        ada: [own],
        record: [followup],
    }
    (child,) = [one for one in home.left("patient_left") if one["account_id"] == record]
    assert (child["who"], child["alerts"], child["to"]) == ("Z.", 1, "equipe@example.org")
    to_next_morning(home)
    assert reminded(home) == []
    assert "followup_stopped" in told(home, record)
    assert len(home.left("patient_left")) == 2


def test_what_went_along_is_taken_up_again_when_she_is_back(home: Home) -> None:
    ada = home.somebody("ada", CHAT)
    record, _followup = with_child(home, ada)
    home.follow(ada)
    leave(home, ada)
    home.later(days=5)
    sign_in(home, ada, "zibeline.ada@example.org")
    assert home.do(privacy.come_back, ada).followups == 2
    assert reminded(home) == []
    assert home.do(privacy.take_up, me(ada)) == 2
    assert sorted(one["account_id"] for one in home.left("patient_back")) == sorted([ada, record])
    to_next_morning(home)
    assert reminded(home) == [str(CHAT)] * 2
    assert isinstance(home.do(privacy.take_up, me(ada)), followups.FollowUpUnknown)


@on_sqlite
def test_when_both_parents_leave_whoever_comes_back_takes_the_child_s_follow_up_up(home: Home) -> None:
    ada, bob = home.somebody("ada", CHAT), home.somebody("bob", 2002)
    record, followup = with_child(home, ada, bob)
    leave(home, ada)
    assert home.left("patient_left") == []
    home.later(days=2)
    assert home.do(privacy.prospect, home.access(bob)).followups == 1
    leave(home, bob, 2002)
    assert [one["followups"] for one in home.left("patient_left")] == [[followup]]
    home.later(days=2)
    sign_in(home, ada, "zibeline.ada@example.org")
    assert home.do(privacy.come_back, ada).followups == home.do(privacy.take_up, me(ada)) == 1
    to_next_morning(home)
    assert reminded(home) == [str(CHAT)]
    assert [one.stopped_at for one in home.do(followups.store.followups_of, record)] == [None]
