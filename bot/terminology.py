"""A terminology server expands the value sets that a form names and does not carry (FHIR R4 ValueSet/$expand)."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp

from portal.questionnaires import MOST_CODES, loads

SECONDS = 20.0  # for all the value sets of a form
LARGEST = 16 * 1024 * 1024  # bytes of one answer
PAGE = 5_000  # codes asked for at once
TYPE = "application/fhir+json"

Json = dict[str, Any]


class NotExpanded(Exception):
    """The server did not expand a value set; the message says why."""


def expand(server: str, wanted: Mapping[str, Json | None]) -> tuple[list[Json], dict[str, str]]:
    """Return these value sets expanded, and for each that could not be, why.

    `wanted`: references as the form writes them; with `#id`, the value set that the form carries unexpanded.
    """
    return asyncio.run(_all(server.rstrip("/"), wanted))


async def _all(server: str, wanted: Mapping[str, Json | None]) -> tuple[list[Json], dict[str, str]]:
    expanded: list[Json] = []
    failed: dict[str, str] = {}
    until = asyncio.get_running_loop().time() + SECONDS
    async with aiohttp.ClientSession(headers={"Accept": TYPE}) as http:
        for reference, carried in wanted.items():
            try:
                async with asyncio.timeout_at(until):
                    expanded.append(_named(reference, await _one(http, server, reference, carried)))
            except NotExpanded as why:
                failed[reference] = str(why)
            except TimeoutError:
                failed[reference] = f"the terminology server did not answer within {SECONDS:.0f} seconds"
            except aiohttp.ClientError as wrong:
                failed[reference] = f"the terminology server cannot be reached ({type(wrong).__name__})"
    return expanded, failed


async def _one(http: aiohttp.ClientSession, server: str, reference: str, carried: Json | None) -> list[Json]:
    """Return every code, page after page."""
    codes: list[Json] = []
    while True:
        page = await _page(http, server, reference, carried, len(codes))
        found, total = page.get("contains"), page.get("total")
        if not isinstance(found, list) or not found:
            break
        codes += found
        if len(codes) > MOST_CODES:
            raise NotExpanded(f"it has more than {MOST_CODES} codes")
        # A server that does not page says no total, or hands out everything at once.
        if not isinstance(total, int) or len(codes) >= total:
            break
    if not codes:
        raise NotExpanded("the terminology server knows no code of it")
    return codes


async def _page(
    http: aiohttp.ClientSession, server: str, reference: str, carried: Json | None, offset: int
) -> Json:
    url = f"{server}/ValueSet/$expand"
    if carried is None:
        canonical, _bar, version = reference.partition("|")
        asked = {"url": canonical, "valueSetVersion": version, "offset": str(offset), "count": str(PAGE)}
        call = http.get(url, params={k: v for k, v in asked.items() if v}, allow_redirects=False)
    else:
        parameters = [
            {"name": "valueSet", "resource": carried},
            {"name": "offset", "valueInteger": offset},
            {"name": "count", "valueInteger": PAGE},
        ]
        body = {"resourceType": "Parameters", "parameter": parameters}
        call = http.post(url, json=body, headers={"Content-Type": TYPE}, allow_redirects=False)
    async with call as answer:
        if answer.status != 200:
            raise NotExpanded(f"the terminology server refuses it (HTTP {answer.status})")
        return _expansion(await _bounded(answer))


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(1 << 16):
        body += chunk
        if len(body) > LARGEST:
            raise NotExpanded(f"the terminology server's answer has more than {LARGEST} bytes")
    return bytes(body)


def _expansion(body: bytes) -> Json:
    try:
        made = loads(body)
    except (ValueError, RecursionError):
        raise NotExpanded("the terminology server does not answer in JSON") from None
    expansion = made.get("expansion") if isinstance(made, dict) else None
    if not isinstance(expansion, dict):
        raise NotExpanded("the terminology server's answer is no expanded value set")
    return expansion


def _named(reference: str, codes: list[Json]) -> Json:
    """Return a value set that is found by the very reference of the form."""
    name = {"id": reference[1:]} if reference.startswith("#") else {"url": reference.partition("|")[0]}
    return {"resourceType": "ValueSet", **name, "expansion": {"contains": codes}}
