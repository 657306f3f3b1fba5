"""The sceptic's list: for each rule of access one small case, with what must not happen beside what must."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from portal import authorisations, authorising, documents, emergencies, followups, journal, professionals
from portal.accounts.refusals import NeedsFullCode
from portal.authorisations import PARENT, AccessTooNarrow, NoRight, Operator, Right, patient_record
from portal.carnets import accepting, growing, growing_up, inviting
from portal.carnets.accepting import Answered
from portal.carnets.refusals import (
    AccessOpen,
    AlreadyShared,
    BirthDateMissing,
    BirthDateWrong,
    CarnetLocked,
    GrownUp,
    HolderOnly,
    HolderStays,
    NotInvited,
    OwnAddress,
    ShareCancelled,
    ShareExpired,
    ShareUnknown,
    TooManyParents,
    TooYoung,
)
from portal.carnets.store import Invitation
from portal.documents.refusals import NotYourDocument
from portal.emergencies.refusals import EmergencyNotOpen
from portal.followups import FormClosed
from tests.portal.access.case import BORN, Case

CASES: dict[str, Callable[[Case], None]] = {}
TOMORROW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
REASON = "Malaise, patiente confuse et seule"


def rule(function: Callable[[Case], None]) -> Callable[[Case], None]:
    """Put a case on the list, by the rule that is its name."""
    CASES[function.__name__] = function
    return function


# --- one's own record, and others' ---------------------------------------------------------------------------


@rule
def her_record_is_hers_and_nobody_else_s(case: Case) -> None:
    camille, denis = case.me("camille"), case.me("denis")
    assert all(
        case.may(camille, right, case.own("camille")) for right in Right if right is not Right.EMERGENCY
    )
    assert not any(case.may(denis, right, case.own("camille")) for right in Right)


@rule
def an_emergency_is_for_professionals(case: Case) -> None:
    assert not case.may(case.me("camille"), Right.EMERGENCY, case.own("camille"))


@rule
def a_refusal_leaves_a_line(case: Case) -> None:
    assert not case.reads(case.me("denis"), case.own("camille"))
    case.work.finish()
    assert "refused" in [line.action for line in journal.read(case.work, case.own("camille"))]


@rule
def an_access_serves_what_it_was_asked_for(case: Case) -> None:
    record = case.carnet()
    document = case.document(record, case.me("nadia"))
    reading = case.access(case.me("nadia"), Right.READ, record)
    with pytest.raises(AccessTooNarrow):
        documents.rename(case.work, reading, document, "Autre")
    with pytest.raises(AccessTooNarrow):
        followups.due(case.work, reading)


# --- carnets -------------------------------------------------------------------------------------------------


@rule
def who_holds_a_carnet_does_everything_with_it(case: Case) -> None:
    record = case.carnet()
    rights = (Right.READ, Right.FILL_IN, Right.DEPOSIT, Right.KEEP, Right.HOLD)
    assert all(case.may(case.me("nadia"), right, record) for right in rights)
    assert not case.may(case.me("nadia"), Right.FOLLOW, record)


@rule
def who_shares_a_carnet_reads_fills_in_deposits_and_keeps_and_does_not_hold(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    assert all(case.may(case.me("thomas"), right, record) for right in PARENT)
    assert set(PARENT) == {Right.READ, Right.FILL_IN, Right.DEPOSIT, Right.KEEP}
    assert not case.may(case.me("thomas"), Right.HOLD, record)


@rule
def of_one_carnet_another_is_not_opened(case: Case) -> None:
    leo, mia = case.carnet("nadia"), case.carnet("claire")
    case.share(leo, "thomas")
    assert not case.reads(case.me("thomas"), mia)
    assert not case.reads(case.me("claire"), leo)


@rule
def a_withdrawn_share_closes_the_carnet_for_her_alone(case: Case) -> None:
    record, other = case.carnet(), case.carnet("claire")
    for one in (record, other):
        case.share(one, "thomas")
    case.share(record, "zoe")
    authorisations.withdraw(case.work, case.own("thomas"), record)
    assert not any(case.may(case.me("thomas"), right, record) for right in Right)
    assert case.reads(case.me("thomas"), other)
    assert case.reads(case.me("zoe"), record)
    assert case.account("thomas") not in authorisations.readers(case.work, record)
    assert authorisations.carnets_of(case.work, case.account("thomas")) == [other.removeprefix("carnet:")]
    assert case.account("thomas") not in [one.account_id for one in authorisations.parents(case.work, record)]
    may = authorisations.who_may(case.work, Right.FILL_IN, [record])[record]
    assert set(may) == {case.account("nadia"), case.account("zoe")}


@rule
def a_right_that_is_taken_alone_leaves_the_others(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    authorisations.withdraw(case.work, case.own("thomas"), record, "operator", (Right.KEEP,))
    assert not case.may(case.me("thomas"), Right.KEEP, record)
    assert case.reads(case.me("thomas"), record)


@rule
def the_holder_is_neither_sent_away_nor_leaves(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    assert case.stop("nadia", record, "nadia", Right.HOLD) == HolderStays()
    assert case.stop("thomas", record, "nadia") == HolderStays()
    assert case.reads(case.me("nadia"), record)


@rule
def who_shares_sends_no_other_away_and_may_leave(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    case.share(record, "zoe")
    assert case.stop("thomas", record, "zoe") == HolderOnly()
    assert case.reads(case.me("zoe"), record)
    assert case.stop("thomas", record, "thomas") is None
    assert not case.reads(case.me("thomas"), record)


@rule
def the_holder_ends_a_share_at_once(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    assert case.stop("nadia", record, "thomas", Right.HOLD) is None
    assert not any(case.may(case.me("thomas"), right, record) for right in Right)
    assert case.stop("nadia", record, "thomas", Right.HOLD) == ShareUnknown()


# --- inviting and accepting ----------------------------------------------------------------------------------


@rule
def whoever_proves_and_accepts_is_a_parent_until_the_child_is_18(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "thomas")
    case.account("thomas")
    assert case.prove(one, "thomas") is None
    assert not case.reads(case.me("thomas"), record)
    assert isinstance(case.accept(one, "thomas"), Answered)
    assert all(case.may(case.me("thomas"), right, record) for right in PARENT)
    assert not case.may(case.me("thomas"), Right.HOLD, record)
    case.at(datetime(2039, 5, 5, 21, 59, tzinfo=UTC))  # 23:59 in Paris, the day before
    assert case.reads(case.me("thomas"), record)
    assert case.reads(case.me("nadia"), record)
    case.later(minutes=1)
    assert not case.reads(case.me("thomas"), record)
    assert not case.reads(case.me("nadia"), record)


@rule
def nobody_accepts_what_was_sent_to_another_address(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "thomas")
    assert case.prove(one, "denis") == NotInvited()
    assert case.accept(one, "denis") == NotInvited()
    case.account("thomas")
    assert case.prove(one, "thomas") is None
    assert case.accept(one, "denis") == NotInvited()
    assert not case.reads(case.me("denis"), record)


@rule
def nobody_accepts_without_the_birth_date(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "thomas")
    assert case.accept(one, "thomas") == BirthDateMissing()
    assert case.prove(one, "thomas", BORN + timedelta(days=1)) == BirthDateWrong(left=2)
    assert case.accept(one, "thomas") == BirthDateMissing()
    assert not case.reads(case.me("thomas"), record)


@rule
def the_birth_date_is_tried_three_times_for_the_child(case: Case) -> None:
    record = case.carnet()
    first = case.invited(record, "thomas")
    second = case.invited(record, "zoe")
    assert case.prove(second, "zoe") is None
    for name, one in (("thomas", first), ("zoe", second)):
        case.prove(one, name, date(2020, 1, 1))
    assert case.prove(first, "thomas", date(2020, 1, 1)) == CarnetLocked()
    assert case.prove(first, "thomas") == CarnetLocked()
    assert case.accept(second, "zoe") == CarnetLocked()
    assert case.invite(record, "claire") == CarnetLocked()


@rule
def a_code_from_the_phone_is_asked_of_who_shares_and_of_who_accepts(case: Case) -> None:
    record = case.carnet()
    assert case.invite(record, "thomas", strength="mail") == NeedsFullCode()
    one = case.invited(record, "thomas")
    case.prove(one, "thomas")
    assert case.accept(one, "thomas", "mail") == NeedsFullCode()
    assert not case.reads(case.me("thomas"), record)


@rule
def a_name_that_nobody_checked_opens_nothing_before_the_inviting_parent_says_yes(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "denis")
    case.enrol(one, "denis")
    case.prove(one, "denis")
    assert case.accept(one, "denis") == Answered(record.removeprefix("carnet:"), sure=False)
    assert not case.reads(case.me("denis"), record)
    assert accepting.confirm(case.work, case.me("denis"), one, right=True) == ShareUnknown()
    assert accepting.confirm(case.work, case.me("nadia", "mail"), one, right=True) == NeedsFullCode()
    assert isinstance(accepting.confirm(case.work, case.me("nadia"), one, right=True), Invitation)
    assert case.reads(case.me("denis"), record)


@rule
def who_is_disowned_gets_nothing(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "denis")
    case.enrol(one, "denis")
    case.prove(one, "denis")
    case.accept(one, "denis")
    accepting.confirm(case.work, case.me("nadia"), one, right=False)
    assert not case.reads(case.me("denis"), record)
    assert not isinstance(accepting.confirm(case.work, case.me("nadia"), one, right=True), Invitation)
    assert not case.reads(case.me("denis"), record)


@rule
def an_answer_that_is_confirmed_too_late_opens_nothing(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "denis")
    case.enrol(one, "denis")
    case.prove(one, "denis")
    case.accept(one, "denis")
    case.later(days=31)
    assert accepting.confirm(case.work, case.me("nadia"), one, right=True) == ShareExpired()
    assert not case.reads(case.me("denis"), record)


@rule
def a_cancelled_invitation_opens_nothing(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "thomas")
    case.prove(one, "thomas")
    assert inviting.cancel(case.work, case.access(case.me("nadia"), Right.HOLD, record), one) is None
    assert case.accept(one, "thomas") == ShareCancelled()
    assert not case.reads(case.me("thomas"), record)


@rule
def an_invitation_is_worth_nothing_after_thirty_days(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "thomas")
    case.prove(one, "thomas")
    case.later(days=30)
    assert case.accept(one, "thomas") == ShareExpired()


@rule
def an_invitation_serves_once(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "thomas")
    case.prove(one, "thomas")
    case.accept(one, "thomas")
    case.stop("nadia", record, "thomas", Right.HOLD)
    assert not isinstance(case.accept(one, "thomas"), Answered)
    assert not case.reads(case.me("thomas"), record)


@rule
def an_invitation_of_who_holds_the_carnet_no_more_opens_nothing(case: Case) -> None:
    record = case.carnet()
    one = case.invited(record, "thomas")
    case.prove(one, "thomas")
    authorisations.withdraw(case.work, case.own("nadia"), record)
    assert case.accept(one, "thomas") == ShareUnknown()


@rule
def a_carnet_is_shared_with_two_at_most_and_never_twice_nor_with_oneself(case: Case) -> None:
    record = case.carnet()
    assert case.invite(record, "nadia") == OwnAddress()
    case.share(record, "thomas")
    assert case.invite(record, "thomas") == AlreadyShared()
    case.invited(record, "zoe")
    assert case.invite(record, "claire") == TooManyParents(most=2)


@rule
def only_the_holder_of_the_carnet_touches_its_invitations(case: Case) -> None:
    leo, mia = case.carnet(), case.carnet("claire")
    one = case.invited(leo, "thomas")
    hers = case.access(case.me("claire"), Right.HOLD, mia)
    assert inviting.cancel(case.work, hers, one) == ShareUnknown()
    assert inviting.resend(case.work, case.me("claire"), hers, one) == ShareUnknown()
    assert [
        invited.id for invited in inviting.standing(case.work, case.access(case.me("nadia"), Right.HOLD, leo))
    ] == [one]


# --- ages ----------------------------------------------------------------------------------------------------


@rule
def who_was_born_on_29_february_is_18_on_1_march(case: Case) -> None:
    record = case.carnet(born=date(2012, 2, 29))
    case.at(datetime(2030, 2, 28, 22, 59, tzinfo=UTC))
    assert case.reads(case.me("nadia"), record)
    case.later(minutes=1)
    assert not case.reads(case.me("nadia"), record)


@rule
def at_18_the_ticker_need_not_be_on_time_and_when_it_comes_all_shares_are_over(case: Case) -> None:
    record = case.carnet(born=date(2008, 3, 3))
    case.share(record, "thomas")  # without an end, as the operator might
    case.later(days=1)
    growing.grow(case.work)
    assert not case.reads(case.me("thomas"), record)
    assert not case.reads(case.me("nadia"), record)


@rule
def a_carnet_of_a_grown_child_is_shared_no_more(case: Case) -> None:
    record = case.carnet(born=date(2008, 3, 3))
    case.hold(record, "claire")
    case.later(days=1)
    assert case.invite(record, "thomas", by="claire") == GrownUp()


# --- professionals -------------------------------------------------------------------------------------------


@rule
def whom_she_authorises_reads_her_record_until_that_instant_and_no_other_record(case: Case) -> None:
    doctor = case.doctor()
    case.authorise(case.own("nadia"), doctor, TOMORROW)
    case.account("claire")
    assert case.reads(doctor, case.own("nadia"))
    assert not case.may(doctor, Right.KEEP, case.own("nadia"))
    assert not case.may(doctor, Right.FOLLOW, case.own("nadia"))
    assert not case.reads(doctor, case.own("claire"))
    assert not case.reads(case.doctor("roux"), case.own("nadia"))
    case.at(TOMORROW - timedelta(seconds=1))
    assert case.reads(doctor, case.own("nadia"))
    assert authorisations.professionals_of(case.work, case.own("nadia")) == [doctor.id]
    case.at(TOMORROW)
    assert not case.reads(doctor, case.own("nadia"))
    assert authorisations.professionals_of(case.work, case.own("nadia")) == []


@rule
def an_authorisation_given_again_has_the_end_that_was_said_last(case: Case) -> None:
    doctor = case.doctor()
    case.authorise(case.own("nadia"), doctor)
    case.authorise(case.own("nadia"), doctor, TOMORROW)
    case.at(TOMORROW)
    assert not case.reads(doctor, case.own("nadia"))


@rule
def only_who_holds_a_record_authorises(case: Case) -> None:
    record, doctor = case.carnet(), case.doctor()
    case.share(record, "thomas")
    assert authorising.records(case.work, case.account("thomas")) == [case.own("thomas")]
    sharing_only = case.access(case.me("thomas"), Right.READ, record)
    with pytest.raises(AccessTooNarrow):
        authorising.authorise(case.work, sharing_only, doctor.id, None)
    case.authorise(record, doctor)
    with pytest.raises(AccessTooNarrow):
        authorising.remove(case.work, sharing_only, doctor.id)
    assert case.reads(doctor, record)


@rule
def who_is_removed_reads_no_more_and_is_brought_back_for_an_hour(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    holding = case.access(case.me("nadia"), Right.HOLD, record)
    case.authorise(record, doctor)
    authorising.remove(case.work, holding, doctor.id)
    assert not case.reads(doctor, record)
    case.later(hours=1)
    assert authorising.bring_back(case.work, holding, doctor.id) is None
    assert case.reads(doctor, record)
    authorising.remove(case.work, holding, doctor.id)
    case.later(hours=1, seconds=1)
    assert authorising.bring_back(case.work, holding, doctor.id) is not None
    assert not case.reads(doctor, record)


@rule
def what_is_brought_back_is_what_was_last_taken_and_nothing_older(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    holding = case.access(case.me("nadia"), Right.HOLD, record)
    authorisations.give(case.work, doctor.actor, record, (Right.FOLLOW,), None)
    authorisations.withdraw(case.work, doctor.actor, record)
    case.later(minutes=10)
    case.authorise(record, doctor)
    authorising.remove(case.work, holding, doctor.id)
    case.later(minutes=1)
    authorising.bring_back(case.work, holding, doctor.id)
    assert case.reads(doctor, record)
    assert not case.may(doctor, Right.FOLLOW, record)


@rule
def an_emergency_that_was_ended_does_not_come_back_with_what_was_taken(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    holding = case.access(case.me("nadia"), Right.HOLD, record)
    case.authorise(record, doctor)
    opened = emergencies.open_record(case.work, doctor.id, record, REASON)
    authorising.remove(case.work, holding, doctor.id)
    assert not case.may(doctor, Right.EMERGENCY, record)
    emergencies.close(case.work, Operator(), opened.id)
    case.later(minutes=1)
    assert authorising.bring_back(case.work, holding, doctor.id) is None
    assert case.reads(doctor, record)
    assert not case.may(doctor, Right.EMERGENCY, record)


@rule
def who_was_disabled_is_nobody_any_more(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    holding = case.access(case.me("nadia"), Right.HOLD, record)
    case.authorise(record, doctor)
    authorising.remove(case.work, holding, doctor.id)
    authorising.bring_back(case.work, holding, doctor.id)
    professionals.disable(case.work, doctor.id)
    assert not any(case.may(doctor, right, record) for right in Right)
    authorising.remove(case.work, holding, doctor.id)
    assert authorising.bring_back(case.work, holding, doctor.id) is not None
    assert authorising.authorise(case.work, holding, doctor.id, None) is not None


@rule
def who_is_blocked_does_nothing_with_this_record_whatever_stands(case: Case) -> None:
    doctor, other, record = case.doctor(), case.doctor("roux"), case.own("nadia")
    for one in (doctor, other):
        case.authorise(record, one)
    case.authorise(case.own("claire"), doctor, by="claire")
    emergencies.open_record(case.work, doctor.id, record, REASON)
    holding = case.access(case.me("nadia"), Right.HOLD, record)
    assert authorising.block(case.work, holding, doctor.id) is None
    assert not any(case.may(doctor, right, record) for right in Right)
    assert emergencies.open_record(case.work, doctor.id, record, REASON) == NoRight()
    case.work.finish()
    assert "emergency_prolonged" not in [line.action for line in journal.read(case.work, record)]
    assert case.reads(other, record)
    assert case.reads(doctor, case.own("claire"))
    authorising.block(case.work, case.access(case.me("claire"), Right.HOLD, case.own("claire")), doctor.id)
    authorising.unblock(case.work, holding, doctor.id)
    assert case.reads(doctor, record)
    assert not case.reads(doctor, case.own("claire"))


@rule
def authorised_again_she_is_blocked_no_more(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    authorising.block(case.work, case.access(case.me("nadia"), Right.HOLD, record), doctor.id)
    case.authorise(record, doctor)
    assert case.reads(doctor, record)


@rule
def any_professional_deposits_unless_she_was_sent_away(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    assert case.may(doctor, Right.DEPOSIT, record)
    assert not case.reads(doctor, record)
    case.authorise(record, doctor)
    assert case.may(doctor, Right.DEPOSIT, record)
    authorisations.withdraw(case.work, doctor.actor, record)
    assert not case.may(doctor, Right.DEPOSIT, record)
    case.authorise(record, doctor, TOMORROW)
    case.at(TOMORROW)
    assert not case.may(doctor, Right.DEPOSIT, record)


@rule
def an_emergency_that_is_over_keeps_nobody_from_depositing(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    emergencies.open_record(case.work, doctor.id, record, REASON)
    case.later(hours=5)
    assert case.may(doctor, Right.DEPOSIT, record)


@rule
def what_was_given_for_good_is_not_shortened(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    case.authorise(record, doctor)
    assert not authorisations.prolong(case.work, doctor.actor, record, Right.READ, TOMORROW, "operator")
    case.later(days=2)
    assert case.reads(doctor, record)


@rule
def what_was_taken_back_is_not_prolonged(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    case.authorise(record, doctor, TOMORROW)
    authorisations.withdraw(case.work, doctor.actor, record)
    assert not authorisations.prolong(case.work, doctor.actor, record, Right.READ, TOMORROW, "operator")


# --- emergencies ---------------------------------------------------------------------------------------------


@rule
def an_emergency_shows_what_is_meant_for_it_for_four_hours_to_who_opened_it(case: Case) -> None:
    doctor, other, record = case.doctor(), case.doctor("roux"), case.own("camille")
    urgent = case.document(record, case.me("camille"), emergency=True)
    private = case.document(record, case.me("camille"), type="DOCPAT01")
    opened = emergencies.open_record(case.work, doctor.id, record, REASON)
    assert [one.id for one in opened.documents] == [urgent]
    access = case.access(doctor, Right.EMERGENCY, record)
    assert isinstance(documents.get(case.work, access, urgent), documents.Document)
    assert not isinstance(documents.get(case.work, access, private), documents.Document)
    assert not case.reads(doctor, record)
    assert not case.may(other, Right.EMERGENCY, record)
    assert isinstance(emergencies.access(case.work, other.id, record), EmergencyNotOpen)
    case.later(hours=4)
    assert not case.may(doctor, Right.EMERGENCY, record)
    assert isinstance(emergencies.access(case.work, doctor.id, record), EmergencyNotOpen)


# --- documents -----------------------------------------------------------------------------------------------


@rule
def a_document_is_seen_by_who_reads_its_record(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    document = case.document(record, case.me("nadia"))
    assert case.sees(case.me("nadia"), record, document)
    assert case.sees(case.me("thomas"), record, document)
    assert not case.sees(case.me("nadia"), case.own("nadia"), document)


@rule
def what_is_hidden_from_her_she_does_not_see_and_others_do(case: Case) -> None:
    morel, roux, record = case.doctor(), case.doctor("roux"), case.own("nadia")
    for one in (morel, roux):
        case.authorise(record, one)
    document = case.document(record, case.me("nadia"))
    keeping = case.access(case.me("nadia"), Right.KEEP, record)
    documents.hide(case.work, keeping, document, morel.id)
    assert not case.sees(morel, record, document)
    assert case.sees(roux, record, document)
    other = case.document(record, case.me("nadia"), type="DOCPAT01")
    shown = documents.listed(case.work, [case.access(morel, Right.READ, record)]).lines
    assert [one.id for one in shown] == [other]
    documents.delete(case.work, keeping, other)
    assert case.sees(case.me("nadia"), record, document)
    documents.unhide(case.work, keeping, document, morel.id)
    assert case.sees(morel, record, document)
    documents.hide(case.work, keeping, document)
    assert not case.sees(morel, record, document)
    assert not case.sees(roux, record, document)


@rule
def its_author_sees_a_document_however_hidden(case: Case) -> None:
    morel, roux, record = case.doctor(), case.doctor("roux"), case.own("nadia")
    for one in (morel, roux):
        case.authorise(record, one)
    document = case.document(record, morel)
    documents.hide(case.work, case.access(case.me("nadia"), Right.KEEP, record), document)
    assert case.sees(morel, record, document)
    assert not case.sees(roux, record, document)


@rule
def what_is_hidden_is_hidden_in_an_emergency_too(case: Case) -> None:
    doctor, record = case.doctor(), case.own("nadia")
    document = case.document(record, case.me("nadia"), emergency=True)
    documents.hide(case.work, case.access(case.me("nadia"), Right.KEEP, record), document)
    assert emergencies.open_record(case.work, doctor.id, record, REASON).documents == []


@rule
def only_who_deposited_a_document_deletes_it_and_brings_it_back(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    document = case.document(record, case.me("nadia"))
    his, hers = (case.access(case.me(name), Right.KEEP, record) for name in ("thomas", "nadia"))
    assert documents.delete(case.work, his, document) == NotYourDocument()
    assert documents.delete(case.work, hers, document) is None
    assert not case.sees(case.me("thomas"), record, document)
    assert documents.deleted(case.work, [case.access(case.me("thomas"), Right.READ, record)]).lines == []
    assert documents.bring_back(case.work, his, document) is not None
    assert documents.bring_back(case.work, hers, document) is None
    assert case.sees(case.me("thomas"), record, document)


@rule
def new_documents_are_counted_for_who_reads_and_no_longer_when_she_does_not(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    case.document(record, case.doctor())
    assert documents.unread(case.work, case.account("thomas")) == 1
    assert documents.unread(case.work, case.account("zoe")) == 0
    case.stop("thomas", record, "thomas")
    assert documents.unread(case.work, case.account("thomas")) == 0


# --- from 15 on ----------------------------------------------------------------------------------------------


def grown(case: Case, years: int = 15) -> tuple[str, str]:
    """Zoé's carnet, shared by Thomas, and an access of her own; the record, and a document a doctor put there."""
    record = case.carnet(born=date(2026 - years, 3, 2))
    case.share(record, "thomas")
    given = growing_up.open_access(case.work, record.removeprefix("carnet:"), case.account("zoe"))
    assert given == (case.account("zoe"), False), given
    return record, case.document(record, case.doctor())


@rule
def from_15_on_she_reads_her_own_carnet_and_does_not_hold_it(case: Case) -> None:
    record, document = grown(case)
    zoe = case.me("zoe")
    assert {right for right in Right if case.may(zoe, right, record)} == {Right.READ, Right.KEEP, Right.OWN}
    assert case.sees(zoe, record, document)
    assert [
        one.account_id
        for one in authorisations.parents(case.work, record)
        if one.account_id == case.account("zoe")
    ] == []
    assert not case.may(case.me("nadia"), Right.OWN, record)
    assert case.stop("zoe", record, "thomas") == HolderOnly()


@rule
def nobody_has_such_an_access_before_15_nor_as_a_parent_nor_twice(case: Case) -> None:
    young = case.carnet(born=date(2011, 3, 3))
    assert growing_up.open_access(case.work, young.removeprefix("carnet:"), case.account("zoe")) == TooYoung(
        from_age=15
    )
    assert not case.reads(case.me("zoe"), young)
    case.later(days=1)
    assert (
        growing_up.open_access(case.work, young.removeprefix("carnet:"), case.account("nadia"))
        == AlreadyShared()
    )
    grown(case)
    record, _document = grown(case, 16)
    assert (
        growing_up.open_access(case.work, record.removeprefix("carnet:"), case.account("denis"))
        == AccessOpen()
    )
    assert case.invite(record, "zoe") == AlreadyShared()


@rule
def what_she_hides_from_her_parents_they_find_no_trace_of_and_professionals_do(case: Case) -> None:
    record, document = grown(case)
    doctor = case.doctor()
    case.authorise(record, doctor)
    assert documents.unread(case.work, case.account("thomas")) == 1
    keeping = case.access(case.me("zoe"), Right.KEEP, record)
    assert growing_up.hide_from_parents(case.work, keeping, document) is None
    for parent in ("nadia", "thomas"):
        assert not case.sees(case.me(parent), record, document)
        assert documents.unread(case.work, case.account(parent)) == 0
        reading = case.access(case.me(parent), Right.READ, record)
        assert documents.these(case.work, [reading], [document]) == []
    assert case.sees(case.me("zoe"), record, document)
    assert case.sees(doctor, record, document)
    documents.unhide(case.work, keeping, document, documents.PARENTS)
    assert case.sees(case.me("thomas"), record, document)


@rule
def what_she_hides_parents_do_not_find_among_what_an_emergency_opened(case: Case) -> None:
    record, _document = grown(case)
    doctor = case.doctor()
    urgent = case.document(record, doctor, emergency=True)
    opened = emergencies.open_record(case.work, doctor.id, record, REASON)
    documents.open_document(case.work, case.access(doctor, Right.EMERGENCY, record), urgent)
    growing_up.hide_from_parents(case.work, case.access(case.me("zoe"), Right.KEEP, record), urgent)
    case.work.finish()
    seen = {name: emergencies.seen(case.work, case.access(case.me(name), Right.READ, record), opened.id)
            for name in ("nadia", "zoe")}  # fmt: skip
    assert [one.id for one in seen["zoe"].documents] == [urgent]
    assert (seen["nadia"].documents, seen["nadia"].gone) == ([], 0)


@rule
def only_she_hides_from_parents_and_shows_again(case: Case) -> None:
    record, document = grown(case)
    his = case.access(case.me("thomas"), Right.KEEP, record)
    assert documents.hide(case.work, his, document, documents.PARENTS) is not None
    assert case.sees(case.me("nadia"), record, document)
    documents.hide(case.work, case.access(case.me("zoe"), Right.KEEP, record), document, documents.PARENTS)
    assert documents.unhide(case.work, his, document, documents.PARENTS) is not None
    assert not case.sees(case.me("nadia"), record, document)


@rule
def who_added_a_document_still_sees_what_she_hides(case: Case) -> None:
    record, _document = grown(case)
    his = case.document(record, case.me("thomas"), type="DOCPAT01")
    keeping = case.access(case.me("zoe"), Right.KEEP, record)
    assert growing_up.hide_from_parents(case.work, keeping, his) is None
    seen = {name: {one.id for one in documents.listed(case.work, [case.access(case.me(name), Right.READ, record)]).lines}
            for name in ("thomas", "nadia")}  # fmt: skip
    assert his in seen["thomas"]
    assert his not in seen["nadia"]
    keeps = case.access(case.me("thomas"), Right.KEEP, record)
    assert documents.unhide(case.work, keeps, his, documents.PARENTS) is not None
    reads = case.access(case.me("nadia"), Right.READ, record)
    assert not isinstance(documents.get(case.work, reads, his), documents.Document)


@rule
def at_18_the_carnet_is_hers_and_nothing_in_it_is_hidden_from_her(case: Case) -> None:
    record, document = grown(case, 17)
    documents.hide(case.work, case.access(case.me("zoe"), Right.KEEP, record), document, documents.PARENTS)
    case.later(days=366)
    growing.grow(case.work)
    growing.grow(case.work)
    assert all(case.may(case.me("zoe"), right, record) for right in (*PARENT, Right.HOLD, Right.OWN))
    assert case.sees(case.me("zoe"), record, document)
    assert [one.account_id for one in authorisations.parents(case.work, record)] == [case.account("zoe")]
    assert not case.reads(case.me("nadia"), record)
    assert not case.reads(case.me("thomas"), record)


@rule
def an_access_of_her_own_ends_when_the_operator_ends_it(case: Case) -> None:
    record, _document = grown(case)
    assert growing_up.end_access(case.work, record.removeprefix("carnet:")) is None
    assert not case.reads(case.me("zoe"), record)
    assert growing_up.end_access(case.work, record.removeprefix("carnet:")) == ShareUnknown()


# --- children's follow-ups -----------------------------------------------------------------------------------


@rule
def a_parent_fills_in_for_the_child_and_nobody_with_another_record(case: Case) -> None:
    leo, mia = case.carnet(), case.carnet("claire")
    case.share(leo, "thomas")
    case.follow(leo)
    (form,) = case.forms(leo)
    own = case.access(case.me("claire"), Right.FILL_IN, mia)
    assert isinstance(
        followups.submit(case.work, own, form, {"resourceType": "QuestionnaireResponse"}), FormClosed
    )
    assert followups.snoozes(case.work, own, form) == {}
    assert isinstance(case.send(case.me("thomas"), leo, form), followups.Response)


@rule
def what_was_sent_for_a_child_is_read_in_her_record_alone(case: Case) -> None:
    leo, mia = case.carnet(), case.carnet("claire")
    one = case.follow(leo)
    (form,) = case.forms(leo)
    sent = case.send(case.me("nadia"), leo, form)
    his, hers = (case.access(case.me(n), Right.READ, r) for n, r in (("nadia", leo), ("claire", mia)))
    assert isinstance(followups.open_response(case.work, his, sent.id), followups.Opened)
    assert isinstance(followups.open_response(case.work, hers, sent.id), followups.ResponseUnknown)
    assert isinstance(followups.trends(case.work, hers, one), followups.FollowUpUnknown)
    assert followups.history(case.work, hers, 0, 8).lines == []
    assert [line.id for line in followups.history(case.work, his, 0, 8).lines] == [sent.id]


@rule
def the_holder_is_reminded_and_she_alone_until_she_holds_it_no_more(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    assert followups.reminded(case.work, [record]) == {record: case.account("nadia")}
    authorisations.withdraw(case.work, case.own("nadia"), record)
    assert followups.reminded(case.work, [record]) == {}
    assert followups.reminded(case.work, [case.account("zoe")]) == {case.account("zoe"): case.account("zoe")}


@rule
def a_child_s_rhythm_is_for_who_is_reminded(case: Case) -> None:
    record = case.carnet()
    case.share(record, "thomas")
    one = case.follow(record)
    with pytest.raises(AccessTooNarrow):
        followups.pause(
            case.work, case.access(case.me("thomas"), Right.FILL_IN, record), one, date(2026, 4, 1)
        )
    assert (
        followups.pause(case.work, case.access(case.me("nadia"), Right.HOLD, record), one, date(2026, 4, 1))
        is None
    )


@rule
def another_s_follow_up_is_neither_stopped_nor_changed(case: Case) -> None:
    leo, mia = case.carnet(), case.carnet("claire")
    one = case.follow(leo)
    team = case.access(Operator(), Right.FOLLOW, mia)
    assert isinstance(followups.stop(case.work, team, one), followups.FollowUpUnknown)
    hers = case.access(case.me("claire"), Right.HOLD, mia)
    assert isinstance(followups.change_hours(case.work, hers, one, ["12:00"]), followups.FollowUpUnknown)


@rule
def a_child_s_follow_up_ends_before_she_is_18(case: Case) -> None:
    record = case.carnet(born=date(2008, 3, 6))
    case.follow(record)
    going, _title = followups.listed(case.work, case.access(Operator(), Right.READ, record))[0]
    assert followups.schedule_of(going).last == "2026-03-05"
    case.later(days=4)
    assert isinstance(case.follow(record), GrownUp)


@rule
def a_record_is_named_whole_so_that_no_id_of_an_account_opens_a_carnet(case: Case) -> None:
    record = case.carnet()
    case.follow(record)
    child = record.removeprefix("carnet:")
    impostor = patient_record(child)
    assert case.forms(impostor) == []
