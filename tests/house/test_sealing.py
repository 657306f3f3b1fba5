"""Every column of bytes is known: sealed, with its context, so that a new key reaches it; or said to need none."""

import ast

from sqlalchemy import LargeBinary

from portal.migrations import models
from portal.resealing import CONTEXTS, NOT_SEALED
from tests.house.source import modules


def columns_of_bytes() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in models().sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }


def literals() -> set[str]:
    """Every string of the portal, and what stands before the first value in those that are put together."""
    return {
        node.value
        for module in modules("portal")
        if module.name != "portal/resealing.py"
        for node in module.nodes(ast.Constant)
        if isinstance(node.value, str)
    }


def test_every_column_of_bytes_is_sealed_anew_with_a_new_key_or_needs_none() -> None:
    assert columns_of_bytes() == set(CONTEXTS) | NOT_SEALED
    assert not set(CONTEXTS) & NOT_SEALED


def test_every_context_is_one_that_the_portal_seals_for() -> None:
    known = literals()
    assert [one for one in CONTEXTS.values() if one.partition("{")[0] not in known] == []
