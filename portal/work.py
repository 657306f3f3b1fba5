"""Units of work: one plain function, one transaction, run where waiting for the disk holds up nobody else."""

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, overload

from sqlalchemy import Connection, Engine, Executable, func, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.clock import Clock
from portal.database import meaning
from portal.errands import Errand
from portal.errors import StorageDown, TookTooLong
from portal.keys import Chance, Keyring
from portal.policy import Policy
from portal.statement import Prepared, Rows

P = ParamSpec("P")
T = TypeVar("T")

GROUP = 64  # units of work that may share one commit on SQLite
POSTGRES_THREADS = 4
POSTGRES_TRIES = 5
PAUSE = 0.05  # seconds before a work that lost a deadlock is tried again


class Think(NamedTuple):
    """Something slow, to be worked out outside the transaction; its value is then known by `key`.

    `apart`: it runs what strangers wrote, so in a child process, with a deadline; it must be picklable.
    """

    key: str
    function: Callable[[], Any] | Errand
    apart: bool = False


class Unthought(Exception):
    """A unit of work cannot go on before something slow is worked out: nothing of it stays, it is run again."""

    def __init__(self, think: Think) -> None:
        super().__init__(think.key)
        self.think = think


@dataclass
class Work:
    """What a unit of work may touch: a transaction, the instant it began, keys, chance, policy, its process's number."""

    connection: Connection
    now: datetime
    keys: Keyring
    chance: Chance
    policy: Policy
    woken: set[str] = field(default_factory=set)
    # What was worked out for it beforehand (`thought`).
    thoughts: Mapping[str, Any] = field(default_factory=dict)
    broken: list[Exception] = field(default_factory=list)  # why parts of it failed (`portal.parts`)
    life: int | None = None

    def thought(self, key: str, function: Callable[[], Any] | Errand, *, apart: bool = False) -> Any:
        """Return what `function` gives, worked out outside the transaction; `key` names its every input.

        Raises `Unthought` as long as it is not, and `TookTooLong` when it did not end in time.
        """
        if key not in self.thoughts:
            raise Unthought(Think(key, function, apart))
        found = self.thoughts[key]
        if isinstance(found, TookTooLong):
            raise found
        return found

    @cached_property
    def session(self) -> Session:
        """The ORM session on this transaction; hot paths use `execute` instead, at a fifth of its cost."""
        return Session(bind=self.connection, autoflush=True, expire_on_commit=False)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.connection.dialect.name

    @overload
    def execute(self, statement: Prepared, parameters: Any = None) -> Rows: ...
    @overload
    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[*tuple[Any, ...]]: ...
    def execute(self, statement: Executable | Prepared, parameters: Any = None) -> Any:
        """Run one SQL statement without the ORM."""
        if isinstance(statement, Prepared):
            return statement.run(self.connection, parameters)
        return self.connection.execute(statement, parameters)

    def wake(self, who: str) -> None:
        """Ask for `who` (inbox, telegram, sms …) to be woken once this has committed."""
        self.woken.add(who)

    def in_turn(self, name: str) -> None:
        """Wait until no other work that asked for this name is under way; on SQLite none ever is."""
        if self.dialect == "postgresql":
            self.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    def finish(self) -> None:
        """Write what the session still holds."""
        if "session" in self.__dict__:
            self.session.flush()


@dataclass
class _Job:
    """A unit of work that waits, where its outcome goes, and the outcome."""

    function: Callable[[Work], Any]
    asked: Future[Any] | asyncio.Future[Any]
    value: Any = None
    error: BaseException | None = None
    woken: set[str] = field(default_factory=set)

    def settle(self) -> None:
        """Tell whoever asked, if they still wait."""
        if self.asked.done():
            return
        if self.error is None:
            self.asked.set_result(self.value)
        else:
            self.asked.set_exception(self.error)


class Workroom:
    """Runs units of work: one writer thread on SQLite, a few threads on PostgreSQL.

    On SQLite, works that wait together share one commit (and its fsync). Should one of them fail, all are
    rolled back and each is run again alone: a unit of work has no effect outside its transaction.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        keys: Keyring,
        chance: Chance | None = None,
        policy: Policy | None = None,
    ) -> None:
        self.engine, self.clock, self.keys = engine, clock, keys
        self.chance = chance or Chance()
        self.policy = policy or Policy()
        self.life: int | None = None  # by which others know that this process lives
        self.on_wake: Callable[[set[str]], None] = lambda _: None
        self.on_commit: Callable[[float], None] = lambda _: None  # told how many seconds each took
        self.alone = engine.dialect.name == "sqlite"  # one process owns it
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._serve, name=f"work-{n}", daemon=True)
            for n in range(1 if self.alone else POSTGRES_THREADS)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, function: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function(work, …)` in a transaction of its own; its return value, once committed."""
        asked: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._put(_Job(lambda work: function(work, *args, **kwargs), asked))
        return await asked

    def do(self, function: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function(work, …)` and wait: for the command line and tests."""
        return self._queue(lambda work: function(work, *args, **kwargs)).result()

    def waiting(self) -> int:
        """Return how many units of work wait for a thread."""
        return self._jobs.qsize()

    def close(self) -> None:
        """Finish what is queued and stop the threads; what comes later is told that the storage is down."""
        with self._door:
            self._closed = True
            for _ in self._threads:
                self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        self.engine.dispose()

    def _queue(self, function: Callable[[Work], T]) -> "Future[T]":
        asked: Future[T] = Future()
        self._put(_Job(function, asked))
        return asked

    def _put(self, job: _Job) -> None:
        with self._door:
            if self._closed:
                raise StorageDown("closed")
            self._jobs.put(job)

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch = [job, *self._waiting()] if self.alone else [job]
            # Whoever asked may have gone meanwhile (a time-out, a shutdown): what has not begun is not begun.
            jobs = [j for j in batch if j is not None and not j.asked.cancelled()]
            began = time.perf_counter()
            if len(jobs) > 1 and self._together(jobs):
                self._tell(jobs)
            else:
                for single in jobs:
                    self._alone(single)
                    self._tell([single])
            self.on_commit(time.perf_counter() - began)
            if batch[-1] is None:
                return

    def _waiting(self) -> list[_Job | None]:
        waiting: list[_Job | None] = []
        while len(waiting) < GROUP:
            try:
                waiting.append(self._jobs.get_nowait())
            except queue.Empty:
                break
            if waiting[-1] is None:
                break
        return waiting

    def _together(self, jobs: list[_Job]) -> bool:
        """Run all in one transaction; False when one of them failed, and nothing was kept."""
        try:
            with self.engine.begin() as connection:
                for job in jobs:
                    self._beside(connection, job)
        except DBAPIError as error:
            if not isinstance(meaning(error), StorageDown):
                return False
            for job in jobs:  # each alone would fail the same way, after the same wait
                job.error = meaning(error)
        except BaseException:  # whatever it was, each is tried again alone
            return False
        return True

    def _alone(self, job: _Job) -> None:
        tries = 1 if self.alone else POSTGRES_TRIES
        while True:
            tries -= 1
            try:
                with self.engine.begin() as connection:
                    return self._perform(connection, job)
            except DBAPIError as error:
                # Deadlock or serialisation failure: PostgreSQL asks for the same work again.
                if tries > 0 and getattr(error.orig, "sqlstate", None) in ("40P01", "40001"):
                    time.sleep(PAUSE * (0.5 + self.chance.fraction()))  # at once, both would block again
                    continue
                job.error = meaning(error)
            except BaseException as error:  # handed to whoever asked for the work
                job.error = error
            return None

    def _beside(self, connection: Connection, job: _Job) -> None:
        """Perform one of several; one that must think first takes back what it did, and nothing of the others."""
        # By the driver itself: SQLAlchemy's own savepoints would cost a tenth of an update.
        cursor = connection.connection.cursor()
        cursor.execute("SAVEPOINT beside")
        try:
            self._perform(connection, job)
        except Unthought as first:
            cursor.execute("ROLLBACK TO beside")
            job.error = first
        cursor.execute("RELEASE beside")

    def _perform(self, connection: Connection, job: _Job) -> None:
        work = Work(connection, self.clock.now(), self.keys, self.chance, self.policy, life=self.life)
        job.value = job.function(work)
        work.finish()
        job.woken = work.woken

    def _tell(self, jobs: list[_Job]) -> None:
        """Hand the outcomes over, at once for all: each call into a loop interrupts it."""
        far: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        for job in jobs:
            if isinstance(job.asked, asyncio.Future):
                far.setdefault(job.asked.get_loop(), []).append(job)
            else:
                job.settle()
        for loop, asking in far.items():
            with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits any more
                loop.call_soon_threadsafe(_settle_all, asking)
        if woken := set().union(*(job.woken for job in jobs if job.error is None)):
            self.on_wake(woken)


def _settle_all(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settle()
