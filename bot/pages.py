"""Pages behind links in e-mails: a GET only shows (mail scanners follow links), a POST acts."""

import asyncio
import html
from collections.abc import Callable
from typing import TypeAlias

from aiohttp import web

from conversations.new_password import HELP
from conversations.refusals import sentence
from locales import Words, _
from locales.saying import Reader, say
from portal import accounts
from portal.accounts import PasswordReset, Strength, passwords
from portal.errors import Refused
from portal.work import Work, Workroom

Answer: TypeAlias = tuple[int, str]

STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:30em;margin:3em auto;padding:0 1em;color:#1b2733;background:#fff}"
    "input,button{font:inherit;padding:.6em;width:100%;box-sizing:border-box;margin:.4em 0;border-radius:.5em}"
    "input{border:1px solid #667}button{border:0;background:#1f6f5c;color:#fff}.warning{color:#9b1c1c}"
)


def routes(workroom: Workroom) -> list[web.RouteDef]:
    """Return the pages' routes."""

    async def show(request: web.Request) -> web.Response:
        opened = await workroom.run(accounts.open_reset, request.match_info["token"])
        return _response(_gone(workroom, opened) if isinstance(opened, Refused) else (200, _form(workroom)))

    async def act(request: web.Request) -> web.Response:
        typed = str((await request.post()).get("password", ""))
        return _response(await _choose(workroom, request.match_info["token"], typed))

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
    return 200, _page(
        workroom, f"<p>{_said(workroom)(_('Your new password is set. You can go back to the chat.'))}</p>"
    )


def _set(work: Work, token: str, hashed: str) -> PasswordReset | Refused:
    return accounts.reset_password_by_token(work, token, hashed)


def _gone(workroom: Workroom, why: Refused) -> Answer:
    return 410, _page(workroom, f"<p>{_said(workroom)(sentence(why))}</p>")


def _form(workroom: Workroom, wrong: Words | None = None) -> str:
    said = _said(workroom)
    warning = f'<p class="warning" role="alert">{said(wrong)}</p>' if wrong else ""
    return _page(
        workroom,
        f'{warning}<form method="post"><label for="password">{said(_("Choose your password."))}</label>'
        f'<input id="password" name="password" type="password" autocomplete="new-password" '
        f'minlength="8" required autofocus>'
        f"<p>{said(HELP[0])}</p><button>{said(_('Save'))}</button></form>",
    )


def _said(workroom: Workroom) -> Callable[[Words], str]:
    reader = Reader(workroom.policy.language, workroom.policy.timezone)
    return lambda words: html.escape(say(words, reader))


def _page(workroom: Workroom, body: str) -> str:
    return (
        f'<!doctype html><html lang="{workroom.policy.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>MaSanté</title><style>{STYLE}</style>'
        f"<main><h1>MaSanté</h1>{body}</main></html>"
    )


def _response(answer: Answer) -> web.Response:
    status, text = answer
    return web.Response(status=status, text=text, content_type="text/html")
