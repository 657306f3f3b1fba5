"""E-mail by SMTP: a text and the same words as simple HTML."""

import html
import re
from dataclasses import dataclass, field
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

import aiosmtplib
import structlog

from bot.addresses import SmtpServer
from bot.channels import Receipt
from locales import RIGHT_TO_LEFT
from portal.clock import Clock
from portal.errors import GiveUp, TryLater

log = structlog.get_logger(__name__)

PATIENCE = 20.0
SOON = timedelta(seconds=10)
OPERATOR = timedelta(minutes=5)  # our own password or sender is refused: nothing passes until somebody acts
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
BODY = "font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:1em auto;padding:0 1em"


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Letter:
    """An e-mail; `id` stays the same when it is tried again, so that mailboxes can drop a double.

    `hers`: a person wrote it, so nothing keeps answers away, at her address (`reply_to`) if she is answered by e-mail.
    """

    id: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    language: str = "fr"
    reply_to: str = field(default="", repr=False)
    enclosures: tuple[Enclosure, ...] = field(default=(), repr=False)
    hers: bool = False


class EmailChannel:
    """Hands letters to the mail server, one connection each."""

    def __init__(self, server: SmtpServer, sender: str, clock: Clock) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock

    async def deliver(self, letter: Letter) -> Receipt:
        """Hand it over: passed once the server has taken it; from there it is the server's."""
        try:
            message = compose(letter, self._sender)
        except (ValueError, MessageError, IndexError):
            raise GiveUp("refused") from None
        message["Date"] = format_datetime(self._clock.now())
        try:
            await self._send(message)
        except (aiosmtplib.SMTPException, OSError) as error:
            _judge(error)
        return Receipt()

    async def _send(self, message: EmailMessage) -> None:
        server = self._server
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            timeout=PATIENCE,
        )


def compose(letter: Letter, sender: str) -> EmailMessage:
    """Write the message; raises `ValueError` or `MessageError` when the recipient is not one plain address.

    `Auto-Submitted` (RFC 3834) keeps out-of-office answers from coming back; ticket systems pass such a letter over,
    so what a person wrote goes without.
    """
    name, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = _plain(letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Message-ID"] = f"<{re.sub(r'[^A-Za-z0-9.-]', '.', letter.id)}@{address.rpartition('@')[2]}>"
    if letter.reply_to:
        message["Reply-To"] = _plain(letter.reply_to)
    if not letter.hers:
        message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(_page(letter), subtype="html", cte="quoted-printable")
    for one in letter.enclosures:
        kind, _, subtype = one.content_type.partition("/")
        message.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
    return message


def _plain(address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(addr_spec=f"{local}@{domain.encode('idna').decode()}")


def _page(letter: Letter) -> str:
    direction = "rtl" if letter.language in RIGHT_TO_LEFT else "ltr"
    paragraphs = "".join(f"<p>{_rich(part)}</p>" for part in re.split(r"\n\s*\n", letter.text.strip()))
    return (
        f'<!doctype html><html lang="{html.escape(letter.language)}" dir="{direction}"><head>'
        f'<meta charset="utf-8"></head><body style="{BODY}">{paragraphs}</body></html>'
    )


def _rich(text: str) -> str:
    escaped = html.escape(text, quote=False)
    return LINK.sub(r'<a href="\g<0>">\g<0></a>', escaped).replace("\n", "<br>\n")


def _judge(error: Exception) -> None:
    """Raise what the server's refusal means: `GiveUp` for this letter, or `TryLater`."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        error = error.recipients[0]
    code = error.code if isinstance(error, aiosmtplib.SMTPResponseException) else None
    log.warning("mail_not_taken", error=type(error).__name__, code=code)
    if isinstance(error, (aiosmtplib.SMTPAuthenticationError, aiosmtplib.SMTPSenderRefused)):
        raise TryLater(OPERATOR, "mail_server_refuses_us") from None
    if isinstance(error, aiosmtplib.SMTPRecipientRefused) and error.code >= 500:
        raise GiveUp("unreachable") from None
    if isinstance(error, aiosmtplib.SMTPDataError) and error.code >= 500:
        raise GiveUp("refused") from None
    raise TryLater(SOON, "mail_server_unreachable") from None
