"""Where the bot wants its updates delivered, and how that went lately."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from simulator.limits import WEBHOOK_CONNECTIONS
from simulator.refusal import bad_request
from simulator.store import Store

Json = dict[str, Any]

PORTS = {None, 80, 88, 443, 8443}
SECRET = re.compile(r"[A-Za-z0-9_-]*")


@dataclass
class Settings:
    """What setWebhook said; no url means long polling."""

    url: str = ""
    secret: str = ""
    max_connections: int = WEBHOOK_CONNECTIONS[2]
    last_error_date: int = 0
    last_error_message: str = ""


class Webhook:
    """The settings, kept in the store; `on_change` wakes the courier."""

    def __init__(self, store: Store) -> None:
        self._store = store
        kept: Json = next((body for _, body in store.load("webhook")), {})
        self.settings = Settings(**kept)
        self.on_change: Callable[[], None] = lambda: None

    def set(self, url: str, secret: str, connections: int) -> None:
        """Deliver there from now on; an empty url takes the webhook away."""
        if url:
            check_url(url)
            if len(secret) > 256:
                raise bad_request("secret token is too long")
            if not SECRET.fullmatch(secret):
                raise bad_request("secret token contains unallowed characters")
        least, most, _ = WEBHOOK_CONNECTIONS
        self.settings = Settings(url, secret, min(max(connections, least), most))
        self._keep()
        self.on_change()

    def failed(self, at: float, words: str) -> None:
        """Note why a delivery failed, for getWebhookInfo."""
        self.settings.last_error_date = int(at)
        self.settings.last_error_message = words
        self._keep()

    def _keep(self) -> None:
        self._store.put("webhook", "webhook", lambda: asdict(self.settings))


def check_url(url: str) -> None:
    """Telegram takes HTTPS on four ports; the simulator takes anything on this machine besides."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        port = parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if is_local(parts.hostname):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def is_local(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
