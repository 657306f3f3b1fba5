"""A Telegram that answers every call at once, in a process of its own."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

SENT = (
    b'{"ok":true,"result":{"message_id":1,"date":1700000000,"text":"Bonjour",'
    b'"chat":{"id":5,"type":"private","first_name":"L\xc3\xa9a"},'
    b'"from":{"id":1000,"is_bot":true,"first_name":"MaSant\xc3\xa9","username":"masante_bot"}}}'
)


@contextmanager
def null_telegram() -> Iterator[str]:
    """Run it; the address to call it at."""
    server = subprocess.Popen([sys.executable, "-m", "bench.null"], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


async def _answer(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(body=SENT, content_type="application/json")


async def _serve() -> None:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", _answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
