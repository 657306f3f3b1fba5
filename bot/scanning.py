"""The virus scanner: ClamAV's daemon looks at every file before anything opens it."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

import structlog

from portal.errors import Refused
from portal.inspection import FileUnfit
from portal.vault import FileInfected, ScannerAway

log = structlog.get_logger()

PATIENCE = 20.0  # seconds for one file: clamd takes well under one for 20 MB, and longer while it reloads
PIECE = 1 << 18  # bytes sent at once
TOO_LONG = "size limit exceeded"


class Infected(NamedTuple):
    """What clamd found, by the name it has for it."""

    name: str


class ScannerDown(Exception):
    """clamd cannot be reached, or gave no answer that could be understood; nothing was scanned."""


class StreamTooLong(Exception):
    """clamd takes no stream as long as this file: its `StreamMaxLength` is too small."""


class Scanner:
    """Speaks to clamd (`man clamd`, INSTREAM): one connection a file, closed by either side when it is done."""

    def __init__(
        self, url: str, patience: float = PATIENCE, tell: Callable[[str], object] = lambda _: None
    ) -> None:
        self._url = url
        self._patience = patience
        self.tell = tell  # hears what became of each file: clean, infected, too_long, away

    async def scan(self, content: bytes) -> Infected | None:
        """Return what is harmful in a file; raises `ScannerDown` or `StreamTooLong`."""
        answer = await self._ask(b"zINSTREAM\0", content)
        if answer == "stream: OK":
            return None
        if answer.endswith(" FOUND"):
            return Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
        raise StreamTooLong if TOO_LONG in answer else ScannerDown(answer)

    async def version(self) -> str:
        """Return what clamd says of itself and of its signatures; raises `ScannerDown`."""
        return await self._ask(b"zVERSION\0")

    async def _ask(self, command: bytes, content: bytes | None = None) -> str:
        try:
            async with asyncio.timeout(self._patience):
                return await self._asked(command, content)
        except (OSError, EOFError, ValueError) as error:  # a time-out is an OSError
            raise ScannerDown(type(error).__name__) from None

    async def _asked(self, command: bytes, content: bytes | None) -> str:
        reader, writer = await self._connected()
        # Read from the start: when a stream is too long, clamd says so and hangs up in the middle of it.
        answer = asyncio.ensure_future(reader.readuntil(b"\0"))
        try:
            writer.write(command)
            if content is not None:
                await _send(writer, content, answer)
            return (await answer).rstrip(b"\0").decode()
        finally:
            answer.cancel()
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        place = urlsplit(self._url)
        if place.scheme == "unix":
            return await asyncio.open_unix_connection(place.path)
        return await asyncio.open_connection(place.hostname, place.port)


async def _send(writer: asyncio.StreamWriter, content: bytes, answer: "asyncio.Future[bytes]") -> None:
    """Send a content in pieces, each after its length, and an empty one; until there is an answer."""
    with contextlib.suppress(ConnectionError):
        for start in range(0, len(content), PIECE):
            piece = memoryview(content)[start : start + PIECE]
            writer.write(len(piece).to_bytes(4, "big"))
            writer.write(piece)
            await writer.drain()
            if answer.done():
                return
        writer.write(bytes(4))
        await writer.drain()


async def refusal(scanner: Scanner | None, content: bytes) -> Refused | None:
    """Return why a file does not pass the scanner (`FileInfected`, `ScannerAway`, `FileUnfit`); None when it does."""
    if scanner is None:
        return None
    try:
        found = await scanner.scan(content)
    except ScannerDown as down:
        scanner.tell("away")
        log.error("scanner_away", variable="MASANTE_CLAMD_URL", error=str(down))
        return ScannerAway()
    except StreamTooLong:
        scanner.tell("too_long")
        log.error("scanner_takes_too_little", variable="MASANTE_CLAMD_URL", bytes=len(content))
        return FileUnfit(why="unscanned")
    scanner.tell("clean" if found is None else "infected")
    if found is None:
        return None
    log.warning("file_infected", found=found.name)
    return FileInfected(name=found.name)
