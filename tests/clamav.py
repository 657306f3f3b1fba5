"""A real clamd for tests, which knows one signature: that of the harmless file by which scanners are tried."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from bench.processes import held_port
from tests.databases import dies_with_us

CLAMD = "/usr/sbin/clamd"
STARTS_WITHIN = 60.0  # seconds; it takes a tenth of one
# https://www.eicar.org/download-anti-malware-testfile: not harmful, and known to every scanner. Not written here in one
# piece, so that no scanner takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(NamedTuple):
    """Where it listens."""

    unix: str
    tcp: str


@contextmanager
def running() -> Iterator[Clamd]:
    """Yield a clamd that runs in a folder of its own; raises `FileNotFoundError` where there is none."""
    if not Path(CLAMD).exists():
        raise FileNotFoundError("no clamd here: install it (apt install clamav-daemon)")
    folder = Path(tempfile.mkdtemp(prefix="masante-clamd-"))
    (folder / "eicar.ndb").write_text(f"Eicar:0:*:{EICAR.hex()}\n")
    with held_port() as port:
        (folder / "clamd.conf").write_text(
            f"DatabaseDirectory {folder}\nLocalSocket {folder}/socket\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
            "Foreground yes\nStreamMaxLength 21M\n"
        )
        command = [*dies_with_us(), CLAMD, "-c", folder / "clamd.conf"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait_for(folder, process)
            yield Clamd(f"unix:{folder}/socket", f"tcp://127.0.0.1:{port}")
        finally:
            process.send_signal(signal.SIGKILL)  # it has nothing to put in order, and takes its time to end
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def _wait_for(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < end:
        with socket.socket(socket.AF_UNIX) as line, suppress(OSError):  # its file is there before it listens
            line.connect(os.fspath(folder / "socket"))
            return
        time.sleep(0.02)
    raise RuntimeError(f"clamd did not start: {(folder / 'log').read_text()[-500:]}")


@pytest.fixture(scope="session")
def clamd() -> Iterator[Clamd]:
    """A clamd for the whole run; without one, its tests are skipped, but in CI they fail."""
    try:
        with running() as started:
            yield started
    except FileNotFoundError as why:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(why))
