"""Text messages through a gateway: plain JSON over HTTP, or OVH's API."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import structlog

from bot.addresses import HttpSms, OvhSms, SmsGateway
from bot.channels import Receipt
from bot.transport import proxy_for
from portal.clock import Clock
from portal.errors import GiveUp, TryLater

log = structlog.get_logger(__name__)

PATIENCE = aiohttp.ClientTimeout(total=15)
SOON = timedelta(seconds=5)
UNSURE = timedelta(seconds=15)  # it may have left: each costs, and says the same
PASSING = (408, 425, 429)  # refusals of this moment, not of this message


@dataclass(frozen=True)
class Sms:
    """A text message; `to` is a number in E.164 (`+33612345678`)."""

    to: str = field(repr=False)
    text: str = field(repr=False)


class SmsChannel:
    """Hands text messages to the gateway."""

    def __init__(self, gateway: SmsGateway, clock: Clock) -> None:
        self._gateway = gateway
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the session."""
        address = self._gateway.url if isinstance(self._gateway, HttpSms) else self._gateway.endpoint
        self._session = aiohttp.ClientSession(timeout=PATIENCE, proxy=proxy_for(address))

    async def stop(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def deliver(self, message: Sms) -> Receipt:
        """Hand it over: passed once the gateway has answered 2xx; from there it is the gateway's."""
        if self._session is None:
            raise RuntimeError("this channel is not started")
        url, headers, body = _request(self._gateway, message, int(self._clock.now().timestamp()))
        try:
            async with self._session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
                status, said = answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            log.warning("sms_gateway_unreachable", error=type(error).__name__)
            raise TryLater(SOON, "sms_gateway_unreachable") from None
        except (aiohttp.ClientError, OSError) as error:  # a timeout is an OSError too
            log.warning("sms_gateway_silent", error=type(error).__name__)
            raise TryLater(UNSURE, "sms_gateway_silent", perhaps=True) from None
        return _judge(self._gateway, status, said)


def _request(gateway: SmsGateway, message: Sms, now: int) -> tuple[str, dict[str, str], bytes]:
    if isinstance(gateway, OvhSms):
        return _ovh(gateway, message, now)
    body = json.dumps({"to": message.to, "text": message.text}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    if gateway.user is not None:
        headers["Authorization"] = aiohttp.encode_basic_auth(gateway.user, gateway.password or "")
    return gateway.url, headers, body


def _ovh(gateway: OvhSms, message: Sms, now: int) -> tuple[str, dict[str, str], bytes]:
    """Write the call that OVH's API asks for, signed as its "First steps" page says ("$1$" and SHA-1)."""
    url = f"{gateway.endpoint}/sms/{gateway.service}/jobs"
    job: dict[str, Any] = {"receivers": [message.to], "message": message.text, "charset": "UTF-8"}
    job |= {"priority": "high", "noStopClause": True}  # not advertising: no STOP to offer
    job |= {"sender": gateway.sender} if gateway.sender else {"senderForResponse": True}
    body = json.dumps(job).encode()
    keys = (gateway.application_secret, gateway.consumer_key)
    signed = "+".join((*keys, "POST", url, body.decode(), str(now)))
    return url, _ovh_headers(gateway, signed, now), body


def _ovh_headers(gateway: OvhSms, signed: str, now: int) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "X-Ovh-Application": gateway.application_key,
        "X-Ovh-Consumer": gateway.consumer_key,
        "X-Ovh-Timestamp": str(now),
        "X-Ovh-Signature": "$1$" + hashlib.sha1(signed.encode()).hexdigest(),  # noqa: S324  OVH's choice
    }


def _judge(gateway: SmsGateway, status: int, said: bytes) -> Receipt:
    if 200 <= status < 300:
        if isinstance(gateway, OvhSms) and not _ovh_took(said):
            raise GiveUp("unreachable")
        return Receipt()
    log.warning("sms_gateway_refused", status=status)
    if 400 <= status < 500 and status not in PASSING:
        raise GiveUp("refused")
    raise TryLater(SOON, "sms_gateway_refused")


def _ovh_took(said: bytes) -> bool:
    try:
        return not json.loads(said).get("invalidReceivers")
    except (ValueError, AttributeError):
        return True
