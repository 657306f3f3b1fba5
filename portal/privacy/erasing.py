"""Erasing: every row and file of somebody, across all features, in steps small enough to hold up nobody.

How far it has come stands in the departure: killed anywhere, it goes on. The last step is one transaction: what is left,
the account itself, a certificate in the journal that names nobody, and the last e-mail.
"""

import json
from collections import Counter

from sqlalchemy import ColumnElement, delete, select, tuple_

from portal import accounts, journal
from portal.authorisations import CARNET, patient_record
from portal.carnets import holding
from portal.privacy import store, telling
from portal.privacy.store import Departure
from portal.privacy.traces import TRACES, Table, Trace, Whose, whose
from portal.work import Work

AT_ONCE = 500  # rows in one step


def begin(work: Work, one: Departure) -> None:
    """Close the account for good; from here on nobody comes back. Which carnets go with it is settled now."""
    accounts.lock(work, one.account_id)
    progress = {"carnets": holding.alone(work, one.account_id), "done": 0, "counts": {}}
    store.change(work, one.account_id, erasing=True, erased=json.dumps(progress), next_at=work.now)


def step(work: Work, one: Departure) -> None:
    """Erase some more; the last step ends it."""
    progress = json.loads(one.erased)
    found, counts = whose(work, one.account_id, progress["carnets"]), Counter(progress["counts"])
    left = AT_ONCE
    while left and progress["done"] < len(TRACES):
        gone = _some(work, TRACES[progress["done"]], found, left)
        counts[TRACES[progress["done"]].kind] += gone
        progress["done"] += gone < left
        left -= gone
    if left:
        return _end(work, one, found, counts)
    told = json.dumps({**progress, "counts": +counts})
    return store.change(work, one.account_id, erased=told, next_at=work.now)


def _some(work: Work, trace: Trace, found: Whose, most: int) -> int:
    """Delete up to so many rows of a kind."""
    return _deleted(work, trace.table, trace.where(found), most)


def _deleted(work: Work, table: Table, where: ColumnElement[bool], most: int | None) -> int:
    key = list(table.__table__.primary_key)
    these = select(*key).where(where).limit(most)
    named = key[0].in_(these.scalar_subquery()) if len(key) == 1 else tuple_(*key).in_(these)
    return work.execute(delete(table).where(named)).rowcount


def _end(work: Work, one: Departure, found: Whose, counts: Counter[str]) -> None:
    """Erase what came meanwhile and what all else was found by, and certify it."""
    for trace in TRACES:
        counts[trace.kind] += _deleted(work, trace.table, trace.where(found), None)
    for carnet_id in found.carnets:
        journal.forget(work, f"{CARNET}{carnet_id}")
    journal.forget(work, patient_record(one.account_id))
    reference = work.chance.name()
    telling.erased(work, one.account_id, reference, dict(+counts))
    accounts.erase(work, one.account_id)
    store.forget(work, one.account_id)
    by = one.by if one.by == "operator" else "ticker"
    told = " ".join(f"{kind}={count}" for kind, count in sorted((+counts).items()))
    journal.write(work, f"erased:{reference}", by, "erased", reference, told)
