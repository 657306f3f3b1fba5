"""Pages behind links in e-mails: a GET only shows (mail scanners follow links), a POST acts."""

from aiohttp import web

from bot.pages import reset, undo
from portal.work import Workroom


def routes(workroom: Workroom) -> list[web.RouteDef]:
    """Return the routes of all pages."""
    return [*reset.routes(workroom), *undo.routes(workroom)]
