"""Files pass a real clamd before anything opens them; when it does not answer, none passes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.scanning import Infected, Scanner, ScannerDown, StreamTooLong, refusal
from portal.inspection import FileUnfit
from portal.vault import ScannerAway
from tests.clamav import EICAR, Clamd
from tests.pictures import photo

Speaking = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[Any]]


@pytest.fixture(params=["unix", "tcp"])
def scanner(request: pytest.FixtureRequest, clamd: Clamd) -> Scanner:
    return Scanner(getattr(clamd, request.param))


@asynccontextmanager
async def answering(speak: Speaking) -> AsyncIterator[Scanner]:
    """Something that listens where clamd should, and speaks otherwise."""

    async def spoken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await speak(reader, writer)
        writer.close()

    async with await asyncio.start_server(spoken, "127.0.0.1", 0) as server:
        yield Scanner(f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", patience=0.2)


def says(answer: bytes) -> Speaking:
    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return speak


async def never(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def test_what_is_harmful_is_named_and_what_is_not_passes(scanner: Scanner) -> None:
    assert await scanner.scan(photo()) is None
    assert await scanner.scan(EICAR) == Infected("Eicar.UNOFFICIAL")
    assert await scanner.scan(photo() + EICAR) == Infected("Eicar.UNOFFICIAL")


async def test_a_file_as_large_as_telegram_gives_is_scanned_whole(scanner: Scanner) -> None:
    assert await scanner.scan(bytes(20_000_000)) is None
    assert await scanner.scan(bytes(19_999_000) + EICAR) == Infected("Eicar.UNOFFICIAL")


async def test_many_files_are_scanned_at_once(scanner: Scanner) -> None:
    found = await asyncio.gather(*(scanner.scan(EICAR if n % 2 else photo()) for n in range(8)))
    assert [one is not None for one in found] == [False, True] * 4


async def test_a_file_longer_than_clamd_takes_is_told_to_the_operator(scanner: Scanner) -> None:
    with pytest.raises(StreamTooLong):
        await scanner.scan(bytes(22 << 20))
    with capture_logs() as log:
        assert await refusal(scanner, bytes(22 << 20)) == FileUnfit(why="unscanned")
    assert [(one["event"], one["variable"]) for one in log] == [
        ("scanner_takes_too_little", "MASANTE_CLAMD_URL")
    ]


async def test_a_scanner_that_says_who_it_is_answers(scanner: Scanner) -> None:
    assert (await scanner.version()).startswith("ClamAV ")


@pytest.mark.parametrize(
    "speak", [says(b""), says(b"stream: O"), says(b"stream: maybe\0"), says(b"\xff\xfe\0"), never]
)
async def test_an_answer_that_is_none_lets_nothing_pass(speak: Speaking) -> None:
    async with answering(speak) as scanner:
        with pytest.raises(ScannerDown):
            await scanner.scan(photo())
        assert await refusal(scanner, photo()) == ScannerAway()


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:/nowhere/clamd.ctl"])
async def test_where_nothing_listens_no_file_passes(url: str) -> None:
    assert await refusal(Scanner(url), photo()) == ScannerAway()


async def test_where_no_scanner_is_set_every_file_passes() -> None:
    assert await refusal(None, EICAR) is None
