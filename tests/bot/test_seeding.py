"""The demo's people: whoever opens it finds somebody with a past to look back on."""

from typing import Any

import pytest

from bot import seeding
from bot.backdating import WEEKS
from portal import accounts, authorisations, followups, journal
from portal.authorisations import Access, Operator, Right, patient_record
from portal.questionnaires import from_response, problems
from portal.work import Work, Workroom

NADIA = seeding.PEOPLE[1].email


@pytest.fixture
def seeded(workroom: Workroom) -> Workroom:
    assert workroom.do(seeding.seed)
    return workroom


def of_nadia(work: Work, right: Right) -> Access:
    account_id = accounts.find(work, NADIA)
    access = authorisations.require(work, Operator(), right, patient_record(account_id or ""))
    assert isinstance(access, Access)
    return access


def sent(work: Work) -> list[Any]:
    return followups.responses(work, of_nadia(work, Right.READ))


def test_nadia_has_sent_a_form_each_week_but_one(seeded: Workroom) -> None:
    weeks = [one.authored_at for one in seeded.do(sent)]
    assert len(weeks) == len([week for week in WEEKS if week])
    assert all((seeded.clock.now() - at).days // 7 <= len(WEEKS) for at in weeks)
    assert max(weeks) < seeded.clock.now()


def test_what_she_sent_is_what_the_form_takes(seeded: Workroom) -> None:
    form = seeded.do(
        lambda work: followups.questionnaire(
            work, followups.listed(work, of_nadia(work, Right.READ))[0][0].questionnaire_id
        )
    )
    for one in seeded.do(sent):
        assert [
            problem for problem in problems(form, from_response(form, one.resource)) if problem.blocks
        ] == []


def test_a_form_is_due_for_her_today_all_the_same(seeded: Workroom) -> None:
    seeded.do(followups.release_due)
    assert len(seeded.do(lambda work: followups.due(work, of_nadia(work, Right.FILL_IN)))) == 1


def test_the_journal_of_the_past_holds(seeded: Workroom) -> None:
    assert seeded.do(journal.broken) == []
