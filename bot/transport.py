"""The wire to Telegram: python-telegram-bot's `BaseRequest` on aiohttp, and Bot API calls raw in, raw out."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import orjson
from telegram import InputFile
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

CONNECTIONS = 256
CONNECT, POOL = 5.0, 5.0  # seconds: for a new connection, for a free place among the connections
JSON = {"Content-Type": "application/json"}  # a third of the time that a form takes to write
USUAL = (BaseRequest.DEFAULT_NONE,) * 4
PIECE = 1 << 16  # bytes of a download read at once
UNHURRIED = aiohttp.ClientTimeout(total=None, sock_read=10, sock_connect=CONNECT)  # who asks sets the end
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def proxy_for(url: str) -> str | None:
    """Return the proxy that the environment (HTTPS_PROXY, NO_PROXY …) names for this address.

    Asked once per session: aiohttp's own `trust_env` reads the whole environment at every call.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    return None if host in LOOPBACK or proxy_bypass(host) else getproxies().get(parts.scheme)


class Unanswered(NetworkError):
    """A request left, and its answer did not come, or not whole: it may have been done."""


class TooLarge(Exception):
    """What is being downloaded is larger than it may be: nothing more of it is read."""


def asked_to_wait(error: TelegramError) -> timedelta | None:
    """Return for how long Telegram asks to be left alone; None where it does not."""
    seconds = error.retry_after if isinstance(error, RetryAfter) else None
    return timedelta(seconds=seconds) if isinstance(seconds, int) else seconds


class AiohttpRequest(BaseRequest):
    """Carries python-telegram-bot's requests over one aiohttp session with kept-alive connections.

    What it raises names its cause by class only: aiohttp's own messages hold the URL, and so the token.
    """

    def __init__(self, proxy: str | None = None, read: float = 10, write: float = 20) -> None:
        self._proxy = proxy
        self._own = (read, write, CONNECT, POOL)
        self._usual = _timeout(*self._own)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for the next bytes of an answer, unless a call says otherwise."""
        return self._own[0]

    async def initialize(self) -> None:
        """Open the session; nothing happens when it is open."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector, proxy=self._proxy)

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status and body; raises `TimedOut`, `Unanswered`, or `NetworkError` when nothing left."""
        if self._session is None:
            raise RuntimeError("this request is not initialised")
        timeout = self._patience(read_timeout, write_timeout, connect_timeout, pool_timeout)
        body, headers = _body(request_data)
        try:
            # A redirect is not followed: what is said to Telegram is said to nobody else, nor is the token.
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NetworkError(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unanswered(type(error).__name__) from None

    async def download(self, url: str, most: int) -> bytes:
        """Return what is at an address; raises `TooLarge` beyond `most` bytes, `TimedOut` or `NetworkError`."""
        if self._session is None:
            raise RuntimeError("this request is not initialised")
        content = bytearray()
        try:
            async with self._session.get(url, timeout=UNHURRIED, allow_redirects=False) as response:
                if response.status != 200:
                    raise NetworkError(f"HTTP_{response.status}")
                async for piece in response.content.iter_chunked(PIECE):
                    content += piece
                    if len(content) > most:
                        raise TooLarge
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None
        return bytes(content)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer; unlike the original, never logs what it cannot read."""
        try:
            answer: dict[str, Any] = orjson.loads(payload)
        except ValueError:
            raise TelegramError("the answer is not JSON") from None
        return answer

    def _patience(self, *asked: Any) -> aiohttp.ClientTimeout:
        if asked == USUAL:
            return self._usual
        chosen = zip(asked, self._own, strict=True)
        return _timeout(*(own if value is BaseRequest.DEFAULT_NONE else value for value, own in chosen))


def _timeout(*seconds: float | None) -> aiohttp.ClientTimeout:
    # aiohttp has no write timeout, and counts its read timeout between bytes: the sum bounds the whole call.
    read, _write, connect, _pool = seconds
    total = None if None in seconds else sum(filter(None, seconds))
    return aiohttp.ClientTimeout(total=total, sock_read=read, sock_connect=connect)


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if data is None:
        return None, {}
    if not data.contains_files:
        return _json(data.parameters), JSON
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


def _parameter(name: str, value: Any) -> RequestParameter:
    """Look for files only where one can be: the fields of most calls are JSON already."""
    if isinstance(value, InputFile):
        return RequestParameter.from_input(name, value)
    return RequestParameter(name, value, None)


def _json(fields: Any) -> bytes:
    try:
        return orjson.dumps(fields)
    except TypeError:  # half a surrogate pair: it goes as it came
        return json.dumps(fields, separators=(",", ":")).encode()


class BotApi:
    """Calls Bot API methods by name and returns their `result` as it came.

    `telegram.Bot` parses every answer into objects nobody reads, at half the calls per second, and logs
    updates it cannot parse. Raises `telegram.error.TelegramError` and its subclasses.
    `bot` names the server and the bot, without its secret.
    """

    def __init__(self, server: str, token: str, request: AiohttpRequest) -> None:
        self.bot = f"{server} {token.partition(':')[0]}"
        self._address = f"{server}/bot{token}"
        self._files = f"{server}/file/bot{token}"
        self._request = request

    async def start(self) -> None:
        """Open the connections."""
        await self._request.initialize()

    async def stop(self) -> None:
        """Close the connections."""
        await self._request.shutdown()

    async def call(self, method: str, wait: float = 0, **fields: Any) -> Any:
        """Call `method`; fields that are None are left out, an `InputFile` is uploaded.

        `wait` is for how many seconds Telegram itself may hold the call before it answers.
        """
        data = RequestData([_parameter(name, value) for name, value in fields.items() if value is not None])
        patience = BaseRequest.DEFAULT_NONE if not wait else self._request.read_timeout + wait
        return await self._request.post(f"{self._address}/{method}", data, read_timeout=patience)

    async def file(self, file_id: str, most: int) -> bytes:
        """Return the content of a file somebody sent, `most` bytes at most; raises `TooLarge` beyond.

        Its address holds the token: it is in no exception, and nobody else is given it.
        """
        path = (await self.call("getFile", file_id=file_id))["file_path"]
        return await self._request.download(f"{self._files}/{quote(path)}", most)

    async def updates(self, offset: int | None, wait: int, allowed: Sequence[str]) -> list[dict[str, Any]]:
        """Return the next raw updates (100 at most), waiting up to `wait` seconds (50 at most) for one.

        Asking with `offset` acknowledges every update before it.
        """
        found: list[dict[str, Any]] = await self.call(
            "getUpdates", wait=wait, offset=offset, timeout=wait, allowed_updates=list(allowed)
        )
        return found
