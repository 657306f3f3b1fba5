"""Forgetting: old rows go a few at a time, found by an index, so that nobody waits for them."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select

from portal.work import Work

AT_A_TIME = 500  # rows of one unit of work: some milliseconds


def forget_rows(work: Work, key: Any, old: ColumnElement[bool], limit: int = AT_A_TIME) -> int:
    """Delete up to `limit` rows, named by the column of their key; returns how many. `old` must have an index."""
    these = select(key).where(old).limit(limit).scalar_subquery()
    return work.execute(delete(key.table).where(key.in_(these))).rowcount
