"""Where the outside is reached: servers and gateways, read from the URLs of the settings."""

import re
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
BUCKET = re.compile(r"(?!.*\.\.|xn--|(?:\d+\.){3}\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
OVH = "https://eu.api.ovh.com/1.0"


@dataclass(frozen=True)
class ListenAddress:
    """Where a server of ours listens."""

    host: str
    port: int


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


def listen(text: str) -> ListenAddress:
    """Read `host:port`, `[IPv6]:port`; port 0 takes a free one."""
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if host is None or port is None or parts.netloc != text or "@" in text:
        raise ValueError("write host:port, such as 127.0.0.1:8443")
    return ListenAddress(host, port)


def server(url: str) -> str:
    """Read the address of a server that we call; no slash at its end."""
    parts = _split(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise ValueError("write http://host or https://host")
    return url.rstrip("/")


def public(url: str) -> str:
    """Read an address at which others call us: HTTPS, or HTTP on this machine; no slash at its end."""
    parts = _split(url)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("write https://host/path (http only on this machine)")
    return url.rstrip("/")


def database(url: str) -> str:
    """Read the address of the database."""
    _split(url)
    if not re.match(r"sqlite:///.|postgresql://.", url):
        raise ValueError("write sqlite:///path/to/file.db or postgresql://user:password@host/database")
    return url


def vault(url: str) -> str:
    """Read where files are kept: `file://folder`, or `s3://bucket/prefix` with a name that S3 allows."""
    scheme, _, place = url.partition("://")
    if scheme == "file" and place:
        return url
    bucket, _, prefix = place.partition("/")
    if scheme != "s3" or not bucket:
        raise ValueError("write file://folder or s3://bucket/prefix")
    if "@" in place:
        raise ValueError("no credentials in here: give them in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    if not BUCKET.fullmatch(bucket):
        raise ValueError("a bucket's name is 3 to 63 of a-z 0-9 . - (s3://bucket/prefix)")
    steps = prefix.strip("/").split("/")
    if not re.fullmatch(r"[\w!.*'()/-]*", prefix, re.ASCII) or (
        steps != [""] and {"", ".", ".."} & set(steps)
    ):
        raise ValueError(
            "a prefix is letters, digits and !-_.*'() between single slashes (s3://bucket/prefix)"
        )
    return url.rstrip("/")


def clamd(url: str) -> str:
    """Read where the virus scanner listens."""
    if not re.fullmatch(r"tcp://[^/]+:\d+|unix:/.+", url):
        raise ValueError("write tcp://host:port or unix:/path")
    return url


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
