"""The processes a bench starts: where they listen, what they weigh, and that none is left behind."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
RESTING, STARTING = 2.0, 20.0  # seconds


@contextlib.contextmanager
def running(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Python module in `folder`, its output in `log` there; it is stopped at the end."""
    process = spawn(arguments, folder, environment)
    try:
        yield process
    finally:
        stop(process)


def spawn(arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a Python module in `folder`; nothing of the caller's own settings reaches it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MASANTE_")}
    command = [sys.executable, "-m", *arguments]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command, cwd=folder, env={**kept, **environment, "PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process as a supervisor does."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process as a power cut does."""
    process.send_signal(signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def held_port() -> Iterator[int]:
    """Yield a port of this machine that Linux gives to nobody else as long as it is held.

    It refuses connections until somebody listens there by its number, with `SO_REUSEADDR` as servers do.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield int(holder.getsockname()[1])


def memory(process: subprocess.Popen[bytes]) -> float:
    """Return the resident memory of a process, in MB (Linux)."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def tree(root: str) -> list[str]:
    """Return the ids of a process and of all below it."""
    children: dict[str, list[str]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = (place / "stat").read_text().rpartition(")")[2].split()[1]
            children.setdefault(parent, []).append(place.name)
    found = [root]
    for one in found:
        found += children.get(one, [])
    return found


def cpu(*processes: subprocess.Popen[bytes] | str) -> float:
    """Return the seconds of processor that processes (or ids of such) have used so far (Linux)."""
    used = 0.0
    for one in processes:
        with contextlib.suppress(FileNotFoundError):  # it has ended
            stat = Path(f"/proc/{one if isinstance(one, str) else one.pid}/stat").read_text()
            fields = stat.rpartition(")")[2].split()
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def at_rest(*processes: subprocess.Popen[bytes]) -> None:
    """Wait until processes have done what they begin with: two seconds of next to no processor.

    The encoder of sentences and the words of danger are read after the first call: a second and a half, and 100 MB.
    """

    def rests() -> bool:
        before = cpu(*processes)
        time.sleep(RESTING)
        return cpu(*processes) - before < RESTING / 20

    until(rests, STARTING)


def ask(url: str, body: Any = None) -> Any:
    """Ask the null Telegram something; what it answers."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=PATIENCE) as response:
        return json.loads(response.read())["result"]


def until(true: Callable[[], bool], patience: float = PATIENCE, every: float = 0.05) -> bool:
    """Wait until something is so; False when patience ends first."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(every)
    return False
