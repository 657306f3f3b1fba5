"""What every page of ours is made of: the installation's language, one column, no script."""

import html
from collections.abc import Callable
from typing import TypeAlias

from aiohttp import web

from conversations.refusals import sentence
from locales import RIGHT_TO_LEFT, Words
from locales.saying import Reader, say
from portal.errors import Refused
from portal.work import Workroom

Answer: TypeAlias = tuple[int, str]

STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:30em;margin:3em auto;padding:0 1em;color:#1b2733;background:#fff}"
    "input,button{font:inherit;padding:.6em;width:100%;box-sizing:border-box;margin:.4em 0;border-radius:.5em}"
    "input{border:1px solid #667}button{border:0;background:#1f6f5c;color:#fff}.warning{color:#9b1c1c}"
)


def said(workroom: Workroom) -> Callable[[Words], str]:
    """Return what says words as HTML, in the installation's language."""
    reader = Reader(workroom.policy.language, workroom.policy.timezone)
    return lambda words: html.escape(say(words, reader))


def page(workroom: Workroom, body: str) -> str:
    """Return a whole page around this HTML."""
    language = workroom.policy.language
    return (
        f'<!doctype html><html lang="{language}" dir="{"rtl" if language in RIGHT_TO_LEFT else "ltr"}">'
        f'<meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>MaSanté</title><style>{STYLE}</style>'
        f"<main><h1>MaSanté</h1>{body}</main></html>"
    )


def paragraphs(workroom: Workroom, *words: Words) -> str:
    """Return these words as HTML, a paragraph each."""
    return "".join(f"<p>{said(workroom)(one)}</p>" for one in words)


def told(workroom: Workroom, *words: Words) -> str:
    """Return a page that says these words and asks for nothing."""
    return page(workroom, paragraphs(workroom, *words))


def gone(workroom: Workroom, why: Refused) -> Answer:
    """Return the answer to whoever followed a link that serves no more (RFC 9110, 15.5.11)."""
    return 410, told(workroom, sentence(why))


def response(answer: Answer) -> web.Response:
    """Return the answer to a browser: a status and a page."""
    status, text = answer
    return web.Response(status=status, text=text, content_type="text/html")
