"""The page behind the link of an export that is too large for a chat: what there is, and each part to be downloaded."""

import asyncio
import html
from collections.abc import Iterator

import structlog
from aiohttp import web

from bot.exporting.carrying import file_name
from bot.pages.sheet import gone, page, response, said, told
from locales import _
from portal import privacy, vault
from portal.errors import KeyUnknown, Refused
from portal.privacy import ExportUnknown, Ready
from portal.vault import Blob, BlobDamaged, BlobMissing, Shelves, VaultDown
from portal.work import Workroom

log = structlog.get_logger()

AWAY = _("This file cannot be read at the moment. Please try again in a few minutes.")


def routes(workroom: Workroom, shelves: Shelves) -> list[web.RouteDef]:
    """Return the page's routes."""

    async def show(request: web.Request) -> web.Response:
        ready = await workroom.run(privacy.by_token, request.match_info["token"])
        return response(
            gone(workroom, ready)
            if isinstance(ready, Refused)
            else (200, _parts(workroom, ready, request.path))
        )

    async def give(request: web.Request) -> web.StreamResponse:
        ready = await workroom.run(privacy.by_token, request.match_info["token"])
        number = int(request.match_info["number"]) - 1
        if isinstance(ready, Refused) or not 0 <= number < len(ready.parts):
            return response(gone(workroom, ready if isinstance(ready, Refused) else ExportUnknown()))
        await workroom.run(privacy.fetched, ready, number)
        return await _streamed(request, workroom, shelves, ready, number)

    return [
        web.get("/export/{token}", show),
        web.post(r"/export/{token}/{number:\d{1,4}}", give),
    ]


async def _streamed(
    request: web.Request, workroom: Workroom, shelves: Shelves, ready: Ready, number: int
) -> web.StreamResponse:
    """Send a part as it is read; what cannot be read whole ends in the middle, and so shows as not whole."""
    blob = ready.parts[number]
    name = file_name(number, len(ready.parts))
    answer = web.StreamResponse(headers={
        "Content-Type": "application/zip",
        "Content-Length": str(blob.size),
        "Content-Disposition": f'attachment; filename="{name}"',
    })  # fmt: skip
    pieces = vault.pieces(shelves, workroom.keys, blob)
    try:
        first = await asyncio.to_thread(next, pieces, b"")
    except (BlobMissing, BlobDamaged, KeyUnknown, VaultDown) as error:
        log.error("export_unreadable", export=ready.id, why=error.code)
        return response((503, told(workroom, AWAY)))
    await answer.prepare(request)
    await answer.write(first)
    await _rest(answer, pieces, blob)
    return answer


async def _rest(answer: web.StreamResponse, pieces: Iterator[bytes], blob: Blob) -> None:
    try:
        while piece := await asyncio.to_thread(next, pieces, b""):
            await answer.write(piece)
    except (BlobMissing, BlobDamaged, VaultDown) as error:
        log.error("export_cut", blob=blob.id, why=error.code)
        raise
    await answer.write_eof()


def _parts(workroom: Workroom, ready: Ready, here: str) -> str:
    say, of = said(workroom), len(ready.parts)
    how = _("Each part opens by itself, with the password shown in the chat. Begin with part 1.")
    until = _("Available until {date}.", date=ready.expires_at)
    faces = [
        _("Download part {n} of {all} ({size} MB)", n=number, all=of, size=_megabytes(blob))
        for number, blob in enumerate(ready.parts, 1)
    ]
    forms = (
        f'<form method="post" action="{html.escape(here)}/{number}"><button>{say(face)}</button></form>'
        for number, face in enumerate(faces, 1)
    )
    title = _("Your export")
    return page(workroom, f"<h2>{say(title)}</h2><p>{say(how)}</p>{''.join(forms)}<p>{say(until)}</p>")


def _megabytes(blob: Blob) -> int:
    return max(1, round(blob.size / 1_000_000))
