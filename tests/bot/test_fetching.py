"""Files are fetched from Telegram over HTTP, bounded, and their address is nobody's business."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.fetching import Fetcher
from bot.transport import AiohttpRequest, BotApi, TooLarge
from bot.workshop import Workshop
from portal import vault
from portal.inspection import FileUnfit
from portal.vault import Blob, Fetch, FileNotFetched, FileTooLarge, Kept
from portal.work import Workroom
from simulator import Simulator
from tests.databases import on_sqlite
from tests.pictures import opened, photo

CAMILLE = 710001


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture
async def api(sim: Simulator) -> AsyncIterator[BotApi]:
    api = BotApi(sim.url, sim.token, AiohttpRequest())
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
async def fetcher(api: BotApi, workroom: Workroom, tmp_path: Path) -> AsyncIterator[Fetcher]:
    workshop = Workshop()
    yield Fetcher(api, workshop, vault.Folder(tmp_path / "vault"), workroom)
    await asyncio.to_thread(workshop.close)


async def sent(sim: Simulator, content: bytes) -> str:
    """Send a file from a phone; returns its file_id."""
    card = {
        "user_id": CAMILLE,
        "first_name": "Camille",
        "phone": "+33639980101",
        "email": "camille@example.org",
    }
    form = aiohttp.FormData({"as": "document"})
    form.add_field("files", content, filename="a.jpg")
    async with aiohttp.ClientSession() as http:
        await (await http.put(f"{sim.url}/phone/people/{CAMILLE}", json=card)).read()
        async with http.post(f"{sim.url}/phone/{CAMILLE}/files", data=form) as answer:
            (message,) = await answer.json()
    return str(message["document"]["file_id"])


async def fault(sim: Simulator, kind: str, **more: Any) -> None:
    async with aiohttp.ClientSession() as http:
        await (
            await http.post(f"{sim.url}/control/faults", json={"where": "api", "kind": kind, **more})
        ).read()


def wanted(file_id: str, most: int = vault.LARGEST) -> Fetch:
    return Fetch(file_id, (), most)


@on_sqlite
async def test_a_photo_becomes_a_sealed_blob(
    sim: Simulator, fetcher: Fetcher, workroom: Workroom, tmp_path: Path
) -> None:
    kept = await fetcher(wanted(await sent(sim, photo())))
    assert isinstance(kept, Kept)
    blob = Blob(
        kept.id, "patient:x", kept.wrapped, kept.content_type, kept.size, kept.digest, workroom.clock.now()
    )
    content = vault.read(vault.Folder(tmp_path / "vault"), workroom.keys, blob)
    assert (opened(content).size, len(content)) == ((300, 400), kept.size)


async def test_a_stream_that_does_not_end_is_cut(sim: Simulator, api: BotApi) -> None:
    file_id = await sent(sim, bytes(300_000))
    with pytest.raises(TooLarge):
        await api.file(file_id, 299_999)
    assert len(await api.file(file_id, 300_000)) == 300_000


@on_sqlite
async def test_what_telegram_does_not_give_is_too_large(sim: Simulator, fetcher: Fetcher) -> None:
    assert await fetcher(wanted(await sent(sim, bytes(1001)), 1000)) == FileTooLarge(most=1)
    assert await fetcher(wanted(await sent(sim, bytes((20 << 20) + 1)))) == FileTooLarge(most=20)


@on_sqlite
async def test_what_is_no_picture_is_unfit(sim: Simulator, fetcher: Fetcher, tmp_path: Path) -> None:
    assert await fetcher(wanted(await sent(sim, b"PK\3\4"))) == FileUnfit(why="unknown")
    assert not (tmp_path / "vault").exists()


@on_sqlite
@pytest.mark.parametrize(
    ("kind", "method"), [("502", "file"), ("half", "file"), ("429", "getFile"), ("close", "getFile")]
)
async def test_two_failures_are_got_over_and_three_are_told(
    sim: Simulator, fetcher: Fetcher, kind: str, method: str
) -> None:
    file_id = await sent(sim, photo())
    await fault(sim, kind, method=method, times=2)
    assert isinstance(await fetcher(wanted(file_id)), Kept)
    await fault(sim, kind, method=method, times=3)
    assert await fetcher(wanted(file_id)) == FileNotFetched()


@on_sqlite
async def test_a_file_that_telegram_forgot_is_told(fetcher: Fetcher) -> None:
    assert await fetcher(wanted("nowhere")) == FileNotFetched()
