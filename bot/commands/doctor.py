"""`masante doctor`: reach every service the settings name, and say what is off."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import aiohttp
import aiosmtplib
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.addresses import HttpSms
from bot.commands.invitation import get_me
from bot.commands.opening import check_schema, opened
from bot.commands.printing import Answer, table
from bot.scanning import Scanner, ScannerDown
from bot.settings import Settings, SettingsWrong
from bot.tesseract import languages_folder, recognition_misses
from bot.transport import proxy_for
from portal import directory, followups, vault
from portal.errors import SchemaBehind
from portal.keyfile import RingFile
from portal.keys import Chance
from portal.vault import VaultDown

PATIENCE = 10  # seconds for each service

State: TypeAlias = Literal["ok", "off", "failed", "remark"]


@dataclass(frozen=True)
class Check:
    """What was looked at, in which state it is, and what there is to say."""

    name: str
    state: State
    what: str


class _Failed(Exception):
    """A service that is on does not do its part; the text says why, without secrets."""


def examine(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Look at everything; the exit code is 1 when something that is on fails."""
    settings = Settings.of_this_machine()
    here = list(_on_this_machine(settings))
    checks = [
        *here,
        _directory(settings),
        *_alerts(settings, here),
        *asyncio.run(_around(settings)),
        _recognition(settings),
    ]
    checks += _missing(settings)
    sound = all(one.state != "failed" for one in checks)
    rows = [(one.state, one.name, one.what) for one in checks]
    value = {"sound": sound, "checks": checks}
    return Answer(value, table(("state", "what", ""), rows), code=0 if sound else 1)


def _on_this_machine(settings: Settings) -> Iterator[Check]:
    for name, look in (("database", _database), ("keys", _keys), ("vault", _vault)):
        try:
            yield Check(name, *look(settings))
        except _Failed as error:
            yield Check(name, "failed", str(error))


def _database(settings: Settings) -> tuple[State, str]:
    try:
        check_schema(settings)
    except SettingsWrong as wrong:
        raise _Failed(wrong.problems[0]) from None
    except SchemaBehind:
        raise _Failed("its schema is behind: run `masante migrate`") from None
    return "ok", f"{urlsplit(settings.database_url).scheme}, schema up to date"


def _alerts(settings: Settings, checks: Sequence[Check]) -> Iterator[Check]:
    """Say which alerts wait for the care team, and whether it hears of them at all."""
    if any(one.state == "failed" for one in checks):
        return  # without database or keys there is nothing to count
    with opened(settings) as room:
        counted = room.do(followups.count_alerts)
    stand = f"{counted['standing']} not acknowledged: `masante followup alerts` lists them"
    if settings.smtp is None:
        unheard = "no e-mail leaves, so no care team is told of an alert"
        yield Check("alerts", "off", f"{unheard}; {stand}" if counted["standing"] else unheard)
    elif counted["unanswered"]:
        yield Check("alerts", "remark", f"{stand}; {counted['unanswered']} are told no more")
    else:
        yield Check("alerts", "ok", stand if counted["standing"] else "none waits for the care team")


def _directory(settings: Settings) -> Check:
    """Say how many professionals can be found, and as of when."""
    facts = directory.facts(settings.directory)
    if facts is None:
        return Check("directory", "off", "empty: `masante directory import` fills it")
    told = f"{facts['professionals']:,} professionals, imported on {facts['imported_at'][:10]}"
    return Check("directory", "ok", told)


def _keys(settings: Settings) -> tuple[State, str]:
    try:
        ring = settings.ring()
    except SettingsWrong as wrong:
        raise _Failed(wrong.problems[0]) from None
    if isinstance(settings.keys, Path) and RingFile(settings.keys).under_way:
        return "remark", "a rotation was begun and has not ended: `masante keys rotate` goes on with it"
    return "ok", f"{len(ring.sealing)} that open, the first one seals"


def _vault(settings: Settings) -> tuple[State, str]:
    place = settings.vault_url.removeprefix("file://")
    try:
        vault.probe(vault.at(settings.vault_url), Chance())
    except VaultDown as error:
        raise _Failed(f"cannot keep files in {place}: {error}") from None
    return "ok", f"{place} can be written in and read"


async def _around(settings: Settings) -> list[Check]:
    """Reach what is outside, all at the same time."""
    looks: dict[str, Callable[[Settings], Awaitable[tuple[State, str]]]]
    looks = {"telegram": _telegram, "e-mail": _mail, "sms": _sms, "antivirus": _antivirus}
    return await asyncio.gather(*(_reach(name, look(settings)) for name, look in looks.items()))


async def _reach(name: str, looking: Awaitable[tuple[State, str]]) -> Check:
    try:
        return Check(name, *await asyncio.wait_for(looking, PATIENCE))
    except TimeoutError:
        return Check(name, "failed", f"no answer in {PATIENCE} s")
    except (InvalidToken, Forbidden, aiosmtplib.SMTPResponseException) as error:
        return Check(name, "failed", f"answers, and refuses us ({type(error).__name__})")
    except (TelegramError, aiosmtplib.SMTPException, aiohttp.ClientError, ScannerDown, OSError) as error:
        return Check(name, "failed", f"cannot be reached ({type(error).__name__})")


async def _telegram(settings: Settings) -> tuple[State, str]:
    if settings.telegram_token is None:
        return "off", "MASANTE_TELEGRAM_TOKEN is not set: `masante run` needs it"
    me = await get_me(settings, settings.telegram_token)
    return "ok", f"@{me['username']} at {settings.telegram_api}"


async def _mail(settings: Settings) -> tuple[State, str]:
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


async def _sms(settings: Settings) -> tuple[State, str]:
    gateway = settings.sms
    if gateway is None:
        return "off", "MASANTE_SMS_URL is not set: no text message leaves"
    parts = urlsplit(gateway.url if isinstance(gateway, HttpSms) else gateway.endpoint)
    host = f"{parts.scheme}://{parts.netloc}/"
    # Any answer will do: to know more, a message would have to leave.
    async with aiohttp.ClientSession(proxy=proxy_for(host)) as session:
        await session.head(host, allow_redirects=False)
    return "ok", f"{parts.netloc} answers (no message was sent)"


async def _antivirus(settings: Settings) -> tuple[State, str]:
    if settings.clamd_url is None:
        return "off", "MASANTE_CLAMD_URL is not set: no file is scanned for viruses"
    return "ok", f"{await Scanner(settings.clamd_url).version()} answers"


def _recognition(settings: Settings) -> Check:
    if not settings.recognition:
        return Check("recognition", "off", "MASANTE_RECOGNITION is off: no document is read")
    misses = recognition_misses()
    what = (
        f"no document is read: {misses}" if misses else f"Tesseract's languages are in {languages_folder()}"
    )
    return Check("recognition", "off" if misses else "ok", what)


def _missing(settings: Settings) -> Iterator[Check]:
    """Say what `run` will ask for, and what the settings make one wonder about."""
    if settings.support_email is None and settings.support_phone is None:
        what = "MASANTE_SUPPORT_EMAIL and MASANTE_SUPPORT_PHONE are not set: `masante run` needs one"
        yield Check("support", "off", what)
    for remark in settings.remarks:
        if not remark.what.startswith(("not set", "not available")):  # told above, as off
            yield Check(remark.variable, "remark", remark.what)
