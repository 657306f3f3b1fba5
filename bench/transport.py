"""Calls per second to Telegram: our wire beside python-telegram-bot's own, in the same run."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rich.console import Console
from rich.table import Table
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import BaseRequest, HTTPXRequest

from bench.null import null_telegram
from bot.channels.telegram import Button, TelegramChannel, TelegramMessage
from bot.transport import AiohttpRequest, BotApi

CONCURRENT = 20
CALLS = 1500
ROUNDS = 3
TOKEN = "1000:FICTIVE"
TEXT = "<b>Bonjour Léa</b>, comment allez-vous ?"

Call = Callable[[], Awaitable[Any]]


def run(long: bool) -> dict[str, Any]:  # noqa: ARG001  every bench is asked so
    """Measure; calls per second by way, and how many times PTB's default ours is."""
    with null_telegram() as server:
        rates = asyncio.run(_measure(server))
    default, ours = rates["Bot on httpx (default)"], rates["channel on aiohttp (ours)"]
    ratio = round(ours / default, 1)
    table = Table("sendMessage", "calls/s", title=f"{CONCURRENT} at a time: {ratio} × the default")
    for way, rate in rates.items():
        table.add_row(way, f"{rate:.0f}")
    Console().print(table)
    return {"calls_per_second": rates, "ratio": ratio}


async def _measure(server: str) -> dict[str, float]:
    httpx, aiohttp = HTTPXRequest(connection_pool_size=CONCURRENT), AiohttpRequest()
    async with httpx, aiohttp:
        ways: dict[str, Call] = {
            "Bot on httpx (default)": _bot(server, httpx),
            "Bot on aiohttp": _bot(server, aiohttp),
            "channel on aiohttp (ours)": _channel(server, aiohttp),
        }
        rounds = [{way: await _rate(call) for way, call in ways.items()} for _ in range(ROUNDS)]
    return {way: statistics.median(each[way] for each in rounds) for way in ways}


def _bot(server: str, request: BaseRequest) -> Call:
    bot = Bot(TOKEN, base_url=f"{server}/bot", request=request, get_updates_request=request)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="b1:1:0")]])
    return lambda: bot.send_message(5, TEXT, parse_mode="HTML", reply_markup=keyboard)


def _channel(server: str, request: AiohttpRequest) -> Call:
    channel = TelegramChannel(BotApi(server, TOKEN, request))
    message = TelegramMessage(5, text=TEXT, keyboard=((Button("Oui", "b1:1:0"),),))
    return lambda: channel.deliver(message)


async def _rate(call: Call) -> float:
    left = iter(range(CALLS))

    async def work() -> None:
        for _ in left:
            await call()

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(CONCURRENT)))
    return CALLS / (time.perf_counter() - began)
