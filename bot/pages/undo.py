"""The page behind the link that undoes a change of e-mail address or phone number."""

from aiohttp import web

from bot.pages.sheet import Answer, page, response, said
from conversations.refusals import sentence
from conversations.undoing import consequences, told
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
            return response((410, _paragraphs(workroom, sentence(opened))))
        return response((200, _form(workroom, told(opened), *consequences())))

    async def act(request: web.Request) -> web.Response:
        return response(await _act(workroom, request.match_info["token"]))

    return [web.get("/undo/{token}", show), web.post("/undo/{token}", act)]


async def _act(workroom: Workroom, token: str) -> Answer:
    done = await workroom.run(accounts.undo, token)
    if not isinstance(done, Undone):
        return 410, _paragraphs(workroom, sentence(done))
    return 200, _paragraphs(
        workroom,
        _("It is done: address and number are as before, and nobody is signed in any more."),
        _("Now open the chat on Telegram, tap “I forgot my password”, and choose a new one."),
    )


def _paragraphs(workroom: Workroom, *words: Words) -> str:
    return page(workroom, "".join(f"<p>{said(workroom)(one)}</p>" for one in words))


def _form(workroom: Workroom, *words: Words) -> str:
    say = said(workroom)
    told_first = "".join(f"<p>{say(one)}</p>" for one in words)
    return page(workroom, f'{told_first}<form method="post"><button>{say(UNDO)}</button></form>')
