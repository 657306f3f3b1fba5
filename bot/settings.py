"""The settings: read once from the environment, checked whole, frozen."""
# ruff: noqa: RUF009  (`setting` makes a dataclass field, and every default is frozen)

import hashlib
import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values

from bot import addresses, readings
from bot.addresses import LOOPBACK, HttpSms, ListenAddress, OvhSms, SmsGateway, SmtpServer
from bot.secret_files import SUFFIX, opened_files
from bot.tesseract import recognition_misses
from portal.keyfile import load_ring
from portal.keys import Keyring
from portal.policy import Policy

PREFIX = "MASANTE_"
OWN_PATHS = ("/", "/health", "/ready", "/metrics")
TELEGRAM = "https://api.telegram.org"
WEBHOOK_PORTS = (443, 80, 88, 8443)  # the only ones that Telegram's own servers call

OF_AWS = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one variable (its full name), and what to do about it."""

    variable: str
    what: str

    def __str__(self) -> str:
        return f"{self.variable}: {self.what}"


class SettingsWrong(Exception):
    """The settings cannot be used; `problems` holds every one found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def setting(default: T, read: Callable[[str], Any], variable: str = "", secret: bool = False) -> T:
    """Declare one setting: its default, how its text is read (`ValueError` says what to do), its variable."""
    made: T = field(default=default, repr=not secret, metadata={"read": read, "variable": variable})
    return made


@dataclass(frozen=True)
class Settings:
    """Everything an operator decides; one field a variable, the same name in lower case unless said."""

    telegram_token: str | None = setting(None, readings.token, secret=True)
    bot_username: str | None = setting(None, readings.username)
    public_url: str | None = setting(None, addresses.public)
    support_email: str | None = setting(None, readings.email)
    support_phone: str | None = setting(None, readings.phone)
    support_hours: str | None = setting(None, readings.words)
    telegram_api: str = setting(TELEGRAM, addresses.server)
    webhook_url: str | None = setting(None, addresses.public)
    webhook_secret: str | None = setting(None, readings.webhook_secret, secret=True)
    listen: ListenAddress = setting(ListenAddress("127.0.0.1", 8443), addresses.listen)
    database_url: str = setting("sqlite:///var/masante.db", addresses.database, secret=True)
    vault_url: str = setting("file://var/vault", addresses.vault)
    keys: Path | Keyring = setting(Path("var/keys"), readings.keys)
    smtp: SmtpServer | None = setting(None, addresses.smtp_server, "SMTP_URL")
    mail_from: str | None = setting(None, readings.sender)
    sms: SmsGateway | None = setting(None, addresses.sms_gateway, "SMS_URL")
    clamd_url: str | None = setting(None, addresses.clamd)
    recognition: bool = setting(True, readings.switch)
    terminology_url: str | None = setting(None, addresses.server)
    timezone: str = setting("Europe/Paris", readings.timezone)
    language: str = setting("fr", readings.language)
    directory: Path = setting(Path("var/directory"), Path)
    faq: Path = setting(Path("var/faq"), Path)
    faq_gaps: bool = setting(True, readings.switch)
    fresh_days: int = setting(30, readings.days)
    passphrase: str | None = setting(None, readings.passphrase, secret=True)
    remarks: tuple[Problem, ...] = ()
    of_others: tuple[str, ...] = field(default=(), repr=False)  # secrets that libraries read by themselves

    @classmethod
    def of_this_machine(cls, folder: Path = Path(), *, to_run: bool = False) -> Self:
        """Read the environment and, under it, the `.env` of `folder`; raises `SettingsWrong`.

        With `to_run`, what `run` cannot do without is a problem like any other.
        """
        if (folder / ".env").is_dir():  # as Docker makes of what it is told to mount and does not find
            raise SettingsWrong((Problem(".env", "is a folder: make it a file, or take it away"),))
        try:
            written = dotenv_values(folder / ".env", interpolate=False)  # a password may hold a $
        except OSError as error:
            raise SettingsWrong((Problem(".env", f"cannot be read: {error.strerror}"),)) from None
        except ValueError:
            raise SettingsWrong((Problem(".env", "this file cannot be read as UTF-8 text"),)) from None
        # `boto3` looks for these by itself, and only there.
        for name in filter(re.compile("AWS_").match, written):
            os.environ.setdefault(name, written[name] or "")
        environ = {name: value or "" for name, value in written.items()} | dict(os.environ)
        return cls.read(environ, to_run=to_run)

    @classmethod
    def read(cls, environ: Mapping[str, str], *, to_run: bool = False) -> Self:
        """Read the settings; raises `SettingsWrong` with every problem. An empty value is no value.

        Any variable may be given as a file instead, named in the variable whose name ends in `_FILE`.
        """
        environ, unread = opened_files(environ, [variable for variable, _ in _declared().values()])
        problems = [Problem(variable, what) for variable, what in unread.items()]
        values: dict[str, Any] = {}
        for name, (variable, read) in _declared().items():
            text = environ.get(variable, "").strip()
            try:
                values |= {name: read(text)} if text else {}
            except ValueError as error:
                problems.append(Problem(variable, str(error)))
        settings = cls(**values)
        problems += _contradictions(settings)
        named = {problem.variable.removesuffix(SUFFIX) for problem in problems}
        problems += [one for one in settings.for_run() if to_run and one.variable not in named]
        if problems:
            raise SettingsWrong(tuple(problems))
        derived = _derived(settings) | {
            "of_others": tuple(environ[name] for name in OF_AWS if environ.get(name))
        }
        return replace(settings, **derived, remarks=(*_unknown(environ), *_remarks(settings)))

    def for_run(self) -> list[Problem]:
        """Return what `run` misses and other commands can do without."""
        problems = []
        if self.telegram_token is None:
            problems.append(_problem("TELEGRAM_TOKEN", "give the token that @BotFather gave for this bot"))
        if self.support_email is None and self.support_phone is None:
            what = f"give it or {PREFIX}SUPPORT_PHONE: patients need somebody to turn to"
            problems.append(_problem("SUPPORT_EMAIL", what))
        return problems

    def policy(self, username: str = "") -> Policy:
        """Return the decisions as the portal needs them; `username` is the bot's name as Telegram tells it."""
        return Policy(
            bot_username=username or self.bot_username or "",
            support_email=self.support_email or "",
            support_phone=self.support_phone or "",
            support_hours=self.support_hours or "",
            language=self.language,
            timezone=self.timezone,
            fresh_for=timedelta(days=self.fresh_days),
            public_url=self.public_url or "",
            email=self.smtp is not None,
            directory=self.directory.absolute(),
            faq=self.faq.absolute(),
            faq_gaps=self.faq_gaps,
            recognition=self.recognition and recognition_misses() is None,
        )

    def ring(self) -> Keyring:
        """Open the key ring; makes its file when there is none. Raises `SettingsWrong`."""
        if isinstance(self.keys, Keyring):
            return self.keys
        try:
            self.keys.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return load_ring(self.keys)
        except OSError as error:
            raise SettingsWrong((_problem("KEYS", f"cannot make {self.keys}: {error.strerror}"),)) from None

    def secrets(self) -> tuple[str, ...]:
        """Return every secret in clear, for what must mask them (the log)."""
        database = urlsplit(self.database_url).password
        found = [self.telegram_token, self.webhook_secret, self.passphrase, database, unquote(database or "")]
        found += [self.smtp.password if self.smtp else None, *self.of_others]
        match self.sms:
            case HttpSms():
                found += [self.sms.password]
            case OvhSms():
                found += [self.sms.application_secret, self.sms.consumer_key]
        return tuple(secret for secret in found if secret)


def _declared() -> dict[str, tuple[str, Callable[[str], Any]]]:
    return {
        each.name: (PREFIX + (each.metadata["variable"] or each.name.upper()), each.metadata["read"])
        for each in fields(Settings)
        if each.metadata
    }


def _problem(name: str, what: str) -> Problem:
    return Problem(PREFIX + name, what)


def _contradictions(settings: Settings) -> list[Problem]:
    """Return what is wrong between settings that are each well written."""
    problems = []
    if settings.smtp and not settings.mail_from:
        problems.append(_problem("MAIL_FROM", "give the address that e-mails come from"))
    if settings.webhook_url:
        hook = urlsplit(settings.webhook_url)
        if hook.path in OWN_PATHS or not hook.path:
            problems.append(_problem("WEBHOOK_URL", "give it a path of its own, such as /telegram"))
        if settings.telegram_api == TELEGRAM and (hook.port or 443) not in WEBHOOK_PORTS:
            problems.append(_problem("WEBHOOK_URL", "Telegram only calls the ports 443, 80, 88 and 8443"))
    if isinstance(settings.keys, Path) and (what := readings.wrong_in_key_file(settings.keys)):
        problems.append(_problem("KEYS", what))
    return problems


def _derived(settings: Settings) -> dict[str, Any]:
    """Fill in what follows from other settings."""
    derived: dict[str, Any] = {}
    if settings.webhook_url and not settings.public_url:
        hook = urlsplit(settings.webhook_url)
        derived["public_url"] = f"{hook.scheme}://{hook.netloc}"
    if settings.webhook_url and settings.telegram_token and not settings.webhook_secret:
        # Drawn from the token, not at random: every replica, and the same one tomorrow, must agree on it.
        drawn = hashlib.sha256(f"masante webhook {settings.telegram_token}".encode())
        derived["webhook_secret"] = drawn.hexdigest()
    return derived


def _unknown(environ: Mapping[str, str]) -> list[Problem]:
    known = [variable for variable, _ in _declared().values()]
    remarks = []
    for name in sorted(name for name in environ if name.startswith(PREFIX) and name not in known):
        near = get_close_matches(name, known, 1)
        remarks.append(Problem(name, f"unknown; did you mean {near[0]}?" if near else "unknown, ignored"))
    return remarks


def _remarks(settings: Settings) -> list[Problem]:
    """Return what is worth saying at start though nothing is wrong."""
    remarks = []
    if settings.smtp is None:
        remarks.append(_problem("SMTP_URL", "not set: no e-mail leaves"))
    elif settings.smtp.exposes_password:
        remarks.append(
            _problem("SMTP_URL", "sends its password in clear: prefer smtps:// or smtp+starttls://")
        )
    if settings.sms is None:
        remarks.append(_problem("SMS_URL", "not set: no text message leaves"))
    if settings.recognition and (misses := recognition_misses()):
        remarks.append(_problem("RECOGNITION", f"not available, no document is read: {misses}"))
    api = urlsplit(settings.telegram_api)
    if api.scheme == "http" and api.hostname not in LOOPBACK:
        remarks.append(_problem("TELEGRAM_API", "is spoken to in clear: keep it inside a private network"))
    if isinstance(settings.keys, Path) and settings.keys.exists():
        mode = stat.S_IMODE(settings.keys.stat().st_mode)
        if mode & 0o077:
            remarks.append(_problem("KEYS", f"others can open {settings.keys}: chmod 600 {settings.keys}"))
    return remarks
