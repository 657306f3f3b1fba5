"""The pulse: on PostgreSQL, shows other processes that this one lives, and frees what those that died had held."""

import asyncio

import structlog

from portal.errors import PortalError
from portal.mailroom import lives
from portal.work import Workroom

log = structlog.get_logger()

BEAT = 1.0  # seconds between two looks; who is missed at two of them is dead: sessions are lost with the server, too


class Pulse:
    """One session of the database for as long as the process lives."""

    def __init__(self, workroom: Workroom) -> None:
        self._workroom = workroom
        self._life = lives.Life(workroom.engine, 1 + int(workroom.chance.token(4), 16) % lives.MOST)
        self._living: frozenset[int] | None = None
        self._missed: frozenset[int] = frozenset()

    async def run(self) -> None:
        """Go on for ever."""
        while not self._workroom.alone:
            await asyncio.sleep(BEAT)
            await self.beat()

    async def beat(self) -> None:
        """Look who lives, and free what the dead held; while the database is away, nobody is taken for dead.

        What is taken from now on bears our number, as long as others can see that we live. SQLite has one process.
        """
        if self._workroom.alone:
            return
        try:
            living = await asyncio.to_thread(self._life.look)
            self._workroom.life = self._life.number
            before = await self._workroom.run(lives.holding) if self._living is None else self._living
            dead, self._missed, self._living = self._missed - living, before - living, living
            if dead:
                freed = await self._workroom.run(lives.free, dead)
                log.warning("lanes_freed", processes=len(dead), lanes=freed)
        except PortalError as why:
            self._workroom.life = None
            log.warning("pulse_missed", why=why.code)

    def close(self) -> None:
        """Live no more."""
        self._life.close()
