"""The journal of a record, looked through by whom the record belongs to: by pages, and that it was looked at is a line.

A parent finds nothing there of a document that is hidden from her, nor that anything was ever hidden.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from portal import authorisations, documents, journal
from portal.authorisations import CARNET, Access, Right, patient_record
from portal.documents import PARENTS
from portal.journal import Line, Without
from portal.work import Work

LOOKED = "journal_read"
VISIT = timedelta(minutes=30)  # in which looking again, at other pages, is the same visit
HIDING = ("document_hidden", "document_shown")
EVERY = 10_000  # times that somebody hid or added something, in one record
LATELY = 50  # lines in which the line of this visit is looked for


class View(NamedTuple):
    """Which lines: of these actions only, or of this actor; the last `before` a number, or the first `after` one."""

    actions: Sequence[str] | None = None
    actor: str | None = None
    before: int | None = None
    after: int | None = None


class Page(NamedTuple):
    """Lines, the newest first, and whether there are newer and older ones."""

    lines: list[Line]
    newer: bool
    older: bool


def page(work: Work, access: Access, view: View, count: int = 8) -> Page:
    """Return some lines of a record's journal; the visit leaves a line of its own, which shows at the next one."""
    access.must(Right.READ)
    found = journal.latest(
        work,
        access.record,
        count + 1,
        before=view.before,
        after=view.after,
        actions=view.actions,
        actor=view.actor,
        without=_unseen_by(work, access),
    )
    more = len(found) > count
    _leave_line(work, access)
    if view.after is not None:
        return Page(found[-count:], more, older=True)
    return Page(found[:count], view.before is not None, more)


def actors(work: Work, access: Access) -> list[str]:
    """Return everybody who did something with a record, as the journal names them, who did the last thing first."""
    access.must(Right.READ)
    _leave_line(work, access)
    return journal.actors(work, access.record, _unseen_by(work, access))


def unseen(work: Work, record: str, account_id: str) -> Without:
    """Return which lines of a record this account does not see: of a carnet, what its child keeps from her parents.

    What was erased while it was hidden stays hidden; who added it sees it all the same.
    """
    if not record.startswith(CARNET) or authorisations.subject_of(work, record) == account_id:
        return Without()
    hiding = journal.latest(work, record, EVERY, actions=HIDING)[::-1]
    told = [one for one in hiding if one.why == PARENTS]
    last = {one.subject: one.action for one in told}
    kept = {one for one, action in last.items() if action == HIDING[0]}
    actor = patient_record(account_id)
    hers = journal.latest(work, record, EVERY, actions=("document_deposited",), actor=actor) if kept else []
    subjects = kept.difference(one.subject for one in hers).union(documents.unseen(work, record, account_id))
    return Without(subjects, [one.number for one in told])


def _unseen_by(work: Work, access: Access) -> Without:
    return unseen(work, access.record, access.reader_id) if access.reader_id else Without()


def _leave_line(work: Work, access: Access) -> None:
    """Leave the line of a visit, once."""
    lately = journal.latest(work, access.record, LATELY)
    mine = (one for one in lately if one.action == LOOKED and one.actor == access.actor)
    if not any(one.at > work.now - VISIT for one in mine):
        access.journal(work, LOOKED)
