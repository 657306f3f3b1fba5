"""The simulator as one object: start it, talk to it over HTTP, stop it."""

import asyncio
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from simulator import api, control, gateway, gestures, mailbox, pages, phone, schema
from simulator.clock import Clock
from simulator.courier import Courier
from simulator.limits import UPLOAD_BYTES, WEBHOOK_ANSWER_SECONDS
from simulator.store import Store
from simulator.world import WORLD, World

TOKEN = "123456789:SIMULATOR-AAAA-not-a-real-token"
USERNAME = "masante_demo_bot"


class Simulator:
    """A Bot API server with people, an SMS gateway and a mail server, on free ports unless told otherwise."""

    def __init__(
        self,
        data: Path | None = None,
        clock: Clock | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        smtp_port: int = 0,
        token: str = TOKEN,
        username: str = USERNAME,
        record: bool = True,
        webhook_timeout: float = WEBHOOK_ANSWER_SECONDS,
    ) -> None:
        self.world = World(Store(data), clock or Clock(), token, username, record)
        self._courier = Courier(self.world, webhook_timeout)
        self.token = token
        self.username = username
        self._host = host
        self._wanted = (port, smtp_port)
        self._runner = web.AppRunner(
            _app(self.world), access_log=None, handler_cancellation=True, shutdown_timeout=0.5
        )
        self._flushing: asyncio.Task[None] | None = None
        self.port = 0
        self.smtp_port = 0

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://{self._host}:{self.port}"

    async def start(self) -> None:
        """Listen; OSError when a port is taken. Calls wait until aiogram is imported."""
        port, smtp_port = self._wanted
        await self._runner.setup()
        with _naming(port):
            await web.TCPSite(self._runner, self._host, port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]
        with _naming(smtp_port):
            self._smtp = await mailbox.serve(self.world, self._host, smtp_port)
        self.smtp_port = self._smtp.sockets[0].getsockname()[1]
        self._connect()
        self.world.on_wipe = self._connect
        self._flushing = asyncio.create_task(self.world.store.keep_flushing())

    async def stop(self) -> None:
        """Close every connection and write what waits."""
        if self._flushing is not None:
            self._flushing.cancel()
            self._smtp.close()
        await self._courier.close()
        self.world.poller.abort("the simulator stops")
        await self._runner.cleanup()
        self.world.store.close()

    def _connect(self) -> None:
        """Let the courier know of updates and of a webhook that changes."""
        self.world.updates.on_arrival = self._courier.pump
        self.world.webhook.on_change = self._courier.changed
        self._courier.changed()

    async def __aenter__(self) -> Self:
        await self.start()
        await schema.loaded()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


@contextmanager
def _naming(port: int) -> Iterator[None]:
    """Say in a few words which port could not be had."""
    try:
        yield
    except OSError as wrong:
        why = (
            "is in use"
            if wrong.errno == errno.EADDRINUSE
            else f"cannot be had: {os.strerror(wrong.errno or 0)}"
        )
        raise OSError(wrong.errno, f"port {port} {why}") from None


def _app(world: World) -> web.Application:
    app = web.Application(client_max_size=UPLOAD_BYTES + (1 << 20))
    app[WORLD] = world
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", api.answer)
    app.router.add_route("*", "/bot{rest:.*}", api.nowhere)  # no method at all
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", api.download)
    app.router.add_post("/sms", gateway.receive)
    app.add_routes([*phone.routes(), *gestures.routes(), *control.routes(), *pages.routes()])
    return app
