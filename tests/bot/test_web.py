"""The bot's own web server, over real HTTP."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.addresses import ListenAddress
from bot.metrics import Metrics
from bot.web import BODY_LIMIT, SECRET_HEADER, STOP_SECONDS, Webhook, make_web, serve

SECRET = {SECRET_HEADER: "hook-secret"}
Client = TestClient[web.Request, web.Application]


class Inbox:
    """Stores updates, or fails."""

    def __init__(self) -> None:
        self.stored: list[dict[str, Any]] = []
        self.broken = False

    async def accept(self, update: dict[str, Any]) -> None:
        if self.broken:
            raise OSError("disk full")
        self.stored.append(update)


async def ready() -> bool:
    return True


async def not_ready() -> bool:
    return False


async def broken() -> bool:
    raise OSError


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def client(inbox: Inbox) -> AsyncIterator[Client]:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text=request.match_info["token"])

    webhook = Webhook("/telegram", "hook-secret", inbox.accept)
    routes = [web.get("/reset/{token}", page)]
    app = make_web(Metrics(), {"database": ready}, webhook, routes)
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_an_update_is_acknowledged_once_it_is_stored(client: Client, inbox: Inbox) -> None:
    answer = await client.post("/telegram", json={"update_id": 1, "message": {}}, headers=SECRET)
    assert (answer.status, await answer.text()) == (200, "")
    assert inbox.stored == [{"update_id": 1, "message": {}}]


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "hook-secre"}, {SECRET_HEADER: "é"}])
async def test_without_the_secret_nothing_is_read(
    client: Client, inbox: Inbox, headers: dict[str, str]
) -> None:
    answer = await client.post("/telegram", json={"update_id": 1}, headers=headers)
    assert (answer.status, inbox.stored) == (403, [])


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b'{"update_id":"1"}', b"\xff", b"[" * 100_000,
     b'{"update_id":true}', b'{"update_id":0}', b'{"update_id":-7}', b'{"update_id":9223372036854775808}'],
)  # fmt: skip
async def test_what_is_no_update_is_refused(client: Client, inbox: Inbox, body: bytes) -> None:
    answer = await client.post("/telegram", data=body, headers=SECRET)
    assert (answer.status, inbox.stored) == (400, [])


async def test_a_body_over_a_mebibyte_is_refused(client: Client) -> None:
    answer = await client.post("/telegram", data=b" " * (BODY_LIMIT + 1), headers=SECRET)
    assert answer.status == 413


async def test_a_body_that_unpacks_to_a_thousand_times_its_size_is_refused(
    client: Client, inbox: Inbox
) -> None:
    bomb = gzip.compress(b" " * (64 * BODY_LIMIT))
    assert len(bomb) < BODY_LIMIT
    answer = await client.post("/telegram", data=bomb, headers={**SECRET, "Content-Encoding": "gzip"})
    assert answer.status in (400, 413)
    assert inbox.stored == []


async def test_an_update_that_cannot_be_stored_is_asked_for_again(client: Client, inbox: Inbox) -> None:
    inbox.broken = True
    answer = await client.post("/telegram", json={"update_id": 1}, headers=SECRET)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_an_update_that_is_not_stored_in_time_is_asked_for_again_soon() -> None:
    async def never(_update: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    async with TestClient(
        TestServer(make_web(Metrics(), {}, Webhook("/telegram", "hook-secret", never, 0)))
    ) as client:
        answer = await client.post("/telegram", json={"update_id": 1}, headers=SECRET)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_health_says_that_the_process_lives(client: Client) -> None:
    assert (await client.get("/health")).status == 200


async def test_ready_names_what_is_not() -> None:
    app = make_web(Metrics(), {"database": ready, "schema": not_ready, "feed": broken})
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/ready")
        assert answer.status == 503
        assert await answer.json() == {"ready": False, "failing": ["schema", "feed"]}


async def test_ready_is_ready(client: Client) -> None:
    answer = await client.get("/ready")
    assert (answer.status, await answer.json()) == (200, {"ready": True, "failing": []})


async def test_metrics_are_in_prometheus_words() -> None:
    metrics = Metrics()
    metrics.updates.labels("stored").inc()
    metrics.deliveries.labels("sms", "sent").inc(2)
    async with TestClient(TestServer(make_web(metrics, {}))) as client:
        text = await (await client.get("/metrics")).text()
    assert 'masante_updates_total{outcome="stored"} 1.0' in text
    assert 'masante_deliveries_total{outcome="sent",queue="sms"} 2.0' in text
    assert "masante_turn_seconds_bucket" in text


def test_two_sets_of_metrics_do_not_meet() -> None:
    first, second = Metrics(), Metrics()
    first.updates.labels("stored").inc()
    assert b'outcome="stored"' not in second.text()


@pytest.mark.parametrize("path", ["/health", "/reset/abc", "/nowhere"])
async def test_every_answer_is_dressed_and_names_no_server(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Server" not in headers


async def test_pages_of_others_are_served(client: Client) -> None:
    assert await (await client.get("/reset/abc")).text() == "abc"


async def test_it_listens_where_it_is_told_and_stops(port: int) -> None:
    listen = ListenAddress("127.0.0.1", port)
    runner = await serve(make_web(Metrics(), {}), listen)
    async with ClientSession() as session:
        answer = await session.get(f"http://127.0.0.1:{listen.port}/health")
        assert answer.status == 200
    with pytest.raises(OSError, match="address already in use"):
        await serve(make_web(Metrics(), {}), listen)
    await runner.cleanup()
    with pytest.raises(OSError, match="Connect"):
        await asyncio.open_connection("127.0.0.1", listen.port)


async def test_a_request_that_never_ends_does_not_hold_up_the_stop(port: int) -> None:
    begun, listen = asyncio.Event(), ListenAddress("127.0.0.1", port)

    async def never(_request: web.Request) -> web.Response:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    runner = await serve(make_web(Metrics(), {}, routes=[web.get("/never", never)]), listen)
    _reader, writer = await asyncio.open_connection("127.0.0.1", listen.port)
    writer.write(b"GET /never HTTP/1.1\r\nHost: x\r\n\r\n")
    await begun.wait()
    async with asyncio.timeout(10 * STOP_SECONDS):  # by itself, aiohttp would wait for a minute
        await runner.cleanup()
    writer.close()
