"""Lists of documents: several records in one order, what counts as new, what was deleted and by whom, who opened what."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import authorisations, carnets, documents
from portal.authorisations import PARENT, Access, Professional, Right
from portal.documents import DocumentDeleted, DocumentUnknown, store
from tests.portal.documents.conftest import CAMILLE, TODAY, Record, authorise, me

LEO = authorisations.carnet_record("leo")


def shared(record: Record, *accounts: str) -> Record:
    """Léo's carnet, which these parents share."""
    for account in accounts:
        record.do(authorisations.give, f"patient:{account}", LEO, PARENT, None)
    return Record(record.room, record.clock, record.shelves, LEO, me(accounts[0]))


def both(record: Record, leo: Record) -> list[Access]:
    return [record.access(), leo.access(who=me())]


def test_documents_of_several_records_stand_in_one_order(record: Record) -> None:
    leo = shared(record, "camille")
    for days in (1, 3):
        record.deposit(title=f"hers {days}", dated=TODAY - timedelta(days=days))
        leo.deposit(title=f"his {days + 1}", dated=TODAY - timedelta(days=days + 1))
    pages = [record.do(documents.listed, both(record, leo), (), start, 2) for start in (0, 2, 4)]
    assert [[one.title for one in page.lines] for page in pages] == [
        ["hers 1", "his 2"],
        ["hers 3", "his 4"],
        [],
    ]
    assert [page.more for page in pages] == [True, False, False]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 3), st.sampled_from(["DOCPAT02", "DOCPAT04"])), max_size=9
    ),
    st.integers(1, 4),
    st.sampled_from([(), ("DOCPAT02",), ("DOCPAT02", "DOCPAT04")]),
)
def test_page_by_page_every_document_comes_once(
    record: Record, kept: list[tuple[bool, int, str]], at_once: int, types: tuple[str, ...]
) -> None:
    leo = shared(record, "camille")
    accesses = both(record, leo)
    for access in accesses:
        for one in record.do(documents.listed, [access], count=100).lines:
            record.do(
                documents.delete, record.do(authorisations.require, me(), Right.KEEP, access.record), one.id
            )
    for hers, days, kind in kept:
        (record if hers else leo).deposit(type=kind, dated=TODAY - timedelta(days=days))
    seen, start = [], 0
    while lines := record.do(documents.listed, accesses, types, start, at_once).lines:
        seen, start = [*seen, *lines], start + at_once
    assert len({one.id for one in seen}) == len(seen)
    assert len(seen) == len([kind for _, _, kind in kept if not types or kind in types])
    assert all(one.dated >= other.dated for one, other in pairwise(seen))


def test_what_a_parent_may_no_longer_read_does_not_count_as_new(record: Record) -> None:
    leo = shared(record, "nadia", "camille")
    leo.deposit(title="vaccin")
    assert record.do(documents.unread, "camille") == 1
    assert record.do(documents.unread, "nadia") == 0
    record.do(authorisations.withdraw, CAMILLE, LEO)
    assert record.do(documents.unread, "camille") == 0


def test_who_deleted_a_document_alone_hears_of_it_and_brings_it_back(record: Record) -> None:
    leo = shared(record, "nadia", "camille")
    made = leo.deposit()
    record.do(documents.delete, leo.access(Right.KEEP), made)
    assert isinstance(record.do(documents.look_at, leo.access(), made), DocumentDeleted)
    assert record.do(documents.look_at, leo.access(who=me()), made) == DocumentUnknown()
    assert [one.id for one in record.do(documents.deleted, [leo.access()]).lines] == [made]
    assert record.do(documents.deleted, [leo.access(who=me())]).lines == []
    assert record.do(documents.bring_back, leo.access(Right.KEEP, me()), made) == DocumentUnknown()
    assert record.do(documents.bring_back, leo.access(Right.KEEP), made) is None


def test_what_can_no_longer_be_brought_back_is_not_offered(record: Record) -> None:
    record.do(documents.delete, record.access(Right.KEEP), record.deposit())
    record.clock.move(timedelta(days=30))
    assert record.do(documents.deleted, [record.access()]).lines == []


def test_who_opened_a_document_is_told_with_the_first_time(record: Record, doctor: Professional) -> None:
    made = record.deposit()
    authorise(record, doctor)
    first = record.clock.now()
    for _ in range(2):
        record.do(documents.open_document, record.access(who=doctor), made)
        record.clock.move(timedelta(hours=1))
    record.do(documents.open_document, record.access(), made)
    assert record.do(documents.readers, record.access(), made) == [(doctor.actor, first)]


def test_looking_searching_and_listing_leave_lines_of_their_own(record: Record) -> None:
    made = record.deposit()
    record.do(documents.look_at, record.access(), made)
    record.do(documents.look_at, record.access(), "nothing")
    record.do(documents.listed, [record.access()])
    record.do(documents.searched, [record.access()])
    assert [line.split()[1] for line in record.actions()[-4:]] == [
        "document_seen", "document_unknown", "documents_listed", "documents_searched"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ordonnance \u202etxe.exe", "Ordonnance txe.exe"),
        ("\u200fa\u2066b\u2069\u200b\x00c\x1b[2J", "abc[2J"),
        ("  deux\n\nlignes\u2028et\u3000demie ", "deux lignes et demie"),
        ("famille 👨‍👩‍👧 \ud800", "famille 👨‍👩‍👧"),
        ("漢" * 120, "漢" * 120),
        ("تقرير", "تقرير"),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_a_title_loses_what_nobody_sees_and_nothing_else(typed: str, kept: str) -> None:
    assert documents.tidy(typed) == kept


def test_a_parent_looks_into_her_own_record_and_her_carnets(record: Record) -> None:
    made = record.do(carnets.create, "camille", "Léo", TODAY - timedelta(days=900))
    accesses = record.do(carnets.open_to, me())
    assert [one.record for one in accesses] == [CAMILLE, authorisations.carnet_record(made)]
    record.do(authorisations.withdraw, CAMILLE, authorisations.carnet_record(made))
    assert [one.record for one in record.do(carnets.open_to, me())] == [CAMILLE]
    assert record.do(authorisations.ended, me(), authorisations.carnet_record(made))
    assert not record.do(authorisations.ended, me(), LEO)


def test_a_title_that_does_not_open_hides_no_other_and_is_journalled(record: Record) -> None:
    made = record.deposit(title="perdu")
    record.deposit(title="radio")
    record.do(store.change, made, title=b"damaged for good, whatever key", words=b"these words too")
    assert sorted(record.titles()) == ["", "radio"]
    sealed = record.do(documents.sealed_words, [record.access()])
    assert len(documents.found(record.room.keys, sealed, "radio")) == 1
    record.do(documents.look_at, record.access(), made)
    assert record.actions()[-1] == "patient:camille document_broken"
