"""Where the outside is reached: servers and gateways, read from the URLs of the settings."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SMTP_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
SMTP_SECURITY: dict[str, Literal["none", "tls", "starttls"]] = {
    "smtp": "none",
    "smtps": "tls",
    "smtp+starttls": "starttls",
}
OVH = "https://eu.api.ovh.com/1.0"


@dataclass(frozen=True)
class SmtpServer:
    """An outgoing mail server: in clear, TLS from the first byte, or STARTTLS before anything is said."""

    host: str
    port: int
    security: Literal["none", "tls", "starttls"] = "none"
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def exposes_password(self) -> bool:
        """Whether the password crosses a network in clear."""
        return self.password is not None and self.security == "none" and self.host not in LOOPBACK


@dataclass(frozen=True)
class HttpSms:
    """A gateway that takes JSON `{"to", "text"}`; user and password go as HTTP basic authentication."""

    url: str = field(repr=False)
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class OvhSms:
    """An SMS service of OVH, with the keys of an API application that may POST /sms/*/jobs."""

    application_key: str = field(repr=False)
    application_secret: str = field(repr=False)
    consumer_key: str = field(repr=False)
    service: str
    sender: str | None = None
    endpoint: str = OVH


SmsGateway = HttpSms | OvhSms


def smtp_server(url: str) -> SmtpServer:
    """Read `smtp://`, `smtps://` or `smtp+starttls://[user:password@]host[:port]`, percent-decoded.

    Raises `ValueError` saying what to write; it never quotes the URL, which may hold a password.
    """
    parts = _split(url)
    if parts.scheme not in SMTP_PORTS or not parts.hostname:
        raise ValueError("write smtp://, smtps:// or smtp+starttls://user:password@host:port")
    if parts.path.strip("/") or parts.query:
        raise ValueError("nothing comes after host:port")
    port = parts.port or SMTP_PORTS[parts.scheme]
    return SmtpServer(parts.hostname, port, SMTP_SECURITY[parts.scheme], *_credentials(parts))


def sms_gateway(url: str) -> SmsGateway:
    """Read `http(s)://[user:password@]host/path`, or `ovh://` (see `ovh_service`); raises `ValueError`."""
    parts = _split(url)
    if parts.scheme == "ovh":
        return ovh_service(parts)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(
            "write http://…, https://… or ovh://APP_KEY:APP_SECRET@CONSUMER_KEY/SERVICE?sender=NAME"
        )
    host = parts.netloc.rpartition("@")[2]
    return HttpSms(parts._replace(netloc=host, fragment="").geturl(), *_credentials(parts))


def ovh_service(parts: SplitResult) -> OvhSms:
    """Read `ovh://APP_KEY:APP_SECRET@CONSUMER_KEY/SERVICE?sender=NAME&endpoint=URL`.

    `sender` is a name OVH has accepted (without it OVH's default), `endpoint` another region's API.
    """
    keys, _, consumer = parts.netloc.rpartition("@")  # not `hostname`, which lowers the consumer key
    key, _, secret = keys.partition(":")
    service = unquote(parts.path.strip("/"))
    if not (key and secret and consumer and service):
        raise ValueError("write ovh://APP_KEY:APP_SECRET@CONSUMER_KEY/SERVICE?sender=NAME")
    more = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if unknown := set(more) - {"sender", "endpoint"}:
        raise ValueError(f"ovh:// takes sender and endpoint, not {', '.join(sorted(unknown))}")
    endpoint = more.get("endpoint", OVH).rstrip("/")
    return OvhSms(unquote(key), unquote(secret), unquote(consumer), service, more.get("sender"), endpoint)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError("this is not a URL (percent-encode what is special in a password)") from None
    return parts


def _credentials(parts: SplitResult) -> tuple[str | None, str | None]:
    user = unquote(parts.username) if parts.username else None
    return user, unquote(parts.password) if parts.password else None
