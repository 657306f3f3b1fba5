"""Every bench can still be run as far as its imports: no type checker reads them, and some run once a year."""

from importlib import import_module
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.mark.parametrize("name", sorted(file.stem for file in BENCH.glob("[a-z]*.py")))
def test_what_a_bench_imports_is_there(name: str) -> None:
    assert import_module(f"bench.{name}")
