"""The journal of a carnet: her parents find no trace in it of what a young person keeps from them; she does."""

from datetime import date
from typing import Any

from portal import authorisations, documents, journal, reviewing
from portal.authorisations import SUBJECT, Professional, Right, patient_record
from portal.carnets import growing_up
from portal.documents import PARENTS
from portal.reviewing import View
from portal.work import Workroom
from tests.databases import on_sqlite
from tests.portal.access.case import Case, case

TEEN = date(2010, 3, 1)
PARTS = ("nadia", "thomas", "zoe")


def family(one: Case) -> tuple[str, Professional, str]:
    """Zoé, 16, whose doctor has put a document into her carnet and opened it; both parents read it."""
    record, morel = one.carnet(born=TEEN), one.doctor()
    one.share(record, "thomas")
    authorisations.give(one.work, one.own("zoe"), record, SUBJECT, None)
    one.authorise(record, morel)
    document = one.document(record, morel)
    documents.open_document(one.work, one.access(morel, Right.READ, record), document)
    return record, morel, document


def hide(one: Case, record: str, document: str) -> None:
    keeping = one.access(one.me("zoe"), Right.KEEP, record)
    assert growing_up.hide_from_parents(one.work, keeping, document) is None


def keeps(one: Case, name: str, record: str) -> Any:
    return one.access(one.me(name), Right.KEEP, record)


def told(one: Case, name: str, record: str, **view: Any) -> list[str]:
    """What somebody reads of it, without the lines of such looks; page by page, and the same as on one page."""
    access = one.access(one.me(name), Right.READ, record)
    whole = reviewing.page(one.work, access, View(**view), 500).lines
    pages, before = [], None
    while True:
        found = reviewing.page(one.work, access, View(**view, before=before), 3)
        pages += found.lines
        if not found.older:
            break
        before = found.lines[-1].number
    assert [line.number for line in pages][-len(whole) :] == [line.number for line in whole]
    assert len(pages) - len(whole) in (0, 1)  # the line of this visit
    return [f"{line.action} {line.subject}" for line in whole if line.action != reviewing.LOOKED]


def test_of_what_she_hides_they_find_no_line_and_she_finds_all(workroom: Workroom) -> None:
    with case(workroom) as one:
        record, _morel, document = family(one)
        before = {name: told(one, name, record) for name in PARTS}
        assert all(f"document_read {document}" in lines for lines in before.values())
        hide(one, record, document)
        documents.look_at(one.work, one.access(one.me("zoe"), Right.READ, record), document)
        for name in ("nadia", "thomas"):
            assert told(one, name, record) == [line for line in before[name] if document not in line]
        assert f"document_hidden {document}" in told(one, "zoe", record)


@on_sqlite
def test_shown_again_it_is_read_about_and_nothing_says_that_it_was_hidden(workroom: Workroom) -> None:
    with case(workroom) as one:
        record, _morel, document = family(one)
        before = told(one, "nadia", record)
        hide(one, record, document)
        assert documents.unhide(one.work, keeps(one, "zoe", record), document, PARENTS) is None
        assert told(one, "nadia", record) == before
        assert f"document_shown {document}" in told(one, "zoe", record)


@on_sqlite
def test_who_added_it_reads_about_it_and_not_that_it_is_hidden(workroom: Workroom) -> None:
    with case(workroom) as one:
        record, _morel, _other = family(one)
        his = one.document(record, one.me("thomas"))
        hide(one, record, his)
        assert f"document_deposited {his}" in told(one, "thomas", record)
        assert f"document_hidden {his}" not in told(one, "thomas", record)
        assert not any(his in line for line in told(one, "nadia", record))


@on_sqlite
def test_what_is_erased_while_hidden_leaves_no_trace_either(workroom: Workroom) -> None:
    with case(workroom) as one:
        record, _morel, _other = family(one)
        authorisations.give(one.work, one.own("zoe"), record, (Right.DEPOSIT,), None)
        hers = one.document(record, one.me("zoe"))
        his = one.document(record, one.me("thomas"))
        for each, who in ((hers, "zoe"), (his, "thomas")):
            hide(one, record, each)
            assert documents.delete(one.work, keeps(one, who, record), each) is None
        one.later(days=31)
        assert documents.erase_due(one.work) == 2
        assert not any(hers in line for line in told(one, "nadia", record))
        assert f"document_erased {his}" in told(one, "thomas", record)
        assert not any(his in line for line in told(one, "nadia", record))


@on_sqlite
def test_what_is_hidden_from_a_professional_is_told_to_both_parents(workroom: Workroom) -> None:
    with case(workroom) as one:
        record, morel, document = family(one)
        documents.hide(one.work, keeps(one, "nadia", record), document, morel.id)
        assert f"document_hidden {document}" in told(one, "thomas", record)


@on_sqlite
def test_neither_a_kind_nor_a_person_chosen_brings_it_back(workroom: Workroom) -> None:
    with case(workroom) as one:
        record, morel, document = family(one)
        other = one.doctor("lenoir")
        authorisations.give(one.work, other.actor, record, (Right.READ,), None)
        documents.open_document(one.work, one.access(other, Right.READ, record), document)
        hide(one, record, document)
        kinds = ("document_read", "document_hidden", "document_shown")
        assert told(one, "nadia", record, actions=kinds) == []
        assert told(one, "nadia", record, actor=morel.actor) == []
        reading = one.access(one.me("nadia"), Right.READ, record)
        assert not {morel.actor, other.actor} & set(reviewing.actors(one.work, reading))
        assert patient_record(one.account("zoe")) not in reviewing.actors(one.work, reading)


@on_sqlite
def test_a_page_of_a_long_journal_with_much_hidden_is_full(workroom: Workroom) -> None:
    with case(workroom) as one:
        record, morel, _document = family(one)
        for _ in range(12):
            hide(one, record, one.document(record, morel))
        journal.write(one.work, record, "operator", "locked")
        reading = one.access(one.me("nadia"), Right.READ, record)
        page = reviewing.page(one.work, reading, View(), 5)
        assert len(page.lines) == 5
        assert page.older
