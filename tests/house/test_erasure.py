"""Whatever is stored of a person has its end: every table is erased, or kept with a reason."""

from portal.migrations import models
from portal.privacy.traces import AUTHORED, KEPT, LAST, TRACES


def test_every_table_is_erased_or_kept_with_a_reason() -> None:
    erased = {trace.table.__tablename__ for trace in TRACES} | {table.__tablename__ for table in LAST}
    assert erased | set(KEPT) == {table.name for table in models().sorted_tables}
    assert not erased & set(KEPT)
    assert all(len(reason) > 10 for reason in KEPT.values())


def test_what_may_bear_an_erased_id_exists() -> None:
    columns = {f"{table.name}.{column.name}" for table in models().sorted_tables for column in table.columns}
    assert set(AUTHORED) <= columns
