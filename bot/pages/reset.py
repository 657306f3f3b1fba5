"""The page behind the link of an e-mail that lets somebody choose a new password."""

import asyncio

from aiohttp import web

from bot.pages.sheet import Answer, gone, page, response, said, told
from conversations.new_password import HELP
from conversations.refusals import sentence
from locales import Words, _
from portal import accounts
from portal.accounts import PasswordReset, Strength, passwords
from portal.errors import Refused
from portal.work import Workroom


def routes(workroom: Workroom) -> list[web.RouteDef]:
    """Return the pages' routes."""

    async def show(request: web.Request) -> web.Response:
        opened = await workroom.run(accounts.open_reset, request.match_info["token"])
        return response(gone(workroom, opened) if isinstance(opened, Refused) else (200, _form(workroom)))

    async def act(request: web.Request) -> web.Response:
        typed = str((await request.post()).get("password", ""))
        return response(await _choose(workroom, request.match_info["token"], typed))

    return [web.get("/reset/{token}", show), web.post("/reset/{token}", act)]


async def _choose(workroom: Workroom, token: str, typed: str) -> Answer:
    opened = await workroom.run(accounts.open_reset, token)
    if isinstance(opened, Refused):
        return gone(workroom, opened)
    personal = await workroom.run(accounts.personal, opened.account_id)
    judged = await asyncio.to_thread(passwords.judge, typed, personal)
    if not isinstance(judged, Strength):
        return 422, _form(workroom, sentence(judged))
    hashed = await asyncio.to_thread(passwords.hash, typed)
    done = await workroom.run(accounts.reset_password_by_token, token, hashed)
    if not isinstance(done, PasswordReset):
        return gone(workroom, done)
    return 200, told(workroom, _("Your new password is set. You can go back to the chat."))


def _form(workroom: Workroom, wrong: Words | None = None) -> str:
    say, choose, save = said(workroom), _("Choose your password."), _("Save")
    warning = f'<p class="warning" role="alert">{say(wrong)}</p>' if wrong else ""
    return page(
        workroom,
        f'{warning}<form method="post"><label for="password">{say(choose)}</label>'
        f'<input id="password" name="password" type="password" autocomplete="new-password" '
        f'minlength="8" required autofocus>'
        f"<p>{say(HELP[0])}</p><button>{say(save)}</button></form>",
    )
