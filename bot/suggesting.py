"""Suggestions while somebody types the bot's name and a few words anywhere: professionals of the directory.

Answered at once and outside the inbox: nothing is kept of them, and what comes too late is of no use.
"""

import asyncio
from typing import Any

import structlog

from bot.transport import BotApi
from conversations.consenting import VERSION
from conversations.suggested import SIGN_IN, START, suggestion
from locales.saying import Reader, say
from portal import accounts, directory
from portal.errors import Refused
from portal.work import Work, Workroom

log = structlog.get_logger()

MOST = 10
SHORTEST = 2  # characters before anything is looked for


class Suggestions:
    """Answers inline queries of people whose chat is linked; others are shown the way to it."""

    def __init__(self, api: BotApi, workroom: Workroom) -> None:
        self._api = api
        self._workroom = workroom
        self._latest: dict[
            int, str
        ] = {}  # by person: whoever types on wants no answer to what was typed before

    async def __call__(self, asked: dict[str, Any]) -> None:
        """Answer one query; nothing depends on it, so what fails is logged and left."""
        match asked:
            case {"id": str(number), "from": {"id": int(user)}}:
                await self._suggest(user, number, str(asked.get("query") or ""))
            case _:
                log.warning("suggestion_failed", error="unreadable")

    async def _suggest(self, user: int, number: str, typed: str) -> None:
        self._latest[user] = number
        try:
            answer = await self._answer(user, typed)
            if self._latest.get(user) == number:
                await self._api.call(
                    "answerInlineQuery", inline_query_id=number, cache_time=0, is_personal=True, **answer
                )
        except Exception as error:
            log.warning("suggestion_failed", error=type(error).__name__)
        finally:
            if self._latest.get(user) == number:
                del self._latest[user]

    async def _answer(self, user: int, typed: str) -> dict[str, Any]:
        known, language = await self._workroom.run(_who, user)
        if not known:
            return {
                "results": [],
                "button": {"text": say(SIGN_IN, Reader(language)), "start_parameter": START},
            }
        if len(typed.strip()) < SHORTEST:
            return {"results": []}
        there = directory.at(self._workroom.policy.directory)
        found = await asyncio.to_thread(there.search, typed, MOST)
        return {"results": [] if isinstance(found, Refused) else [_article(one) for one in found]}


def _who(work: Work, user: int) -> tuple[bool, str]:
    """Tell whether this person's chat is linked and agreed to, and which language she reads."""
    me = accounts.me(work, user, work.policy.fresh_for)
    agreed = me is not None and accounts.has_consented(work, user, VERSION)
    return agreed, accounts.reader(work, user).language


def _article(one: directory.Listed) -> dict[str, Any]:
    told = " · ".join(filter(None, (one.what, one.place.structure, one.place.city)))
    return {"type": "article", "id": one.id, "title": one.name, "description": told,
            "input_message_content": {"message_text": suggestion(one)}}  # fmt: skip
