"""Replicas of our bot behind one webhook, on SQLite (one) or PostgreSQL, each run on a database of its own."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from bench import linked
from bench.contenders import PATIENTS, VAR, environment, fresh_folder, prepared
from bench.null import SECRET
from bench.processes import ask, held_port, running, tree, until
from tests.databases import CAREFUL, NoPostgres, postgres, postgres_database

PATH = "/telegram"


class Home(NamedTuple):
    """Where a run keeps what it needs: a folder with the keys, the address of its database."""

    folder: Path
    address: str


@dataclass(frozen=True)
class Sqlite:
    """SQLite, with patients in it."""

    name: str = "SQLite"

    @contextmanager
    def home(self) -> Iterator[Home]:
        """Give a run a copy of its own."""
        folder = fresh_folder("replicas")
        linked.copy(prepared(), folder)
        yield Home(folder, linked.file_in(folder))

    def processes(self) -> list[str]:
        """Return the ids of the server's processes: there is none."""
        return []


@dataclass(frozen=True)
class Postgres:
    """A server of PostgreSQL that has every commit on disk, and a database with patients in it to copy."""

    server: str
    template: str
    keys: Path
    name: str = "PostgreSQL"

    @contextmanager
    def home(self) -> Iterator[Home]:
        """Give a run a copy of its own."""
        folder = fresh_folder("replicas")
        folder.mkdir(parents=True)
        shutil.copy(self.keys / "keys", folder / "keys")
        with postgres_database(self.server, f"run_{time.time_ns()}", self.template) as address:
            yield Home(folder, address)

    def processes(self) -> list[str]:
        """Return the ids of the server's processes."""
        with psycopg.connect(self.server) as one:
            backend = one.info.backend_pid
            return tree(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])


Kind = Sqlite | Postgres


@contextmanager
def kinds() -> Iterator[list[Kind]]:
    """Yield each kind of database there is here, patients in it."""
    with ExitStack() as stack:
        found: list[Kind] = [Sqlite()]
        try:
            found.append(stack.enter_context(_postgres()))
        except NoPostgres as why:
            print(why)
        yield found


@contextmanager
def _postgres() -> Iterator[Postgres]:
    with postgres(CAREFUL) as server, postgres_database(server, "patients") as address:
        keys = VAR / "patients-postgres"
        linked.prepare(keys, PATIENTS, address)
        with psycopg.connect(address) as connection:
            name = connection.info.dbname
        yield Postgres(server, name, keys)


@dataclass(frozen=True)
class Replicas:
    """Processes of the bot that share a database, and the addresses where Telegram may send updates."""

    processes: list[subprocess.Popen[bytes]]
    addresses: list[str]


@contextmanager
def replicas(server: str, home: Home, count: int) -> Iterator[Replicas]:
    """Run that many on the database of a home, until all of them listen."""
    hook = {"MASANTE_WEBHOOK_URL": f"https://bot.example.org{PATH}", "MASANTE_WEBHOOK_SECRET": SECRET}
    with ExitStack() as stack:
        ports = [stack.enter_context(held_port()) for _ in range(count)]
        processes = [stack.enter_context(_one(server, home, port, hook)) for port in ports]
        assert until(lambda: ask(f"{server}/crowd")["hooked"] >= count), f"see {home.folder / 'log'}"
        yield Replicas(processes, [f"http://127.0.0.1:{port}{PATH}" for port in ports])


def _one(
    server: str, home: Home, port: int, hook: dict[str, str]
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    given: dict[str, Any] = environment(server, home.folder, home.address, port)
    return running(["bot", "run"], home.folder, {**given, **hook})
