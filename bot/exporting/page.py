"""The summary of an export as one page of HTML: by itself, without a script, light or dark as its reader's phone."""

import html
from collections.abc import Sequence
from typing import NamedTuple

from locales import RIGHT_TO_LEFT

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.05rem/1.55 system-ui,sans-serif;max-width:42em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2em;border-bottom:1px solid;padding-bottom:.2em}"
    "h3{font-size:1.05rem;margin:1.4em 0 .3em}dl{margin:0}dt{margin-top:.6em;opacity:.8}dd{margin:0;font-weight:600}"
    "dt,dd,p,h1,h2,h3{overflow-wrap:anywhere}.note{opacity:.8}"
)
# Nothing is fetched and nothing runs, whatever stands in it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Said(NamedTuple):
    """One paragraph of the summary, in its reader's language."""

    style: str
    words: str
    value: str
    to: str


def page(said: Sequence[Said], language: str) -> str:
    """Return the page; what people wrote is escaped."""
    title = html.escape(said[0].words) if said else ""
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}" dir="{direction}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main>\n{_body(said)}\n</main></body></html>\n"
    )


def _body(said: Sequence[Said]) -> str:
    parts: list[str] = []
    listed = False
    for one in said:
        pair = one.style == "pair"
        if pair != listed:
            parts.append("<dl>" if pair else "</dl>")
            listed = pair
        parts.append(_paragraph(one))
    return "\n".join([*parts, "</dl>"] if listed else parts)


def _paragraph(one: Said) -> str:
    words = html.escape(one.words)
    match one.style:
        case "title":
            return f"<h1>{words}</h1>"
        case "section":
            return f"<h2>{words}</h2>"
        case "head":
            return f"<h3>{words}</h3>"
        case "pair":
            named = f'<a href="{html.escape(one.to)}">{words}</a>' if one.to else words
            return f"<dt>{named}</dt><dd>{html.escape(one.value)}</dd>"
        case "note":
            return f'<p class="note">{words}</p>'
        case _:
            return f"<p>{words}</p>"
