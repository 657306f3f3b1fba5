"""Looking back: pages of what was sent, one form opened, and who read it when."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert

from portal import accounts, authorisations, followups, journal, professionals
from portal.authorisations import Access, Operator, Professional, Right
from portal.followups import ResponseUnknown
from portal.followups.model import ResponseRow
from portal.work import Unthought, Work, Workroom
from tests.clock import ManualClock
from tests.portal.followups import to

FORM = json.dumps({"resourceType": "Questionnaire", "status": "active", "version": "3", "title": "Asthme", "item": [
    {"linkId": "t", "type": "decimal", "text": "Chaleur"}, {"linkId": "r", "type": "text", "text": "Autre"}]})  # fmt: skip
DAY = timedelta(days=1)


def own_record(work: Work, name: str) -> Access:
    """Return a patient's own access to her record."""
    new = accounts.register(work, email=f"{name}@example.org", phone="06 39 98 00 42", first_name=name,
                            last_name="Martin")  # fmt: skip
    record = authorisations.patient_record(new.account_id)
    access = authorisations.require(work, Operator(), Right.READ, record)
    assert isinstance(access, Access)
    return replace(access, actor=record)


@pytest.fixture
def access(workroom: Workroom) -> Access:
    return workroom.do(own_record, "camille")


def follow(workroom: Workroom, access: Access, form: str = FORM, **plan: Any) -> str:
    started = workroom.do(
        followups.start, to(access, Right.FOLLOW), form, {"at": "09:00", "reading_hours": "9 h", **plan}, None
    )
    assert isinstance(started, str)
    return started


def send(workroom: Workroom, access: Access, *items: dict[str, Any]) -> str:
    """Send the form that is due; returns the id of the response."""
    workroom.do(followups.release_due)
    filling = to(access, Right.FILL_IN)
    due = workroom.do(followups.due, filling)[0]
    sent = workroom.do(followups.submit, filling, due.occurrence_id, {"item": list(items)})
    return str(sent.id)


def temperature(value: str) -> dict[str, Any]:
    return {"linkId": "t", "answer": [{"valueDecimal": Decimal(value)}]}


def send_daily(workroom: Workroom, clock: ManualClock, access: Access, days: int) -> list[str]:
    sent = []
    for _ in range(days):
        sent.append(send(workroom, access))
        clock.move(DAY)
    return sent


def read_by(workroom: Workroom, access: Access, name: str = "Morel", rpps: str = "10009999995") -> None:
    """Let a professional read the answers of a record."""

    def reading(work: Work) -> None:
        doctor = professionals.create(work, rpps=rpps, first_name="Hélène", last_name=name, profession="Médecin",
                                      structure="", email="h.morel@example.org")  # fmt: skip
        doctor = doctor if isinstance(doctor, str) else doctor.facts["id"]
        authorisations.give(work, f"professional:{doctor}", access.record, (Right.READ,), None)
        hers = authorisations.require(work, Professional(doctor), Right.READ, access.record)
        followups.responses(work, hers)

    workroom.do(reading)


def test_what_was_sent_comes_in_pages_the_newest_first(
    workroom: Workroom, clock: ManualClock, access: Access
) -> None:
    follow(workroom, access)
    sent = send_daily(workroom, clock, access, 5)
    first, second = (workroom.do(followups.history, access, start, 3) for start in (0, 3))
    assert [one.id for one in (*first.lines, *second.lines)] == sent[::-1]
    assert (first.more, second.more) == (True, False)


def test_a_page_opens_no_answer(workroom: Workroom, clock: ManualClock, access: Access) -> None:
    row = {"followup_id": "f", "account_id": access.account_id, "questionnaire_id": "q", "late": False}
    rows = [
        {
            **row,
            "id": f"{n}",
            "occurrence_id": f"{n}",
            "authored_at": clock.now(),
            "sealed": b"no key opens this",
        }
        for n in range(5000)
    ]
    workroom.do(lambda work: work.execute(insert(ResponseRow), rows))
    page = workroom.do(followups.history, access, 4992, 8)
    assert (len(page.lines), page.more) == (8, False)


def test_a_form_is_opened_with_what_was_passed_over_too(workroom: Workroom, access: Access) -> None:
    follow(workroom, access)
    opened = workroom.do(followups.open_response, access, send(workroom, access, temperature("37.5")))
    assert [(one.link_id, [str(value) for value in one.values]) for one in opened.answers] == [
        ("t", ["37.5"]), ("r", []),
    ]  # fmt: skip
    assert (opened.form.version, opened.reading_hours, opened.readings) == ("3", "9 h", [])


def test_a_form_is_opened_in_the_version_it_answered(
    workroom: Workroom, clock: ManualClock, access: Access
) -> None:
    follow(workroom, access, count=1)
    before = send(workroom, access, temperature("37.5"))
    clock.move(DAY)
    follow(workroom, access, FORM.replace('"3"', '"4"').replace("Chaleur", "Frisson"))
    after = send(workroom, access, temperature("38"))
    texts = [
        workroom.do(followups.open_response, access, one).form.by_link["t"].text.base
        for one in (before, after)
    ]
    assert texts == ["Chaleur", "Frisson"]


def test_nobody_opens_a_form_of_another(workroom: Workroom, access: Access) -> None:
    follow(workroom, access)
    sent = send(workroom, access)
    stranger = workroom.do(own_record, "nadia")
    assert workroom.do(followups.open_response, stranger, sent) == ResponseUnknown()
    assert workroom.do(followups.open_response, access, "nothing") == ResponseUnknown()


def test_every_look_leaves_a_line(workroom: Workroom, access: Access) -> None:
    follow(workroom, access)
    sent = send(workroom, access)
    workroom.do(followups.history, access, 0, 8)
    workroom.do(followups.open_response, access, sent)
    workroom.do(followups.readings, access, 0, 8)
    lines = workroom.do(journal.read, access.record)[-3:]
    assert [(one.action, one.subject) for one in lines] == [
        ("history_read", ""), ("response_opened", sent), ("readings_seen", ""),
    ]  # fmt: skip


def test_a_form_tells_who_read_it_and_when_first(
    workroom: Workroom, clock: ManualClock, access: Access
) -> None:
    follow(workroom, access)
    sent = send(workroom, access)
    clock.move(DAY)
    first = clock.now()
    read_by(workroom, access)
    clock.move(DAY)
    read_by(workroom, access)
    (reading,) = workroom.do(followups.open_response, access, sent).readings
    assert (reading.at, reading.reader.last_name) == (first, "Morel")


def test_what_was_read_before_it_was_sent_does_not_count(
    workroom: Workroom, clock: ManualClock, access: Access
) -> None:
    follow(workroom, access)
    read_by(workroom, access)
    clock.move(timedelta(minutes=1))
    assert workroom.do(followups.open_response, access, send(workroom, access)).readings == []


def test_readings_of_another_follow_up_do_not_count(workroom: Workroom, access: Access) -> None:
    follow(workroom, access)
    sent = send(workroom, access)
    operator = replace(access, actor="operator")
    workroom.do(followups.responses, operator, "another")
    assert workroom.do(followups.open_response, access, sent).readings == []
    workroom.do(followups.responses, operator)
    assert [one.reader for one in workroom.do(followups.open_response, access, sent).readings] == [None]


def test_readings_come_newest_first_without_her_own(
    workroom: Workroom, clock: ManualClock, access: Access
) -> None:
    follow(workroom, access)
    send(workroom, access)
    read_by(workroom, access)
    clock.move(DAY)
    workroom.do(followups.responses, replace(access, actor="operator"))
    workroom.do(followups.responses, access)
    page = workroom.do(followups.readings, access, 0, 8)
    assert [one.reader.last_name if one.reader else None for one in page.lines] == [None, "Morel"]
    assert workroom.do(followups.readings, access, 0, 1).more


def test_a_professional_who_left_is_still_named(workroom: Workroom, access: Access) -> None:
    follow(workroom, access)
    send(workroom, access)
    read_by(workroom, access)
    workroom.do(lambda work: [professionals.disable(work, one.id) for one in professionals.listed(work)])
    (reading,) = workroom.do(followups.readings, access, 0, 8).lines
    assert reading.reader.last_name == "Morel"


COMPUTING = json.dumps({"resourceType": "Questionnaire", "status": "active", "item": [
    {"linkId": "t", "type": "decimal", "text": "T"},
    {"linkId": "s", "type": "decimal", "text": "S", "extension": [
        {"url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
         "valueExpression": {"language": "text/fhirpath", "expression": "%resource.item.answer.value"}}]}]})  # fmt: skip


def test_a_form_that_computes_is_read_back_apart(workroom: Workroom, access: Access) -> None:
    follow(workroom, access, COMPUTING)
    sent = send(workroom, access, temperature("37.5"))
    with pytest.raises(Unthought) as first:
        workroom.do(followups.open_response, access, sent)
    assert first.value.think.apart
    assert [one.link_id for one in first.value.think.function()] == ["t"]
