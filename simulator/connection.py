"""Connections that break."""

from aiohttp import web


def cut(request: web.Request) -> web.Response:
    """Close the connection without an answer; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def send_half(request: web.Request, body: bytes) -> web.StreamResponse:
    """Answer with half of the body, then break."""
    response = web.StreamResponse(
        headers={"Content-Type": "application/json", "Content-Length": str(len(body))}
    )
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    cut(request)
    return response
