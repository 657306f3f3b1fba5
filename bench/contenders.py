"""Who is measured: our bot as it is run, and an ordinary aiogram bot with Redis; each on data of its own."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench import linked
from bench.processes import held_port, spawn, stop, until

TOKEN = "7100000:bench-token-that-opens-nothing-at-all"
PATIENTS = 1400  # made once; each run begins with a copy
VAR = Path("var/bench").absolute()


@dataclass(frozen=True)
class Contender:
    """A bot that can be started, killed and started again on the data it had."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    folder: Path


@cache
def prepared() -> Path:
    """Make the patients, once in the life of this process."""
    folder = VAR / "patients"
    linked.prepare(folder, PATIENTS)
    return folder


@contextmanager
def ours(server: str) -> Iterator[Contender]:
    """Our bot, on SQLite, by long polling."""
    ready = prepared()
    folder = fresh_folder("masante")
    linked.copy(ready, folder)
    with held_port() as port:
        given = environment(server, folder, linked.file_in(folder), port)
        yield Contender("masante", lambda: spawn(["bot", "run"], folder, given), folder)


def environment(server: str, folder: Path, address: str, port: int) -> dict[str, str]:
    """Return the settings of a bot of ours, with the keys of a folder."""
    return {
        "MASANTE_TELEGRAM_TOKEN": TOKEN,
        "MASANTE_TELEGRAM_API": server,
        "MASANTE_DATABASE_URL": address,
        "MASANTE_KEYS": str(folder / "keys"),
        "MASANTE_LISTEN": f"127.0.0.1:{port}",
        "MASANTE_SUPPORT_EMAIL": "aide@example.org",
    }


@contextmanager
def aiogram(server: str) -> Iterator[Contender]:
    """The rival; its Redis has its usual settings, on a port of its own."""
    folder = fresh_folder("aiogram")
    folder.mkdir(parents=True)
    with held_port() as port:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        redis = subprocess.Popen([*command, "--logfile", str(folder / "redis.log")])
        try:
            assert until(lambda: "Ready to accept" in _log(folder / "redis.log"), 10)
            given = {
                "TELEGRAM_TOKEN": TOKEN,
                "TELEGRAM_API": server,
                "REDIS_URL": f"redis://127.0.0.1:{port}/0",
            }
            yield Contender("aiogram", lambda: spawn(["bench.rivals.aiogram_bot"], folder, given), folder)
        finally:
            stop(redis)


Contending = Callable[[str], AbstractContextManager[Contender]]


def contenders() -> dict[str, Contending]:
    """Return who can be measured on this machine; says so when Redis is missing."""
    if shutil.which("redis-server"):
        return {"masante": ours, "aiogram": aiogram}
    print(
        "redis-server is not installed (apt-get install redis-server): ours is measured alone, without ratios."
    )
    return {"masante": ours}


def fresh_folder(name: str) -> Path:
    """Return the folder of a run, not yet made."""
    folder = VAR / "runs" / f"{name}-{time.time_ns()}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def _log(path: Path) -> str:
    return path.read_text() if path.exists() else ""
