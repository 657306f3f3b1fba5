"""What runs all the time costs what there is to do, not what is stored: no query walks through a whole table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.ticker import TASKS
from portal import (
    accounts,
    authorisations,
    authorising,
    blocks,
    bookmarks,
    documents,
    emergencies,
    fitting,
    followups,
    journal,
    mode,
    particulars,
    privacy,
    professionals,
    reviewing,
)
from portal.accounts import contact_store
from portal.authorisations import Access, Operator, Right
from portal.carnets import store as store_of_carnets
from portal.carnets import vaccines
from portal.faq import gaps
from portal.followups import store
from portal.mailroom import aside, backlog, inbox, lanes, outbox
from portal.privacy import store as store_of_leaving
from portal.reviewing import View
from portal.work import Work, Workroom
from tests.databases import heard, on_sqlite

QUEUES = [(lambda work, queue=queue: outbox.claim(work, queue, 5)) for queue in outbox.QUEUES]
TAKING = {f"claim {queue}": claim for queue, claim in zip(outbox.QUEUES, QUEUES, strict=True)}
ALWAYS: dict[str, Callable[[Work], Any]] = TAKING | {
    "claim inbox": lambda work: inbox.claim(work, 5),
    "backlog": lambda work: (
        backlog.waits(work),
        backlog.kept_waiting(work, work.now, backlog.Place(work.now, "1"), 5),
        [backlog.overdue(work, queue, work.now, 5) for queue in outbox.QUEUES],
        aside.listed(work),
        aside.one(work, 1),
        mode.current(work),
    ),
    "latest": backlog.latest,
    "resume": lambda work: lanes.resume(work, "sms"),
    "fit": fitting.look,
    "conversation": lambda work: (bookmarks.active(work, "1"), bookmarks.parked(work, "1")),
    "who": lambda work: accounts.me(work, 1),
    "contacts": lambda work: (
        contact_store.codes_under_way(work, "camille"),
        contact_store.sends(work, 1, "camille", "key"),
        contact_store.last_code(work, 1, "camille", "email"),
        contact_store.by_token(work, "token"),
        contact_store.undoable(work, "camille"),
        contact_store.promised(work, "key"),
        contact_store.given_up(work, "camille"),
    ),
    "forms": lambda work: followups.due_now(work, "camille"),
    "alerts": lambda work: (followups.count_alerts(work), followups.standing_alerts(work)),
    "history": lambda work: followups.history(work, read(work), 400, 8),
    "readings": lambda work: followups.readings(work, read(work), 400, 8),
    "who read it": lambda work: journal.first_by_others(
        work, "patient:camille", "", ("read",), ("",), work.now
    ),
    "last time": lambda work: store.responses_of(work, "camille", "asthma", 1),
    "missed": lambda work: store.missed(work, "asthma", work.now),
    "stops": followups.count_stops,
    "who saw what": lambda work: [
        reviewing.page(work, read(work), view)
        for view in (View(), View(before=9), View(after=1), View(("read",), before=9), View(actor="me"))
    ],
    "who is in it": lambda work: reviewing.actors(work, read(work)),
    "what parents do not see of it": lambda work: reviewing.unseen(work, "carnet:leo", "camille"),
    "anchor": journal.anchor,
    "particulars": lambda work: (
        particulars.everything(work, read(work)),
        particulars.history(work, read(work), "contact", 4, 9),
        particulars.waiting(work, read(work)),
    ),
    "documents": lambda work: (
        documents.listed(work, [read(work)]),
        documents.listed(work, [read(work), read(work, "carnet:leo")], ["DOCPAT02", "57833-6"], 16),
        documents.deleted(work, [read(work)]),
        documents.record_of(work, "one"),
        documents.readers(work, read(work), "one"),
        documents.unread(work, "camille"),
        documents.types_kept(work, [read(work)]),
        documents.sealed_words(work, [read(work)]),
        documents.waiting_for_words(work),
    ),
    "emergencies": lambda work: (
        emergencies.of_records(work, [read(work), read(work, "carnet:leo")], 8),
        emergencies.listed(work, "doctor", None),
        emergencies.access(work, "doctor", "carnet:leo"),
        emergencies.people(work, read(work)),
    ),
    "who reads": lambda work: (
        authorisations.readers(work, "carnet:leo"),
        authorisations.carnets_of(work, "camille"),
        authorisations.professionals_of(work, "carnet:leo"),
    ),
    "actors": lambda work: (
        authorising.listed(work, [asked(work, Right.HOLD)]),
        authorising.records(work, "camille"),
        blocks.stands(work, "patient:camille", "morel"),
        professionals.of_number(work, "10009999995"),
    ),
    "carnets": lambda work: (
        authorisations.parents(work, "carnet:leo"),
        store_of_carnets.standing(work, "leo"),
        store_of_carnets.for_address(work, "key"),
        store_of_carnets.to_confirm(work, "camille"),
        store_of_carnets.by_token(work, "token"),
        store_of_carnets.enrolled(work, "camille"),
        store_of_carnets.invited_by(work, "camille", work.now),
        vaccines.noted(work, "leo"),
    ),
    "leaving and taking along": lambda work: (
        privacy.claim(work),
        privacy.under_way(work, "camille"),
        privacy.by_token(work, "token"),
        store_of_leaving.held(work, "camille"),
        accounts.leaving_since(work, "camille"),
        accounts.last_chat(work, "camille"),
        privacy.prospect(work, asked(work, Right.HOLD)),
    ),
    "gaps": lambda work: (gaps.note(work, "fr", ["portail"]), gaps.unanswered(work), gaps.missed(work, "x")),
    "children": lambda work: (
        followups.reminded(work, ["carnet:leo", "camille"]),
        followups.due(work, asked(work, Right.FILL_IN, "carnet:leo")),
        followups.record_of_form(work, "one"),
        followups.record_of_response(work, "one"),
        followups.record_of_followup(work, "asthma"),
        store.response_to(work, "one"),
        authorisations.who_may(work, Right.FILL_IN, ["carnet:leo"]),
        authorisations.subject_of(work, "carnet:leo"),
    ),
    "edit": lambda work: outbox.replace(work, "telegram", "1", "menu", {}),
    **{task.name: task.once for task in TASKS},
}


def read(work: Work, record: str = "patient:camille") -> Access:
    return asked(work, Right.READ, record)


def asked(work: Work, right: Right, record: str = "patient:camille") -> Access:
    access = authorisations.require(work, Operator(), right, record)
    assert isinstance(access, Access)
    return access


def something_to_do(work: Work) -> None:
    inbox.store(work, [("1", {"update_id": 1}), ("2", {"update_id": 2})])
    for queue in outbox.QUEUES:
        outbox.put(work, queue, "1", "show", {}, slot="menu")


@contextmanager
def statements(workroom: Workroom) -> Iterator[list[tuple[str, Any]]]:
    """Yield a list that holds, once the block has ended, each statement that ran, and its values."""
    ran: list[tuple[str, Any]] = []
    with heard(workroom.engine) as said:
        yield ran
    ran += [(one[2], one[3]) for one in said]


@on_sqlite
@pytest.mark.parametrize("name", ALWAYS)
def test_no_table_is_walked_through(workroom: Workroom, name: str) -> None:
    workroom.do(something_to_do)
    with statements(workroom) as ran:
        workroom.do(ALWAYS[name])
    walked = []
    with workroom.engine.connect() as connection:
        for statement, values in [one for one in ran if one[0].startswith(("SELECT", "UPDATE", "DELETE"))]:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [step.detail for step in plan]
            walked += [f"{step}: {statement}" for step in steps
                       if step.startswith("SCAN") and "INDEX" not in step and "subquery" not in step
                       and "CONSTANT" not in step]  # fmt: skip
            # The greatest of a column without an index: SQLite calls it a search, and looks at every row.
            walked += [f"{step}: {statement}" for step in steps
                       if step.startswith("SEARCH") and "USING" not in step]  # fmt: skip
    assert walked == []


@on_sqlite
def test_what_is_over_is_found_without_walking_past_what_is_kept_longer(workroom: Workroom) -> None:
    with statements(workroom) as ran:
        workroom.do(lambda work: (outbox.forget(work), bookmarks.forget(work)))
    purging = [one for one in ran if one[0].startswith("DELETE")]
    found = [step for step in steps_of(workroom, purging) if " ix_" in step]
    named = [step.partition(" ix_")[2].partition(" ")[0] for step in found]
    assert named == ["outbox_over", "outbox_keyed_over", "bookmarks_over", "bookmarks_expires_at"]


@on_sqlite
def test_a_page_of_the_history_is_read_in_the_order_of_its_index(workroom: Workroom) -> None:
    with statements(workroom) as ran:
        workroom.do(
            lambda work: (
                followups.history(work, read(work), 8, 8),
                store.responses_of(work, "c", "asthma", 1),
            )
        )
    pages = [one for one in ran if "FROM responses" in one[0]]
    assert len(pages) == 2
    assert [step for step in steps_of(workroom, pages) if "TEMP B-TREE" in step] == []


@on_sqlite
@pytest.mark.parametrize("types", [(), ("DOCPAT02",)])
def test_a_page_of_documents_is_found_in_the_order_of_its_index_alone(
    workroom: Workroom, types: tuple[str, ...]
) -> None:
    with statements(workroom) as ran:
        workroom.do(lambda work: documents.listed(work, [read(work)], types, 80))
    pages = [one for one in ran if "FROM documents" in one[0]]
    steps = steps_of(workroom, pages)
    assert [step for step in steps if "COVERING INDEX ix_documents_by_" in step]
    assert [step for step in steps if "TEMP B-TREE" in step] == []


def steps_of(workroom: Workroom, statements: list[tuple[str, Any]]) -> list[str]:
    with workroom.engine.connect() as connection:
        return [step.detail for statement, values in statements
                for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]  # fmt: skip


@on_sqlite
@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(before=2500),
        View(after=2500),
        View(("seldom",)),
        View(("read", "seldom")),
        View(actor="nobody"),
    ],
)
def test_a_page_of_a_long_journal_is_found_by_its_number(workroom: Workroom, view: View) -> None:
    with statements(workroom) as ran:
        workroom.do(lambda work: reviewing.page(work, read(work), view))
    pages = [one for one in ran if "FROM journal" in one[0] and one[0].startswith("SELECT")]
    steps = steps_of(workroom, pages)
    assert steps
    assert [step for step in steps if "TEMP B-TREE" in step or step.startswith("SCAN")] == []
