"""A file of this machine goes the way of one from the chat: bounded, scanned, judged in a child process, sealed."""

import asyncio
import os
import stat
from functools import partial
from pathlib import Path

from bot import logs, scanning
from bot.commands.files import FileWrong
from bot.keeping import keep
from bot.scanning import Scanner
from bot.settings import Settings
from bot.workshop import Workshop
from portal import vault
from portal.errors import Refused, TookTooLong
from portal.inspection import FileUnfit, Judged, inspect
from portal.vault import LARGEST, MEGABYTE, FileTooLarge, Kept
from portal.work import Workroom

DEADLINE = 15.0  # seconds to judge one file


def read_bounded(path: Path) -> bytes | FileTooLarge:
    """Return what a file holds, 20 MB at most; raises `FileWrong` for what is no file, and waits for nothing."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe that nobody writes to opens at once
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise FileWrong(path, "is no file")
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as wrong:  # a name may hold a zero
        raise FileWrong(path, getattr(wrong, "strerror", None) or "cannot be read") from None
    return content if len(content) <= LARGEST else FileTooLarge(most=LARGEST // MEGABYTE)


def taken_in(settings: Settings, room: Workroom, content: bytes) -> Kept | Refused:
    """Return the blob that came of a file, or why there is none; what the operator is to know of it is logged."""
    logs.configure(settings.secrets())
    return asyncio.run(_taken_in(settings, room, content))


async def _taken_in(settings: Settings, room: Workroom, content: bytes) -> Kept | Refused:
    scanner = Scanner(settings.clamd_url) if settings.clamd_url else None
    if harmful := await scanning.refusal(scanner, content):
        return harmful
    judged = await _judged(content)
    return judged if isinstance(judged, Refused) else await keep(room, vault.at(settings.vault_url), judged)


async def _judged(content: bytes) -> Judged | Refused:
    workshop = Workshop(ready=(), hands=1)
    try:
        judged: Judged | FileUnfit = await workshop.do(partial(inspect, content), DEADLINE)
    except TookTooLong:
        return FileUnfit(why="too_many_pixels")
    finally:
        await asyncio.to_thread(workshop.close)
    return judged
