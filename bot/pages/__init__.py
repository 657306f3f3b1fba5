"""Pages behind links in e-mails and in the chat: a GET only shows (mail scanners follow links), a POST acts."""

from aiohttp import web

from bot.pages import export, reset, undo
from portal.vault import Shelves
from portal.work import Workroom


def routes(workroom: Workroom, shelves: Shelves) -> list[web.RouteDef]:
    """Return the routes of all pages."""
    return [*reset.routes(workroom), *undo.routes(workroom), *export.routes(workroom, shelves)]
