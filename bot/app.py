"""The app: the only place where things are built and joined, started and stopped."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

import handlers
from bot import collecting, hearing, logs, pages
from bot.carriers import sorry
from bot.errands import runners
from bot.exporting.making import Maker
from bot.faces import faces
from bot.feed import Feed
from bot.listening import Listening
from bot.metrics import Metrics
from bot.orders import Orders
from bot.profile import present
from bot.pulse import Pulse
from bot.reception import Reception
from bot.recognition import Recognition
from bot.rivals import Rivals
from bot.settings import Settings
from bot.suggesting import Suggestions
from bot.survey import Survey
from bot.ticker import Ticker
from bot.transport import AiohttpRequest, BotApi, proxy_for
from bot.ways_out import ways_out
from bot.web import Webhook, make_web, serve
from bot.workshop import Hands
from portal import memory, vault
from portal.clock import Clock, SystemClock
from portal.database import connect
from portal.errors import StorageDown
from portal.mailroom import backlog, lanes
from portal.migrations import standing
from portal.work import Workroom

log = structlog.get_logger()

STOP_SECONDS = 10  # a supervisor's patience


@dataclass
class App:
    """One running bot."""

    settings: Settings
    workroom: Workroom
    api: BotApi
    bot: Bot
    metrics: Metrics = field(default_factory=Metrics)
    hands: Hands = field(default_factory=Hands)
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    broken: bool = False
    yielded: bool = False  # to another process, which had the token before us, or migrated the database away
    presenting: asyncio.Task[Any] | None = None  # Telegram is told the bot's name, words and commands

    def __post_init__(self) -> None:
        suggestions = Suggestions(self.api, self.workroom)
        self.orders = Orders(self.workroom, self.metrics, self._give_way)
        self.rivals = Rivals(self.api, self.workroom, self.metrics, self.settings.webhook_url)
        self.feed = Feed(self.workroom, self.metrics, self.orders, lambda asked: self.spawn(suggestions(asked)),
                         self._typing)  # fmt: skip
        hook, secret = self.settings.webhook_url, self.settings.webhook_secret
        self.listening = Listening(self.api, self.feed, self.rivals, hook, secret, self._give_way)
        self.installed = handlers.install()
        self.workshop, self.darkroom = self.hands.workshop, self.hands.darkroom
        self.shelves = vault.at(self.settings.vault_url)
        reading = Recognition.here(self.workshop, self.shelves, self.workroom)
        errands = runners(self.api, self.darkroom, reading, self.settings.clamd_url, self.metrics)
        self.reception = Reception(self.workroom, self._answering, sorry, self._typing, self.workshop, errands,
                                   self.metrics, self.orders.works)  # fmt: skip
        self.deliveries, self.channels = ways_out(
            self.settings, self.workroom, self.api, self.workshop, self.shelves, self.metrics
        )
        exports, self.pulse = Maker(self.workroom, self.shelves, self.workshop), Pulse(self.workroom)
        self.ticker = Ticker(self.workroom, self.shelves, reading, exports, self.metrics, self.orders.ticks,
                             self.orders.current)  # fmt: skip

    def _answering(self, raw: dict[str, Any]) -> handlers.Answering:
        """Take the spinner off a tapped button at once, outside the outbox; then answer."""
        tapped = raw.get("callback_query")
        if isinstance(tapped, dict) and isinstance(tapped.get("id"), str):
            self.spawn(self._hint("answerCallbackQuery", callback_query_id=tapped["id"]))
        return handlers.answering(self.installed, self.bot, raw)

    def _typing(self, who: str) -> None:
        """Show that an answer is being prepared."""
        self.spawn(self._hint("sendChatAction", chat_id=int(who), action="typing"))

    async def _hint(self, method: str, **fields: Any) -> None:
        """Make a call that nothing depends on: too late, or with Telegram away, it may be lost."""
        with contextlib.suppress(TelegramError):
            await self.api.call(method, **fields)

    def spawn(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something beside the rest, and keep it alive."""
        task = asyncio.create_task(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def vital(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something without which the bot is deaf or dumb: when it breaks, the bot ends."""
        task = self.spawn(coroutine)
        task.add_done_callback(self._mourn)
        return task

    def _mourn(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled() and task.exception() is not None:
            log.error("broken", exc_info=task.exception())
            self.broken = True
            self.over.set()

    def _give_way(self) -> None:
        self.yielded = True
        self.over.set()

    def ring(self, woken: set[str]) -> None:
        """Wake whoever a commit concerns."""
        for who in woken:
            if who == "inbox":
                self.reception.bell.set()
            elif who in self.deliveries:
                self.deliveries[who].bell.set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["App"]:
        """Start everything but the feed; stop it all within the supervisor's patience."""
        loop = asyncio.get_running_loop()
        self.workroom.on_wake = lambda woken: _ring_soon(loop, self, woken)
        self.workroom.on_commit = self.metrics.commit_seconds.observe
        await self._take_up()
        await self.api.start()
        for channel in self.channels:
            await channel.start()
        await self.orders.look()
        # What danger sounds like is read now, and nobody waits for it; without it nobody in danger would be heard.
        self.vital(asyncio.to_thread(hearing.ready))
        loops = [self.vital(one.run()) for one in (self.reception, self.ticker, self.orders, self.pulse)]
        loops += [self.vital(delivery.run()) for delivery in self.deliveries.values()]
        try:
            yield self
        finally:
            for one in loops:
                one.cancel()
            await self._finish(loops)
            for channel in self.channels:
                await channel.stop()
            await self.api.stop()
            await asyncio.to_thread(self.workshop.close)
            await asyncio.to_thread(self.darkroom.close)
            await asyncio.to_thread(self.pulse.close)
            await asyncio.to_thread(self.workroom.close)

    async def _take_up(self) -> None:
        """Go on where the process before this one was; without a database there is nothing to begin with."""
        try:
            if (latest := await self.workroom.run(backlog.latest)) is not None:
                self.workroom.clock.not_before(latest)
            if self.workroom.alone:
                await self.workroom.run(lanes.free_all)
            await self.pulse.beat()
        except StorageDown as why:
            log.error("database_away", variable="MASANTE_DATABASE_URL", why=str(why))
            raise SystemExit(1) from None

    async def _finish(self, loops: list[asyncio.Task[Any]]) -> None:
        """Let what has begun end; what does not in time is taken up by another process, or at the next start."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS - 2):
                await asyncio.gather(*loops, return_exceptions=True)
                await self.reception.finish()
                await asyncio.gather(*(delivery.finish() for delivery in self.deliveries.values()))
        for task in [t for t in self.tasks if not t.done()]:
            task.cancel()

    async def ready(self) -> bool:
        """Tell whether the database answers and its schema is one this code can work on."""
        try:
            await self.workroom.run(lambda _work: None)  # touch the database, change nothing
        except StorageDown:
            return False
        return await asyncio.to_thread(standing, self.workroom.engine) in ("head", "newer")


def _ring_soon(loop: asyncio.AbstractEventLoop, app: App, woken: set[str]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has closed: nobody is left to wake
        loop.call_soon_threadsafe(app.ring, woken)


async def build(settings: Settings, clock: Clock | None = None, hands: Hands | None = None) -> App:
    """Build the app: one request to Telegram (who am I), nothing started yet."""
    token = settings.telegram_token or ""
    request = AiohttpRequest(proxy=proxy_for(settings.telegram_api))
    bot = Bot(token, base_url=f"{settings.telegram_api}/bot", base_file_url=f"{settings.telegram_api}/file/bot",
              request=request, get_updates_request=request)  # fmt: skip
    await _introduce(bot)
    time, policy = clock or SystemClock(), settings.policy(bot.username)
    workroom = Workroom(connect(settings.database_url), time, settings.ring(), policy=policy)
    api = BotApi(settings.telegram_api, token, request)
    return App(settings, workroom, api, bot, hands=hands or Hands())


async def _introduce(bot: Bot) -> None:
    """Ask Telegram who we are, for as long as it takes: without its name the bot cannot read its commands."""
    while True:
        try:
            return await bot.initialize()
        except InvalidToken:
            log.error("token_unknown", variable="MASANTE_TELEGRAM_TOKEN")
            await bot.request.shutdown()
            raise SystemExit(2) from None
        except TelegramError as error:
            log.warning("telegram_away", error=type(error).__name__)
            await asyncio.sleep(2)


async def serve_for_ever(settings: Settings, clock: Clock | None = None) -> None:
    """Run until told to stop.

    Exits with 1 when something broke for good (a supervisor starts it again), with 2 when the token is another's, or
    the schema has become one it cannot work on.
    """
    loop = asyncio.get_running_loop()
    collecting.keep_together()
    loop.add_signal_handler(signal.SIGTERM, sys.exit)  # while Telegram is away nothing is under way
    app = await build(settings, clock)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, app.over.set)
    app.spawn(asyncio.to_thread(collecting.settle))
    await until_over(app)


async def until_over(app: App) -> None:
    """Serve until it is over; raises `SystemExit` when that was not by order."""
    async with serving(app):
        log.info("running", webhook=app.settings.webhook_url is not None)
        await app.over.wait()
    if app.broken or app.yielded:
        raise SystemExit(1 if app.broken else 2)


@contextlib.asynccontextmanager
async def serving(app: App) -> AsyncIterator[web.AppRunner]:
    """Have everything run: the app, its web server, its face on Telegram, and updates coming in."""
    async with app.running():
        runner = await _listening(app)
        app.presenting = app.spawn(_show_face(app))
        feeding = app.vital(app.listening.run())
        try:
            yield runner
        finally:
            feeding.cancel()
            await runner.cleanup()


async def _listening(app: App) -> web.AppRunner:
    try:
        return await serve(_web(app), app.settings.listen)
    except OSError as error:
        log.error("listen_taken", variable="MASANTE_LISTEN", error=error.strerror)
        raise SystemExit(2) from None


async def _show_face(app: App) -> None:
    """Tell Telegram what has changed in the bot's name, words and commands since it was last told."""
    known = await app.workroom.run(memory.recall, "face")
    language = app.settings.language
    told = await present(app.api, await faces(language), language, known)
    if told != known:
        await app.workroom.run(memory.remember, "face", told)


def _web(app: App) -> Any:
    settings, url = app.settings, app.settings.webhook_url
    accept, secret = app.feed.accept, settings.webhook_secret or ""
    webhook = Webhook(urlsplit(url).path, secret, accept) if url else None
    survey = Survey(app.workroom, app.metrics, settings.vault_url)
    shown = pages.routes(app.workroom, app.shelves, app.orders.ticks)
    return make_web(app.metrics, {"database": app.ready}, webhook, shown, survey)


def run(settings: Settings) -> None:
    """Run the bot: `masante run`."""
    logs.configure(settings.secrets())
    for remark in settings.remarks:
        log.warning("remark", about=str(remark))
    asyncio.run(serve_for_ever(settings))
