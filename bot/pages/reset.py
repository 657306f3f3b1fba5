"""The page behind the link of an e-mail that lets somebody choose a new password."""

import asyncio

from aiohttp import web

from bot.pages.sheet import Answer, page, response, said
from conversations.new_password import HELP
from conversations.refusals import sentence
from locales import Words, _
from portal import accounts
from portal.accounts import PasswordReset, Strength, passwords
from portal.errors import Refused
from portal.work import Work, Workroom


def routes(workroom: Workroom) -> list[web.RouteDef]:
    """Return the pages' routes."""

    async def show(request: web.Request) -> web.Response:
        opened = await workroom.run(accounts.open_reset, request.match_info["token"])
        return response(_gone(workroom, opened) if isinstance(opened, Refused) else (200, _form(workroom)))

    async def act(request: web.Request) -> web.Response:
        typed = str((await request.post()).get("password", ""))
        return response(await _choose(workroom, request.match_info["token"], typed))

    return [web.get("/reset/{token}", show), web.post("/reset/{token}", act)]


async def _choose(workroom: Workroom, token: str, typed: str) -> Answer:
    opened = await workroom.run(accounts.open_reset, token)
    if isinstance(opened, Refused):
        return _gone(workroom, opened)
    personal = await workroom.run(accounts.personal, opened.account_id)
    judged = await asyncio.to_thread(passwords.judge, typed, personal)
    if not isinstance(judged, Strength):
        return 422, _form(workroom, sentence(judged))
    hashed = await asyncio.to_thread(passwords.hash, typed)
    done = await workroom.run(_set, token, hashed)
    if not isinstance(done, PasswordReset):
        return _gone(workroom, done)
    return 200, page(
        workroom, f"<p>{said(workroom)(_('Your new password is set. You can go back to the chat.'))}</p>"
    )


def _set(work: Work, token: str, hashed: str) -> PasswordReset | Refused:
    return accounts.reset_password_by_token(work, token, hashed)


def _gone(workroom: Workroom, why: Refused) -> Answer:
    return 410, page(workroom, f"<p>{said(workroom)(sentence(why))}</p>")


def _form(workroom: Workroom, wrong: Words | None = None) -> str:
    say = said(workroom)
    warning = f'<p class="warning" role="alert">{say(wrong)}</p>' if wrong else ""
    return page(
        workroom,
        f'{warning}<form method="post"><label for="password">{say(_("Choose your password."))}</label>'
        f'<input id="password" name="password" type="password" autocomplete="new-password" '
        f'minlength="8" required autofocus>'
        f"<p>{say(HELP[0])}</p><button>{say(_('Save'))}</button></form>",
    )
