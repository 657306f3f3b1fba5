"""Every bench can still be run as far as its imports: no type checker reads them, and some run once a year."""

import asyncio
import socket
from importlib import import_module
from pathlib import Path

import pytest

from bench.processes import held_port

BENCH = Path(__file__).parents[2] / "bench"


@pytest.mark.parametrize("name", sorted(file.stem for file in BENCH.glob("[a-z]*.py")))
def test_what_a_bench_imports_is_there(name: str) -> None:
    assert import_module(f"bench.{name}")


async def test_a_held_port_refuses_until_somebody_listens_there_and_again_after_it() -> None:
    with held_port() as port:
        for _ in range(2):
            with pytest.raises(OSError, match="Connect"):
                await asyncio.open_connection("127.0.0.1", port)
            async with await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", port):
                await asyncio.open_connection("127.0.0.1", port)


def test_a_held_port_is_nobody_else_s() -> None:
    with held_port() as port, socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))
