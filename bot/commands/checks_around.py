"""What `masante doctor` reaches around us, all at the same time: Telegram, mail server, SMS gateway, virus scanner."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
import aiosmtplib
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.addresses import HttpSms
from bot.commands.checks import Check, Found
from bot.commands.checks_telegram import telegram
from bot.scanning import Scanner, ScannerDown
from bot.settings import Settings
from bot.transport import proxy_for
from portal.clock import SystemClock

PATIENCE = 10  # seconds for each service
STALE = timedelta(days=7)  # of a scanner's signatures: new ones come every day


async def around(settings: Settings) -> list[Check]:
    """Reach everything."""
    looks: dict[str, Callable[[Settings], Awaitable[Found]]]
    looks = {"e-mail": _mail, "sms": _sms, "antivirus": _antivirus}
    asked = asyncio.create_task(_reach_telegram(settings))
    others = await asyncio.gather(*(_reach(name, look(settings)) for name, look in looks.items()))
    return [*await asked, *others]


async def _reach_telegram(settings: Settings) -> list[Check]:
    """Return as many of its checks as could be made, and why there are no more."""
    made: list[Check] = []

    async def all_of(checks: AsyncIterator[Check]) -> Found:
        async for one in checks:
            made.append(one)  # noqa: PERF401  what was found stays when the next one fails
        return "ok", ""

    last = await _reach("telegram", all_of(telegram(settings)))
    return made if last.state == "ok" else [*made, last]


async def _reach(name: str, looking: Awaitable[Found]) -> Check:
    try:
        return Check(name, *await asyncio.wait_for(looking, PATIENCE))
    except TimeoutError:
        return Check(name, "failed", f"no answer in {PATIENCE} s: is it up, does a firewall stand between?")
    except (InvalidToken, Forbidden, aiosmtplib.SMTPResponseException) as error:
        return Check(
            name, "failed", f"answers, and refuses us ({type(error).__name__}): look at its credentials"
        )
    except (TelegramError, aiosmtplib.SMTPException, aiohttp.ClientError, ScannerDown, OSError) as error:
        return Check(name, "failed", f"cannot be reached ({type(error).__name__})")


async def _mail(settings: Settings) -> Found:
    server = settings.smtp
    if server is None:
        return "off", "MASANTE_SMTP_URL is not set: no e-mail leaves"
    tls, start_tls = server.security == "tls", server.security == "starttls"
    client = aiosmtplib.SMTP(
        hostname=server.host, port=server.port, use_tls=tls, start_tls=start_tls,
        username=server.user, password=server.password, timeout=PATIENCE,
    )  # fmt: skip
    async with client:
        await client.noop()
    return "ok", f"{server.host}:{server.port} answers" + (", and knows us" if server.user else "")


async def _sms(settings: Settings) -> Found:
    gateway = settings.sms
    if gateway is None:
        return "off", "MASANTE_SMS_URL is not set: no text message leaves"
    parts = urlsplit(gateway.url if isinstance(gateway, HttpSms) else gateway.endpoint)
    host = f"{parts.scheme}://{parts.netloc}/"
    # Any answer will do: to know more, a message would have to leave.
    async with aiohttp.ClientSession(proxy=proxy_for(host)) as session:
        await session.head(host, allow_redirects=False)
    return "ok", f"{parts.netloc} answers (no message was sent)"


async def _antivirus(settings: Settings) -> Found:
    if settings.clamd_url is None:
        return "off", "MASANTE_CLAMD_URL is not set: no file is scanned for viruses"
    version = await Scanner(settings.clamd_url).version()
    signed = signatures_of(version)
    if signed is not None and SystemClock().now() - signed > STALE:
        return "remark", f"{version} answers, with signatures of {signed:%Y-%m-%d}: does freshclam run?"
    return "ok", f"{version} answers"


def signatures_of(version: str) -> datetime | None:
    """Return when clamd's signatures were made, as `ClamAV 1.4.3/27816/Sat Nov 15 10:51:41 2025` tells it."""
    try:
        return datetime.strptime(version.rpartition("/")[2], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None
