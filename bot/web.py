"""The bot's own web server: Telegram's webhook, what operators ask, and the pages it is given."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import web

from bot.addresses import ListenAddress
from bot.feed import numbered
from bot.metrics import Metrics
from bot.orders import NotNow

log = structlog.get_logger(__name__)

Accept = Callable[[dict[str, Any]], Awaitable[None]]
Check = Callable[[], Awaitable[bool]]
Survey = Callable[[], Awaitable[None]]

BODY_LIMIT = 1 << 20
CHECK_SECONDS = 3
RETRY_SECONDS = "5"
STOP_SECONDS = 1  # for requests under way: who has not sent all of one by then may hold up nobody
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PAGE = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": PAGE,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True)
class Webhook:
    """Where updates come in, the secret that proves Telegram sends them, and what stores one.

    `accept` returns once the update is safe; whatever it raises makes Telegram send the update again.
    """

    path: str
    secret: str = field(repr=False)
    accept: Accept
    patience: float = 5.0  # seconds: left without an answer, Telegram would come back later and later


def make_web(
    metrics: Metrics,
    checks: Mapping[str, Check],
    webhook: Webhook | None = None,
    routes: Iterable[web.AbstractRouteDef] = (),
    survey: Survey | None = None,
) -> web.Application:
    """Build the application.

    `checks` are what `/ready` asks, by name; one that is false, raises or takes over 3 s makes it 503.
    `survey` looks up what `/metrics` then tells.
    `routes` are pages of others; they may replace a security header by setting it themselves.
    """
    app = web.Application(client_max_size=BODY_LIMIT)
    app.on_response_prepare.append(_dress)
    app.router.add_get("/health", _health)
    app.router.add_get("/ready", _ready(checks))
    app.router.add_get("/metrics", _metrics(metrics, survey))
    if webhook is not None:
        app.router.add_post(webhook.path, _webhook(webhook))
    app.router.add_routes(routes)
    return app


async def serve(app: web.Application, listen: ListenAddress) -> web.AppRunner:
    """Listen; `await runner.cleanup()` stops. There is no access log: paths hold secrets.

    Raises `OSError` when the port is taken.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, listen.host, listen.port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner


async def _dress(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.pop("Server", None)


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


def _ready(checks: Mapping[str, Check]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def ready(_request: web.Request) -> web.Response:
        passed = await asyncio.gather(*(_passes(name, check) for name, check in checks.items()))
        failing = [name for name, ok in zip(checks, passed, strict=True) if not ok]
        return web.json_response({"ready": not failing, "failing": failing}, status=503 if failing else 200)

    return ready


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except Exception:
        log.warning("check_failed", check=name, exc_info=True)
        return False


def _metrics(metrics: Metrics, survey: Survey | None) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def show(_request: web.Request) -> web.Response:
        if survey is not None:
            await survey()
        kind = "text/plain; version=0.0.4; charset=utf-8"
        return web.Response(body=metrics.text(), headers={"Content-Type": kind})

    return show


def _webhook(webhook: Webhook) -> Callable[[web.Request], Awaitable[web.Response]]:
    secret = webhook.secret.encode()

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, secret):
            return web.Response(status=403)
        update = _update(await request.read())
        if update is None:
            return web.Response(status=400)
        try:
            async with asyncio.timeout(webhook.patience):
                await webhook.accept(update)
        except (NotNow, TimeoutError):
            return web.Response(status=503, headers={"Retry-After": RETRY_SECONDS})
        except Exception:
            log.exception("update_not_stored")
            return web.Response(status=503, headers={"Retry-After": RETRY_SECONDS})
        return web.Response()

    return take


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if numbered(update) else None
