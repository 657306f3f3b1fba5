"""The delivery: what must leave leaves, in order for each address, with retries and an end to them."""

import asyncio
import contextlib
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import structlog

from bot.claiming import Claims, claimed, insisted, rings
from bot.limits import Limits
from bot.metrics import Metrics
from conversations.messages import Message, to_json
from portal import accounts
from portal.errors import Fenced, GiveUp, StorageDown, TryLater
from portal.mailroom import lanes, outbox, pace, slots
from portal.mailroom.outbox import Parcel, Round
from portal.mailroom.slots import Standing
from portal.work import Work, Workroom

log = structlog.get_logger()

LONGEST_WAIT = timedelta(minutes=5)
PATIENCE = timedelta(hours=24)  # what could not leave within that time after it was due is given up
LONGEST = (
    lanes.LEASE - timedelta(seconds=15)
).total_seconds()  # one parcel: else another worker sends it too
TRIES = 5  # of what breaks on the way: then it is set aside, and those behind it leave
PERHAPS = "perhaps"  # it may have left twice, and leaves no more
TELEGRAM_QUEUES = ("telegram", "bulk", "purge")
AT_ONCE = {"telegram": 192, "bulk": 15, "purge": 10, "sms": 8, "email": 8}


async def freely(_parcel: Parcel) -> None:
    """Give leave."""


@dataclass
class Ready:
    """A round with what is needed to render it: who reads, and what stands in the slots it touches."""

    round: Round
    language: str
    zone: str
    standing: dict[str | None, Standing]
    account_id: str | None  # whom the chat is linked to: words about another account do not leave
    leaves_at: datetime | None
    spacious: bool = False  # an empty line between any two
    # Asked right before anything is sent that cannot be sent again unnoticed; raises `GiveUp("perhaps")`, or `TryLater`.
    leave: Callable[[Parcel], Awaitable[None]] = freely
    left: bool = False  # it was given: the parcel may have left, whatever is heard of it


class Sent(NamedTuple):
    """What became of a parcel, and what that changes."""

    outcome: str
    after: Callable[[Work], object] = lambda _work: None


Carry: TypeAlias = Callable[[Ready, Parcel, Mapping[str, Any]], Awaitable[Sent]]


@dataclass
class Delivery:
    """Delivers the rows of one queue through `carry`."""

    queue: str
    workroom: Workroom
    carry: Carry
    metrics: Metrics
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    busy: dict[asyncio.Task[None], str] = field(default_factory=dict)  # and to whom
    room: asyncio.Event = field(default_factory=asyncio.Event)
    longest: float = LONGEST
    limits: Limits = field(default_factory=Limits)  # one for all queues of Telegram
    reach: Callable[[Parcel], Awaitable[None]] = (
        freely  # find out that words would arrive, without saying any
    )

    def __post_init__(self) -> None:
        self._claims = Claims(self.workroom, self.queue)

    async def run(self) -> None:
        """Deliver for ever."""
        while True:
            self.bell.clear()
            ready = await claimed(self._take(), self._begin)
            for one in ready:
                self._begin(one)
            if len(self.busy) >= AT_ONCE[self.queue]:
                self.room.clear()
                await self.room.wait()
            elif not ready:
                await rings(self.bell)

    async def finish(self) -> None:
        """Wait until every delivery in progress is settled."""
        if self.busy:
            await asyncio.wait(self.busy)

    def _begin(self, ready: Ready) -> None:
        task = asyncio.create_task(self._deliver(ready))
        self.busy[task] = ready.round.held.who
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self.busy.pop(task, None)
        self.room.set()

    async def _take(self) -> list[Ready]:
        return await self._claims.take(
            self.busy.values(), take, self.queue, AT_ONCE[self.queue] - len(self.busy)
        )

    async def _deliver(self, ready: Ready) -> None:
        try:
            for number, (parcel, then) in enumerate(ready.round.in_turn()):
                if ready.leaves_at is not None:
                    await self.workroom.clock.sleep_until(ready.leaves_at + pace.STEP * number)
                if not await self._one(ready, parcel, then):
                    return
        except Fenced:
            log.warning("delivery_taken_over", queue=self.queue)

    async def _one(self, ready: Ready, parcel: Parcel, then: Parcel | None) -> bool:
        """Deliver one parcel; False when it and those behind it, `then` first, must wait."""
        held = ready.round.held
        ready.left, ready.leave = False, partial(self._leave, ready)
        try:
            sent = await self._carried(ready, parcel)
            await insisted(self.workroom, _settle, held, parcel, sent, then)
        except TryLater as later:
            self._put_off(later)
            perhaps = later.perhaps and ready.left
            await self._again(held, parcel, later.delay, self._limited(parcel, later), perhaps=perhaps)
            return False
        except StorageDown:  # before it left
            await self._again(held, parcel, timedelta(0))
            return False
        except Fenced:
            raise
        except Exception:
            log.exception("delivery_failed", queue=self.queue, attempt=parcel.attempts)
            if parcel.attempts < TRIES:
                await self._again(held, parcel, timedelta(seconds=5), perhaps=ready.left)
                return False
            sent = Sent("broken", _apology(parcel))
            await insisted(self.workroom, _settle, held, parcel, sent, then)
        if sent.outcome == "sent":
            self.limits.served()
        self.metrics.deliveries.labels(self.queue, sent.outcome).inc()
        return True

    async def _leave(self, ready: Ready, parcel: Parcel) -> None:
        """Let a parcel be sent, once, and once more where nobody knows what became of the first; never a third time.

        The second time it is first made sure that words arrive, and written down that these may: a silence of hours
        costs no word, and who is killed between that and the sending was killed within a thousandth of a second.
        """
        if parcel.doubts >= outbox.TWICE:
            log.warning("perhaps_delivered", queue=self.queue, parcel=parcel.id)
            raise GiveUp(PERHAPS)
        if parcel.doubts:
            await self.reach(parcel)
            await self.workroom.run(outbox.doubt, ready.round.held, parcel)
        ready.left = True

    def _put_off(self, later: TryLater) -> None:
        self.metrics.deliveries.labels(self.queue, "later").inc()
        self.metrics.delays.labels(self.queue, later.reason).inc()
        self.metrics.delay_seconds.labels(self.queue, later.reason).inc(later.delay.total_seconds())

    def _limited(self, parcel: Parcel, later: TryLater) -> timedelta | None:
        """Return for how long nothing may leave, when it is not this chat alone that Telegram limits."""
        if later.reason != "telegram_limit":
            return None
        return self.limits.refused(parcel.who, later.delay, self.workroom.clock.now())

    async def _carried(self, ready: Ready, parcel: Parcel) -> Sent:
        now = self.workroom.clock.now()
        if parcel.account_id not in (None, ready.account_id):
            return Sent("stranger")
        if (now - parcel.due_at > PATIENCE and parcel.attempts > 1) or (parcel.expires_at or now) < now:
            return Sent("too_late")
        try:
            with self.metrics.delivery_seconds.labels(self.queue).time():
                async with asyncio.timeout(self.longest):
                    return await self.carry(ready, parcel, outbox.read(self.workroom.keys, parcel))
        except TimeoutError:
            raise TryLater(timedelta(seconds=5), "too_slow", perhaps=True) from None
        except GiveUp as end:
            return Sent(end.reason, _unreachable(parcel) if end.reason == "unreachable" else _apology(parcel))

    async def _again(
        self,
        held: lanes.Held,
        parcel: Parcel,
        least: timedelta,
        stop: timedelta | None = None,
        *,
        perhaps: bool = False,
    ) -> None:
        grown = timedelta(seconds=min(2 ** min(parcel.attempts, 10), LONGEST_WAIT.total_seconds()))
        delay = max(least, grown) if parcel.attempts > 1 else least
        with contextlib.suppress(Fenced):
            if await insisted(self.workroom, _put_back, held, delay, stop, None if perhaps else parcel):
                log.warning("telegram_limits_us", queue=self.queue, seconds=stop and stop.total_seconds())


def _put_back(
    work: Work, held: lanes.Held, delay: timedelta, stop: timedelta | None, stayed: Parcel | None
) -> bool:
    """Keep the rest for later, and `stop` everybody; True when that is news. `stayed`: what certainly did not leave."""
    outbox.again(work, held, delay, stayed)
    return stop is not None and pace.stop(work, work.now + stop)


def _nothing(_work: Work) -> None:
    """Change nothing more."""


def _unreachable(parcel: Parcel) -> Callable[[Work], None]:
    if parcel.queue not in TELEGRAM_QUEUES:
        return _nothing
    return lambda work: accounts.blocked(work, int(parcel.who))


def _apology(parcel: Parcel) -> Callable[[Work], object]:
    """Say that something went wrong, where words that could not be shown were waited for."""
    if parcel.what != "show":
        return _nothing
    return lambda work: outbox.put(work, "telegram", parcel.who, "sorry", {})


def _say_instead(work: Work, parcel: Parcel, words: Message) -> None:
    """Have other words stand where those of a parcel would have."""
    facts = {"message": to_json(words), "fresh": True}
    outbox.put(work, parcel.queue, parcel.who, "show", facts, slot=parcel.slot, account_id=parcel.account_id)


def instead(parcel: Parcel, words: Message) -> Sent | None:
    """Return the words for a file that leaves no more, having left twice perhaps, or failed so often that others wait.

    They leave by a row of their own: this one may have said all it may. None: it may leave.
    """
    if parcel.doubts < outbox.TWICE and parcel.attempts <= TRIES:
        return None
    outcome = PERHAPS if parcel.doubts >= outbox.TWICE else "refused"
    return Sent(outcome, lambda work: _say_instead(work, parcel, words))


def _settle(work: Work, held: lanes.Held, parcel: Parcel, sent: Sent, then: Parcel | None) -> None:
    outbox.settle(work, held, parcel, sent.outcome, then)
    sent.after(work)


def take(work: Work, queue: str, limit: int) -> list[Ready]:
    """Claim rounds, with all that rendering needs, in one transaction."""
    look = pace.look(work, queue) if queue in TELEGRAM_QUEUES else pace.Look(limit, paced=False)
    rounds = outbox.claim(work, queue, min(limit, look.most)) if look.most else []
    if not rounds:
        return []
    count = sum(len(r.parcels) for r in rounds)
    first = pace.reserve(work, count) if look.paced else None
    if queue not in TELEGRAM_QUEUES:
        return [Ready(r, "", "", {}, None, None) for r in rounds]
    readers = accounts.readers(work, [int(r.held.who) for r in rounds])
    standing = slots.all_standing(work, rounds)
    ready = []
    for one in rounds:
        reader = readers[int(one.held.who)]
        here = standing[one.held.who]
        shown = (reader.language, reader.timezone, here, reader.account_id, first, reader.spacious)
        ready.append(Ready(one, *shown))
        first = first + pace.STEP * len(one.parcels) if first else None
    return ready


def digest(*shown: object) -> str:
    """Return what tells two renderings apart."""
    return hashlib.blake2b(repr(shown).encode(), digest_size=16).hexdigest()
