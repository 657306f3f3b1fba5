"""The demo: a Telegram, a phone, a mailbox and the bot on this machine, as real processes, with fictive people."""

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TypeAlias

from bot import fictive, paperwork, seeding
from bot.settings import Settings
from portal import carnets, professionals, vault
from portal.clock import SystemClock
from portal.database import connect
from portal.migrations import upgrade
from portal.policy import Policy
from portal.work import Workroom

TOKEN = "7100000:demo-token-that-opens-nothing-at-all"
BOT = "masante_demo_bot"
MARK = "masante-demo"
PATIENCE = 60
PR_SET_PDEATHSIG = 1

Processes: TypeAlias = dict[str, subprocess.Popen[bytes]]  # by module, in the order they were started


class Impossible(Exception):
    """The demo cannot start; the message is the one line that says why and what to do."""


def main(port: int, data: Path, fresh: bool) -> int:
    """Run the demo until it is stopped; returns the exit code."""
    try:
        return _run(port, data.resolve(), fresh)
    except Impossible as why:
        sys.stderr.write(f"{why}\n")
        return 1


def _run(port: int, data: Path, fresh: bool) -> int:
    _step("preparing")
    equipped()
    any_port, smtp, own = any_ports(3)
    port = port or any_port
    _free(port)
    with _folder(data, fresh):
        return _played(data, port, smtp, own)


def _played(data: Path, port: int, smtp: int, own: int) -> int:
    url = f"http://127.0.0.1:{port}"
    environment = _environment(data, url, smtp, own)
    processes: Processes = {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _step("starting the simulated Telegram, SMS gateway and mailbox")
        processes["simulator"] = _spawn(
            data, environment, "simulator", "--port", str(port), "--smtp-port", str(smtp),
            "--data", str(data / "telegram"), "--token", TOKEN, "--bot-username", BOT,
        )  # fmt: skip
        _step("bringing the database up to date, inviting fictive people")
        known = _prepare(environment, data)
        _wait(f"{url}/control/health", processes)
        _phones(url, data, known)
        _step("starting the bot")
        processes["bot"] = _spawn(data, environment, "bot", "run")
        _wait(f"http://127.0.0.1:{own}/health", processes)
        _step(f"ready: {url}   (Ctrl-C stops; the chat is kept in {data})")
        _open_page(url)
        return _watch(processes)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(processes)


def _step(what: str) -> None:
    sys.stdout.write(f"· {what}\n")
    sys.stdout.flush()


def equipped(package: str = "aiogram") -> None:
    """Raise `Impossible` where the packages of the simulator are not installed: the bot needs none of them."""
    if find_spec(package) is None:
        raise Impossible(
            "The demo needs packages of its own. In the project's folder, make demo installs them."
        )


def _free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise Impossible(
                f"Port {port} is in use. Try another: make demo ARGS='--port {port + 1}'"
            ) from None


def any_ports(count: int) -> list[int]:
    """Return ports that nobody listens on, no two alike: each is held until all are found."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def _folder(data: Path, fresh: bool) -> IO[str]:
    """Make the folder of a demo, and hold it until what is returned is closed: two would write to one chat.

    Raises `Impossible`.
    """
    try:
        if fresh and (data / MARK).exists():
            with _held(data):
                shutil.rmtree(data)
        data.mkdir(parents=True, exist_ok=True)
        return _held(data)
    except BlockingIOError:
        raise Impossible(
            f"Another demo uses the folder {data}. Stop it, or choose another: make demo ARGS='--data DIR'"
        ) from None
    except OSError:
        raise Impossible(
            f"The folder {data} cannot be written. Choose another: make demo ARGS='--data DIR'"
        ) from None


def _held(data: Path) -> IO[str]:
    mark = (data / MARK).open("a")
    fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return mark


def _environment(data: Path, url: str, smtp: int, own: int) -> dict[str, str]:
    """Return the settings, also left in the folder as `.env`, so that commands run there reach the demo."""
    settings = {
        "MASANTE_TELEGRAM_TOKEN": TOKEN,
        "MASANTE_BOT_USERNAME": BOT,
        "MASANTE_TELEGRAM_API": url,
        "MASANTE_DATABASE_URL": f"sqlite:///{data / 'masante.db'}",
        "MASANTE_VAULT_URL": f"file://{data / 'vault'}",
        "MASANTE_KEYS": str(data / "keys"),
        "MASANTE_DIRECTORY": str(data / "directory"),
        "MASANTE_LISTEN": f"127.0.0.1:{own}",
        "MASANTE_SMTP_URL": f"smtp://127.0.0.1:{smtp}",
        "MASANTE_MAIL_FROM": "MaSanté <masante@example.org>",
        "MASANTE_SMS_URL": f"{url}/sms",
        "MASANTE_SUPPORT_EMAIL": "aide@example.org",
        "MASANTE_SUPPORT_PHONE": "01 99 00 00 00",
    }
    (data / ".env").write_text("".join(f"{name}='{value}'\n" for name, value in settings.items()))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MASANTE_")}
    return kept | settings


def _spawn(data: Path, environment: dict[str, str], module: str, *arguments: str) -> subprocess.Popen[bytes]:
    with (data / f"{module}.log").open("ab") as output:
        paths = {**environment, "PYTHONPATH": str(Path(__file__).parent.parent)}
        # A session of its own: Ctrl-C reaches the demo alone, which then stops its processes in order.
        return subprocess.Popen(  # noqa: S603  our own modules
            [sys.executable, "-m", module, *arguments], cwd=data, env=paths, stdout=output, stderr=output,
            start_new_session=True, preexec_fn=_die_with_the_demo if sys.platform == "linux" else None,  # noqa: PLW1509
        )  # fmt: skip


def _die_with_the_demo() -> None:
    """Ask Linux for a SIGTERM when the demo is gone, even killed: a port would stay taken otherwise."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _prepare(environment: dict[str, str], data: Path) -> tuple[str, str]:
    """Make the schema, the people, and a paper to be deposited; returns the ids of the professional and of the carnet."""
    settings = Settings.read(environment)
    upgrade(settings.database_url)
    fictive.write(settings.directory, settings.directory.parent, SystemClock())
    workroom = Workroom(
        connect(settings.database_url), SystemClock(), settings.ring(), policy=Policy(bot_username=BOT)
    )
    try:
        if not workroom.do(seeding.done):
            (data / seeding.EXAMPLE).write_bytes(paperwork.letter(paperwork.LETTER))
            workroom.do(seeding.seed, paperwork.kept(workroom, vault.at(settings.vault_url)))
        return workroom.do(professionals.listed)[0].id, workroom.do(carnets.listed)[0].id
    finally:
        workroom.close()


def _wait(url: str, processes: Processes) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        _alive(processes)
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(url, timeout=2),
        ):
            return
        time.sleep(0.1)
    raise Impossible(f"Nothing answered at {url} within {PATIENCE} s; the logs are in the demo's folder.")


def _alive(processes: Processes) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise Impossible(
                f"The {name} ended by itself (code {process.returncode}); {name}.log in the demo's folder says why. "
                "Nothing is lost: start the demo again."
            )


def _phones(url: str, data: Path, known: tuple[str, str]) -> None:
    masante = f"cd {data} && {Path(sys.executable).parent / 'masante'}"
    for person in (*seeding.PEOPLE, seeding.DOCTOR):
        card = person.phone_card(seeding.hints(masante, *known) if person is seeding.DOCTOR else [])
        address = f"{url}/phone/people/{person.user_id}"
        request = urllib.request.Request(
            address, json.dumps(card).encode(), {"Content-Type": "application/json"}, method="PUT"
        )
        urllib.request.urlopen(request, timeout=30).close()


def _open_page(url: str) -> None:
    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(url)


def _watch(processes: Processes) -> int:
    while True:
        _alive(processes)
        time.sleep(0.5)


def _stop(processes: Processes) -> None:
    """Stop the bot first, so that its last words still reach the chat."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.SIG_IGN)  # impatient fingers do not leave half of it running
    for process in reversed(processes.values()):
        process.terminate()
        try:
            process.wait(12)
        except subprocess.TimeoutExpired:
            process.kill()
