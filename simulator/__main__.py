"""The simulator as a process: `python -m simulator --port 8080 --smtp-port 8025 --data DIR`."""

import argparse
import asyncio
import gc
import signal
import sqlite3
import sys
import threading
from pathlib import Path

from simulator import schema
from simulator.server import TOKEN, USERNAME, Simulator


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="simulator", description="A Telegram to try the bot with.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080, help="Bot API, page, phones and SMS gateway")
    parser.add_argument("--smtp-port", type=int, default=8025)
    parser.add_argument(
        "--data", type=Path, default=None, help="folder that keeps the chats; without it, nothing is kept"
    )
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--bot-username", default=USERNAME)
    parser.add_argument(
        "--no-record", action="store_true", help="do not remember the bot's calls (for benches)"
    )
    return parser.parse_args()


async def serve(chosen: argparse.Namespace) -> None:
    """Run until told to stop."""
    simulator = Simulator(
        chosen.data, host=chosen.host, port=chosen.port, smtp_port=chosen.smtp_port, token=chosen.token,
        username=chosen.bot_username, record=not chosen.no_record,
    )  # fmt: skip
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await simulator.start()
        threading.Thread(
            target=_load, daemon=True
        ).start()  # whoever stops it meanwhile need not wait for that
        print(f"simulator ready: {simulator.url} (SMTP on port {simulator.smtp_port})", flush=True)  # noqa: T201
        await stop.wait()
    finally:
        await simulator.stop()


def _load() -> None:
    """Import aiogram, and spare the collector its many objects for good: calls are a third faster."""
    schema.methods()
    gc.collect()
    gc.freeze()


def main() -> int:
    """Run; 2 when a port or the folder cannot be had, with one line that says which."""
    chosen = arguments()
    try:
        asyncio.run(serve(chosen))
    except sqlite3.OperationalError:
        return _refuse(f"{chosen.data} is in use by another simulator, or cannot be written")
    except OSError as wrong:
        return _refuse(wrong.strerror or str(wrong))
    return 0


def _refuse(words: str) -> int:
    print(f"simulator: {words}", file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    sys.exit(main())
