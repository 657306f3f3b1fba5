"""What a photo of twelve megapixels costs until it is kept: processor, memory with ten at once, how long the loop stood."""

import contextlib
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from rich.console import Console
from rich.table import Table

from bench.contenders import VAR
from bench.processes import ROOT, stop, tree
from portal.migrations import upgrade
from tests.scenes import jpeg, seen, sheet

ROUNDS, MORE_ROUNDS = 8, 40
AIMS = {"cpu_ms": 400, "memory_over_idle_mb": 200, "block_ms": 50}
PHOTO = (4000, 3000)


def run(long: bool) -> dict[str, Any]:
    """Measure one photo after the other, then ten at once; memory is what the whole tree of processes holds (PSS)."""
    photo = jpeg(seen(sheet(size=(2480, 3508), scale=2), size=PHOTO, noise=4).pixels, 92)
    found: dict[str, Any] = {"photo_mb": len(photo) / 1e6, "bare_ms": 1000 * _bare(photo)}
    with _telegram(photo) as server:
        found |= _measured(server, MORE_ROUNDS if long else ROUNDS)
    found["over_bare"] = found["cpu_ms"] / found["bare_ms"]
    _show(found)
    return found


def _measured(server: str, rounds: int) -> dict[str, float]:
    folder = VAR / "runs" / f"photos-{time.time_ns()}"
    folder.mkdir(parents=True)
    upgrade(f"sqlite:///{folder}/portal.db")
    # Not `-m`: the children import what the main module is, and the bot's own is as light as none.
    command = [
        sys.executable,
        "-c",
        "from bench.photo_keeper import main; main()",
        server,
        str(folder),
        str(rounds),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        idle = _next(process)
        rested = _next(process)
        one = _next(process)
        ten = _next(process)
        _go_on(process)
        process.wait(20)
    finally:
        stop(process)
        shutil.rmtree(folder, ignore_errors=True)
    return {
        "cpu_ms": one["cpu_ms"], "one_ms": one["ms"], "ten_ms": ten["ms"], "block_ms": ten["block_ms"],
        "idle_mb": idle["rest"], "rested_mb": rested["rest"], "most_mb": ten["most"],
        "memory_over_idle_mb": ten["most"] - idle["rest"], "memory_over_rested_mb": ten["most"] - rested["rest"],
    }  # fmt: skip


def _next(process: "subprocess.Popen[bytes]") -> dict[str, float]:
    """Let it go on; return what it says next, the most it weighed until then, and what it weighs at rest, in MB."""
    assert process.stdout
    said: list[bytes] = []
    listening = threading.Thread(target=lambda: said.append(process.stdout.readline()))  # type: ignore[union-attr]
    listening.start()
    _go_on(process)
    most = 0.0
    while listening.is_alive():
        most = max(most, _weight(process.pid))
        listening.join(0.01)
    told: dict[str, float] = json.loads(said[0])
    time.sleep(1)
    return {**told, "most": most, "rest": _weight(process.pid)}


def _go_on(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin
    process.stdin.write(b"\n")
    process.stdin.flush()


def _weight(pid: int) -> float:
    """Return what a tree of processes holds, in MB; what several share counts once."""
    total = 0
    for one in tree(str(pid)):
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{one}/smaps_rollup").read_text().split("Pss:")[1].split()[0])
    return total / 1024


def _bare(photo: bytes) -> float:
    """Return the seconds of processor that decoding and encoding this photo takes, and nothing else."""
    spent = []
    for _ in range(5):
        began = time.process_time()
        with Image.open(BytesIO(photo)) as picture:
            picture.convert("RGB").save(BytesIO(), "JPEG", quality=88)
        spent.append(time.process_time() - began)
    return min(spent)


@contextlib.contextmanager
def _telegram(photo: bytes) -> Iterator[str]:
    """Serve one photo as Telegram does."""

    class Served(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(photo)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(json.dumps({"ok": True, "result": {"file_path": "photo.jpg"}}).encode())

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _show(found: dict[str, Any]) -> None:
    table = Table(
        "", "measured", "aim", title=f"A photo of 12 megapixels ({found['photo_mb']:.1f} MB) until it is kept"
    )
    table.add_row("processor, ms", f"{found['cpu_ms']:.0f}", f"< {AIMS['cpu_ms']}")
    table.add_row("… over bare decoding and encoding", f"× {found['over_bare']:.2f}", "")
    table.add_row("alone, ms", f"{found['one_ms']:.0f}", "")
    table.add_row("ten at once, ms", f"{found['ten_ms']:.0f}", "")
    table.add_row(
        "… memory over the idle bot, MB",
        f"{found['memory_over_idle_mb']:.0f}",
        f"< {AIMS['memory_over_idle_mb']}",
    )
    table.add_row("… over the bot with its children, MB", f"{found['memory_over_rested_mb']:.0f}", "")
    table.add_row(
        "… longest stand of the event loop, ms", f"{found['block_ms']:.1f}", f"< {AIMS['block_ms']}"
    )
    table.add_row(
        "idle / with children / at most, MB",
        f"{found['idle_mb']:.0f} / {found['rested_mb']:.0f} / {found['most_mb']:.0f}",
        "",
    )
    Console().print(table)
