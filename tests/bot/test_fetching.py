"""Files are fetched from Telegram over HTTP, bounded, and their address is nobody's business."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.fetching import Fetcher
from bot.scanning import Scanner
from bot.transport import AiohttpRequest, BotApi, TooLarge
from bot.workshop import Workshop
from portal import vault
from portal.inspection import FileUnfit
from portal.vault import Blob, Fetch, FileInfected, FileNotFetched, FileTooLarge, Kept, ScannerAway
from portal.work import Workroom
from simulator import Simulator
from tests.clamav import EICAR, Clamd
from tests.databases import on_sqlite
from tests.hands import lent
from tests.pictures import opened, paper, photo
from tests.scenes import jpeg, seen, sheet

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
async def fetcher(api: BotApi, workroom: Workroom, tmp_path: Path) -> Fetcher:
    return Fetcher(api, lent("darkroom"), vault.Folder(tmp_path / "vault"), workroom)


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


@on_sqlite
async def test_the_page_of_a_photo_is_a_blob_of_its_own(
    sim: Simulator, fetcher: Fetcher, workroom: Workroom, tmp_path: Path
) -> None:
    file_id = await sent(sim, jpeg(seen(sheet(), size=(1200, 900)).pixels))
    kept = await fetcher(Fetch(file_id, (), vault.LARGEST, page=True))
    assert isinstance(kept, Kept)
    assert kept.page is not None
    shelves, when = vault.Folder(tmp_path / "vault"), workroom.clock.now()
    sizes = []
    for one in (kept, kept.page):
        blob = Blob(one.id, "patient:x", one.wrapped, one.content_type, one.size, one.digest, when)
        sizes.append(opened(vault.read(shelves, workroom.keys, blob)).size)
    assert sizes[0] == (1200, 900)
    assert sizes[1][1] > sizes[1][0]
    without = await fetcher(wanted(file_id))
    assert isinstance(without, Kept)
    assert without.page is None


@on_sqlite
async def test_a_paper_says_how_many_pages_it_has(sim: Simulator, fetcher: Fetcher) -> None:
    kept = await fetcher(Fetch(await sent(sim, paper(3)), (), vault.LARGEST, page=True))
    assert isinstance(kept, Kept)
    assert (kept.pages, kept.page) == (3, None)


@on_sqlite
async def test_what_the_scanner_knows_is_refused_before_anything_opens_it(
    sim: Simulator, api: BotApi, workroom: Workroom, tmp_path: Path, clamd: Clamd
) -> None:
    workshop = Workshop(memory=0)  # in which nothing could be opened
    fetcher = Fetcher(api, workshop, vault.Folder(tmp_path / "vault"), workroom, Scanner(clamd.unix))
    assert await fetcher(wanted(await sent(sim, photo() + EICAR))) == FileInfected(name="Eicar.UNOFFICIAL")
    assert not (tmp_path / "vault").exists()


@on_sqlite
async def test_nothing_passes_while_the_scanner_is_away(
    sim: Simulator, api: BotApi, workroom: Workroom, tmp_path: Path
) -> None:
    workshop = Workshop(memory=0)
    fetcher = Fetcher(api, workshop, vault.Folder(tmp_path / "vault"), workroom, Scanner("unix:/nowhere"))
    assert await fetcher(wanted(await sent(sim, photo()))) == ScannerAway()
    assert not (tmp_path / "vault").exists()


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
