"""The page behind the link that undoes a change of e-mail address or phone number."""

from aiohttp import web

from bot.pages.sheet import Answer, gone, page, paragraphs, response, said, told
from conversations import undoing
from locales import Words, _
from portal import accounts
from portal.accounts import Undone, UndoOpened
from portal.work import Workroom

UNDO = _("Undo the change")


def routes(workroom: Workroom) -> list[web.RouteDef]:
    """Return the page's routes."""

    async def show(request: web.Request) -> web.Response:
        opened = await workroom.run(accounts.open_undo, request.match_info["token"])
        if not isinstance(opened, UndoOpened):
            return response(gone(workroom, opened))
        return response((200, _form(workroom, undoing.told(opened), *undoing.consequences())))

    async def act(request: web.Request) -> web.Response:
        return response(await _act(workroom, request.match_info["token"]))

    return [web.get("/undo/{token}", show), web.post("/undo/{token}", act)]


async def _act(workroom: Workroom, token: str) -> Answer:
    done = await workroom.run(accounts.undo, token)
    if not isinstance(done, Undone):
        return gone(workroom, done)
    return 200, told(
        workroom,
        _("It is done: address and number are as before, and nobody is signed in any more."),
        _("Now open the chat on Telegram, tap “I forgot my password”, and choose a new one."),
    )


def _form(workroom: Workroom, *words: Words) -> str:
    button = f'<form method="post"><button>{said(workroom)(UNDO)}</button></form>'
    return page(workroom, paragraphs(workroom, *words) + button)
