"""Pages behind links in e-mails and in the chat: a GET only shows (mail scanners follow links), a POST acts."""

import asyncio
from typing import Any

from aiohttp import web

from bot.pages import export, reset, undo
from bot.pages.sheet import page, response, said
from locales import _
from portal.vault import Shelves
from portal.work import Workroom

SOON = "60"  # seconds after which a browser may ask again


def routes(workroom: Workroom, shelves: Shelves, opened: asyncio.Event) -> list[web.RouteDef]:
    """Return the routes of all pages; while `opened` is not set, nobody changes anything there."""
    all_pages = (*reset.routes(workroom), *undo.routes(workroom), *export.routes(workroom, shelves))
    return [_while_open(one, workroom, opened) for one in all_pages]


def _while_open(route: web.RouteDef, workroom: Workroom, opened: asyncio.Event) -> web.RouteDef:
    if route.method != "POST":
        return route
    act: Any = route.handler

    async def when_open(request: web.Request) -> web.StreamResponse:
        if opened.is_set():
            answered: web.StreamResponse = await act(request)
            return answered
        wait = _("The service is being maintained. Nothing was changed: please try again in a few minutes.")
        closed = response(
            (503, page(workroom, f'<p class="warning" role="alert">{said(workroom)(wait)}</p>'))
        )
        closed.headers["Retry-After"] = SOON
        return closed

    return web.post(route.path, when_open)
