"""What `masante doctor` asks Telegram: who we are, where updates go and how that went, what time it is there."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.commands.checks import Check, CheckFailed, Found
from bot.logs import Mask
from bot.settings import Settings
from bot.transport import AiohttpRequest, BotApi, proxy_for
from portal.clock import SystemClock

OFF = timedelta(seconds=5)  # a clock that far off is worth a word
WRONG = timedelta(seconds=30)  # from there on, codes of authenticator apps are refused
RECENT = timedelta(minutes=10)
MANY = 100  # updates that Telegram keeps for us
EXPIRES = timedelta(days=14)


async def telegram(settings: Settings) -> AsyncIterator[Check]:
    """Ask Telegram; raises what it raises."""
    if settings.telegram_token is None:
        yield Check("telegram", "off", "MASANTE_TELEGRAM_TOKEN is not set: `masante run` needs it")
        return
    api = BotApi(
        settings.telegram_api, settings.telegram_token, AiohttpRequest(proxy_for(settings.telegram_api))
    )
    await api.start()
    try:
        me = await api.call("getMe")
        yield Check("telegram", "ok", f"@{me['username']} at {settings.telegram_api}")
        yield _checked("webhook", settings, await api.call("getWebhookInfo"))
    finally:
        await api.stop()
    yield Check("clock", *_clock(await _date(settings.telegram_api)))
    if (settings.webhook_url or "").startswith("https://"):
        yield await _certificate(settings.webhook_url or "")


def _checked(name: str, settings: Settings, info: dict[str, Any]) -> Check:
    try:
        return Check(name, *_webhook(settings, info))
    except CheckFailed as failed:
        return Check(name, "failed", str(failed))


def _webhook(settings: Settings, info: dict[str, Any]) -> Found:
    """Compare where Telegram sends updates with where they should go, and tell how it went lately."""
    url, ours = str(info.get("url", "")), settings.webhook_url or ""
    pending = int(info.get("pending_update_count", 0))
    if url != ours and url:
        host = urlsplit(url).hostname
        raise CheckFailed(
            f"updates go to {host}, not to us: another bot has this token, or `masante run` was not started"
        )
    if url != ours:
        return "remark", "Telegram was not told of MASANTE_WEBHOOK_URL yet: `masante run` does"
    failed_at = datetime.fromtimestamp(int(info.get("last_error_date", 0)), UTC)
    if ours and (ago := SystemClock().now() - failed_at) < RECENT:
        said = Mask(settings.secrets()).clean(str(info.get("last_error_message", "")))
        when = f"Telegram could not reach us {ago.total_seconds():.0f} s ago ({said})"
        raise CheckFailed(f"{when}, {pending} updates wait: look at proxy and TLS")
    told = f"updates come {'by webhook' if ours else 'by polling'}, {pending} wait at Telegram"
    return ("remark", f"{told}: does the bot run?") if pending > MANY else ("ok", told)


async def _date(server: str) -> datetime | None:
    """Return the time on a server, as every answer of HTTP tells it."""
    async with (
        aiohttp.ClientSession(proxy=proxy_for(server)) as session,
        session.head(server, allow_redirects=False) as answer,
    ):
        told = answer.headers.get("Date")
    return parsedate_to_datetime(told) if told else None


def _clock(there: datetime | None) -> Found:
    if there is None:
        return "off", "Telegram's server tells no time"
    apart = abs(there - SystemClock().now())
    told = f"this machine's is {apart.total_seconds():.0f} s off Telegram's"
    if apart > WRONG:
        return "failed", f"{told}: codes of authenticator apps will be refused; start NTP"
    return ("remark", f"{told}: start NTP") if apart > OFF else ("ok", told)


async def _certificate(url: str) -> Check:
    """Open a connection to our own address as Telegram does, and look at the certificate."""
    parts = urlsplit(url)
    try:
        _reader, writer = await asyncio.open_connection(
            parts.hostname,
            parts.port or 443,
            ssl=ssl.create_default_context(),
            server_hostname=parts.hostname,
        )
    except ssl.SSLCertVerificationError as error:
        what = f"of {parts.hostname} is not trusted ({error.verify_message}): Telegram will not call us"
        return Check("certificate", "failed", what)
    except (OSError, ssl.SSLError) as error:
        return Check(
            "certificate", "remark", f"{parts.hostname} cannot be reached from here ({type(error).__name__})"
        )
    ends = writer.get_extra_info("peercert")["notAfter"]
    writer.close()
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
    soon = until - SystemClock().now() < EXPIRES
    return Check(
        "certificate", "remark" if soon else "ok", f"of {parts.hostname} is good until {until:%Y-%m-%d}"
    )
