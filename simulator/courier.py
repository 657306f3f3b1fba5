"""Brings updates to the webhook: each queue in order, many at once, again and later when it fails."""

import asyncio
import json
import random
from dataclasses import dataclass

import aiohttp

from simulator.api import call, chat_of
from simulator.faults import Fault
from simulator.limits import WEBHOOK_RESEND_SECONDS, WEBHOOK_RETRY_AFTER_SECONDS
from simulator.updates import Pending
from simulator.world import World

# Telegram runs none of these when they come as the answer to an update.
UNANSWERABLE = {"deletewebhook", "setwebhook", "close", "logout"}


@dataclass(frozen=True)
class Outcome:
    """How a delivery went: no words means the bot has the update."""

    words: str = ""
    retry_after: int = 0


class Courier:
    """One worker per queue that has something; twice max_connections queues at most are loaded."""

    def __init__(self, world: World, timeout: float) -> None:
        self._world = world
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._http: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(1)

    def changed(self) -> None:
        """The webhook was set or taken away: begin anew."""
        for worker in self._workers.values():
            worker.cancel()
        self._workers.clear()
        self._free = asyncio.Semaphore(self._world.webhook.settings.max_connections)
        self.pump()

    def pump(self) -> None:
        """Give every queue that waits a worker, as far as they may be loaded."""
        settings = self._world.webhook.settings
        if not settings.url:
            return
        for queue in self._world.updates.queues:
            if len(self._workers) >= 2 * settings.max_connections:
                return
            if queue not in self._workers:
                self._workers[queue] = asyncio.create_task(self._work(queue))

    async def close(self) -> None:
        """Stop delivering."""
        for worker in self._workers.values():
            worker.cancel()
        if self._http is not None:
            await self._http.close()

    async def _work(self, queue: str) -> None:
        """Deliver what a queue holds, in order, until it is empty."""
        while pending := self._world.updates.first_of(queue):
            fault = self._world.faults.take("webhook", pending.kind, pending.chat_id)
            if fault and fault.kind == "reorder":
                self._world.updates.swap(queue)
                continue
            await self._bring(pending, fault)
        del self._workers[queue]
        self.pump()

    async def _bring(self, pending: Pending, fault: Fault | None) -> None:
        """Deliver one update: at once, at once again, then after 2, 4, 8 … seconds."""
        updates, clock = self._world.updates, self._world.clock
        delay, failures = 1, 0
        while True:
            async with self._free:
                outcome = await self._post(pending, fault)
            if not outcome.words:
                break
            self._world.webhook.failed(clock.now(), outcome.words)
            wait = min(outcome.retry_after, WEBHOOK_RETRY_AFTER_SECONDS)
            if not wait and failures:
                longest = random.randint(WEBHOOK_RESEND_SECONDS, 2 * WEBHOOK_RESEND_SECONDS)  # noqa: S311
                wait = delay = min(longest, delay * 2)
            if clock.now() + wait > pending.expires_at:
                return updates.drop(pending)
            failures += 1
            await clock.sleep_until(clock.now() + wait)
            fault = self._world.faults.take("webhook", pending.kind, pending.chat_id)
        updates.drop(pending)
        self._world.fetched(pending)
        if fault and fault.kind == "duplicate":
            await self._post(pending, None)
        return None

    async def _post(self, pending: Pending, fault: Fault | None) -> Outcome:
        kind = fault.kind if fault else ""
        if kind == "down":
            return Outcome("Connection refused")
        if fault and kind == "slow":
            await asyncio.sleep(fault.delay)
        body = json.dumps(pending.update(), ensure_ascii=False).encode()
        outcome = await self._request(body[: len(body) // 2] if kind == "half" else body)
        if kind == "close":
            return Outcome("Webhook connection closed")  # the bot has it, Telegram did not hear so
        if fault and kind.isdigit():
            return Outcome(
                f"Wrong response from the webhook: {kind}", fault.retry_after if kind == "429" else 0
            )
        return outcome

    async def _request(self, body: bytes) -> Outcome:
        settings = self._world.webhook.settings
        headers = {"Content-Type": "application/json"}
        if settings.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = settings.secret
        try:
            # ssl=False: only this machine can be a webhook here, and it signs its certificates itself
            async with self._session().post(settings.url, data=body, headers=headers, ssl=False) as response:
                content = await response.read()
        except TimeoutError:
            return Outcome("Read timeout expired")
        except aiohttp.ClientConnectorError:
            return Outcome("Connection refused")
        except aiohttp.ClientError:
            return Outcome("Webhook connection closed")
        if not 200 <= response.status < 300:
            words = f"Wrong response from the webhook: {response.status} {response.reason}"
            later = response.headers.get("Retry-After", "")
            return Outcome(words, int(later) if later.isdigit() else 0)
        await self._run(response.content_type, content)
        return Outcome()

    async def _run(self, content_type: str, content: bytes) -> None:
        """Do what the answer to an update asks for, and tell nobody how it went."""
        try:
            given = json.loads(content) if content_type == "application/json" and content else {}
        except ValueError:
            return
        name = str(given.pop("method", "")) if isinstance(given, dict) else ""
        if name and name.lower() not in UNANSWERABLE and not name.lower().startswith("get"):
            await call(self._world, name, given, chat_of(self._world, given))

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._http = aiohttp.ClientSession(connector=connector, timeout=self._timeout)
        return self._http
