"""The page in the browser: plain files."""

from pathlib import Path

from aiohttp import web

PAGE = Path(__file__).parent / "page"


def routes() -> list[web.RouteDef]:
    """The page itself and what it loads."""
    return [web.get("/", index), web.get("/static/{path:.+}", static)]


async def index(request: web.Request) -> web.StreamResponse:  # noqa: ARG001 - the shape of every handler
    """The chat page."""
    return _file(PAGE / "index.html")


async def static(request: web.Request) -> web.StreamResponse:
    """A style, a script or a picture of the page."""
    path = (PAGE / request.match_info["path"]).resolve()
    if not path.is_relative_to(PAGE):
        raise web.HTTPNotFound
    return _file(path)


def _file(path: Path) -> web.StreamResponse:
    if not path.is_file():
        raise web.HTTPNotFound(text="the page is not installed")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
