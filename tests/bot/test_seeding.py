"""The demo's people: whoever opens it finds somebody with a past to look back on."""

from pathlib import Path
from typing import Any

import pytest

from bot import paperwork, seeding
from bot.backdating import WEEKS
from portal import accounts, authorisations, carnets, emergencies, followups, journal, professionals
from portal.authorisations import Access, Operator, Right, patient_record
from portal.questionnaires import from_response, problems
from portal.vault import Folder
from portal.work import Work, Workroom

NADIA = seeding.PEOPLE[1].email


@pytest.fixture
def seeded(workroom: Workroom) -> Workroom:
    assert workroom.do(seeding.seed)
    return workroom


def of_leo(work: Work, right: Right) -> Access:
    (leo,) = carnets.of(work, accounts.find(work, NADIA) or "")
    access = authorisations.require(work, Operator(), right, leo.record)
    assert isinstance(access, Access)
    return access


def sent(work: Work) -> list[Any]:
    return followups.responses(work, of_leo(work, Right.READ))


def test_nadia_has_sent_a_form_for_leo_each_week_but_one(seeded: Workroom) -> None:
    weeks = [one.authored_at for one in seeded.do(sent)]
    assert len(weeks) == len([week for week in WEEKS if week])
    assert all((seeded.clock.now() - at).days // 7 <= len(WEEKS) for at in weeks)
    assert max(weeks) < seeded.clock.now()
    parent = f"RelatedPerson/{seeded.do(accounts.find, NADIA)}"
    assert {one.resource["author"]["reference"] for one in seeded.do(sent)} == {parent}


def test_what_she_sent_is_what_the_form_takes(seeded: Workroom) -> None:
    form = seeded.do(
        lambda work: followups.questionnaire(
            work, followups.listed(work, of_leo(work, Right.READ))[0][0].questionnaire_id
        )
    )
    for one in seeded.do(sent):
        assert [
            problem for problem in problems(form, from_response(form, one.resource)) if problem.blocks
        ] == []


def test_a_form_is_due_for_him_today_all_the_same(seeded: Workroom) -> None:
    seeded.do(followups.release_due)
    assert len(seeded.do(lambda work: followups.due(work, of_leo(work, Right.FILL_IN)))) == 1


def test_the_journal_of_the_past_holds(seeded: Workroom) -> None:
    assert journal.verify(seeded).broken == []


def test_camille_has_papers_one_of_them_for_emergencies_and_somebody_to_notify(
    workroom: Workroom, tmp_path: Path
) -> None:
    papers = paperwork.kept(workroom, Folder(tmp_path))
    assert workroom.do(seeding.seed, papers)
    assert not workroom.do(seeding.seed, papers)
    doctor = workroom.do(professionals.listed)[0].id
    record = patient_record(workroom.do(accounts.find, seeding.PEOPLE[0].email) or "")
    opened = workroom.do(emergencies.open_record, doctor, record, "Malaise, patiente confuse et seule")
    assert [one.title for one in opened.documents] == ["Lettre de liaison à la sortie"]
    assert [(one.first_name, one.relation) for one in opened.people] == [("Marc", "partner")]
    kinds = [(paper.kept.content_type, paper.kept.pages) for paper in papers]
    assert kinds == [("application/pdf", 1), ("image/jpeg", 1)]


def test_nadia_holds_the_carnet_of_a_child_of_four(seeded: Workroom) -> None:
    (leo,) = seeded.do(carnets.of, seeded.do(accounts.find, NADIA) or "")
    assert (leo.first_name, carnets.age_on(leo.birth_date, seeded.clock.now().date())) == ("Léo", 4)
