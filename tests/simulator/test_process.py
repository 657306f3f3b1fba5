"""The simulator as a process of its own."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from tests.simulator.conftest import ANNA


@contextlib.asynccontextmanager
async def simulator(*options: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    command = (sys.executable, "-m", "simulator", "--port", "0", "--smtp-port", "0", *options)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    line = (await process.stdout.readline()).decode()
    try:
        yield process, line.split()[2]
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def texts(http: aiohttp.ClientSession, url: str) -> list[str]:
    async with http.get(f"{url}/phone/{ANNA}/chat") as answer:
        return [message["text"] for message in (await answer.json())["messages"]]


async def test_a_stop_keeps_the_chat(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    async with simulator("--data", str(tmp_path)) as (process, url):
        await http.put(f"{url}/phone/people/{ANNA}", json={"first_name": "Anna"})
        await http.post(f"{url}/phone/{ANNA}/text", json={"text": "hello"})
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    async with simulator("--data", str(tmp_path)) as (_, url):
        assert await texts(http, url) == ["hello"]


async def test_a_kill_loses_a_tenth_of_a_second_at_most(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    async with simulator("--data", str(tmp_path)) as (process, url):
        await http.put(f"{url}/phone/people/{ANNA}", json={"first_name": "Anna"})
        await http.post(f"{url}/phone/{ANNA}/text", json={"text": "hello"})
        await written(tmp_path / "simulator.sqlite3-wal", b"hello")
        process.kill()
        await process.wait()
    async with simulator("--data", str(tmp_path)) as (_, url):
        assert await texts(http, url) == ["hello"]


async def written(path: Path, words: bytes) -> None:
    async with asyncio.timeout(60):
        while words not in path.read_bytes():
            await asyncio.sleep(0.01)


async def refusal(*options: str) -> tuple[int | None, str]:
    command = (sys.executable, "-m", "simulator", "--smtp-port", "0", *options)
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    return process.returncode, said.decode()


async def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    async with simulator() as (_, url):
        port = url.rpartition(":")[2]
        assert await refusal("--port", port) == (2, f"simulator: port {port} is in use\n")


async def test_two_simulators_do_not_share_a_folder(tmp_path: Path) -> None:
    async with simulator("--data", str(tmp_path)):
        code, said = await refusal("--port", "0", "--data", str(tmp_path))
    assert (code, said) == (
        2,
        f"simulator: {tmp_path} is in use by another simulator, or cannot be written\n",
    )


async def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = await refusal("--port", "0", "--data", str(tmp_path / "file"))
    assert (code, said.count("\n")) == (2, 1)
