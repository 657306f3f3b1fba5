"""From a plan to an answered form: what is kept is exactly what was sent."""

import json
from decimal import Decimal
from typing import Any

import pytest

from portal import accounts, authorisations, followups
from portal.authorisations import Access, Operator, Right
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.portal.followups import to

FORM = {
    "resourceType": "Questionnaire",
    "status": "active",
    "item": [{"linkId": "t", "type": "decimal", "text": "Température"}],
}


def _access(work: Work) -> Access:
    new = accounts.register(
        work,
        email="camille.martin@example.org",
        phone="06 39 98 00 42",
        first_name="Camille",
        last_name="Martin",
    )
    assert isinstance(new, accounts.Registered)
    access = authorisations.require(
        work, Operator(), Right.READ, authorisations.patient_record(new.account_id)
    )
    assert isinstance(access, Access)
    return access


def _sent(work: Work, access: Access, resource: dict[str, Any]) -> Any:
    occurrence = followups.due(work, to(access, Right.FILL_IN))[0]
    return followups.submit(work, to(access, Right.FILL_IN), occurrence.occurrence_id, resource)


@pytest.fixture
def access(workroom: Workroom) -> Access:
    return workroom.do(_access)


def start(workroom: Workroom, access: Access, **plan: Any) -> Any:
    return workroom.do(followups.start, to(access, Right.FOLLOW), json.dumps(FORM), plan, None)


def test_a_decimal_is_kept_with_the_digits_it_was_given_with(workroom: Workroom, access: Access) -> None:
    start(workroom, access, at="09:00")
    workroom.do(followups.release_due)
    answers = [{"linkId": "t", "answer": [{"valueDecimal": Decimal("37.50")}]}]
    workroom.do(_sent, access, {"resourceType": "QuestionnaireResponse", "item": answers})
    (stored,) = workroom.do(followups.responses, to(access, Right.READ))
    assert str(stored.resource["item"][0]["answer"][0]["valueDecimal"]) == "37.50"


def test_a_response_names_the_version_of_a_form_that_has_no_name(workroom: Workroom, access: Access) -> None:
    start(workroom, access, at="09:00")
    workroom.do(followups.release_due)
    sent = workroom.do(_sent, access, {"resourceType": "QuestionnaireResponse"})
    assert sent.resource["questionnaire"].startswith("urn:sha256:")
    assert "|" in sent.resource["questionnaire"]


def test_a_plan_that_is_over_already_is_refused(
    workroom: Workroom, access: Access, clock: ManualClock
) -> None:
    over = start(workroom, access, **{"from": "2026-01-01", "until": "2026-02-01"})
    assert over == followups.PlanInvalid(key="until", why="past")


@pytest.mark.parametrize(
    "plan", [{"at": []}, {"count": True}, {"from": "2026-03-02T08:00:00"}, {"every": "0 days"}]
)
def test_a_plan_that_is_not_understood_names_its_key(
    workroom: Workroom, access: Access, plan: dict[str, Any]
) -> None:
    assert start(workroom, access, **plan) == followups.PlanInvalid(
        key=next(iter(plan)), why="not_understood"
    )
