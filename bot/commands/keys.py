"""`masante keys`: which key seals what, a new one, everything sealed with it, an old one taken out."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.commands.files import FileWrong
from bot.commands.opening import check_schema, opened
from bot.commands.printing import Answer, complain, table
from bot.commands.refusals import Refusal
from bot.settings import Settings
from portal import resealing
from portal.clock import SystemClock
from portal.keyfile import RingFile, changing
from portal.keys import KEY
from portal.resealing import Resealed

# A bot looks at its ring every few seconds; what it is about to write, it writes soon.
SETTLED = timedelta(minutes=10)
STEP = 5000  # values between two words on progress
TOLD = 20  # values that do not open, named


def listed(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Return each key by its id, with how many values it has sealed that are still there."""
    with opened(any_ring=True) as room:
        counted, names = room.do(resealing.count), room.keys.names
    keys = [{"key": one.hex(), "seals": one == names[0], "values": counted.pop(one, 0)} for one in names]
    lost = [{"key": one.hex(), "values": values} for one, values in counted.items()]
    rows = [(one["key"], "seals" if one["seals"] else "opens", one["values"]) for one in keys]
    rows += [(one["key"], "not in the ring: nothing opens these", one["values"]) for one in lost]
    return Answer({"keys": keys, "unknown": lost}, table(("key", "", "values"), rows), code=1 if lost else 0)


def rotate(options: argparse.Namespace) -> Answer | Refusal:  # noqa: ARG001
    """Begin a new key, and seal everything anew with it; goes on with a rotation that was stopped."""
    settings = Settings.of_this_machine()
    if not isinstance(settings.keys, Path):
        return Refusal("ring_inline")
    with opened(settings, any_ring=True):
        pass  # it makes the ring, at the very first use
    with _changing(settings.keys) as ring:
        again = ring.under_way
        if not again:
            ring.begin(os.urandom(KEY))
        done, first = _everything(settings)
        ring.settle()
    said = (
        f"The rotation begun earlier has ended: {first} seals."
        if again
        else f"{first} is new, and seals from now on."
    )
    retired = (
        "The keys before it stay until `masante keys retire`; `masante keys list` tells what they still seal."
    )
    return _told(done, first, f"{said} {retired}", {"begun": not again})


def reseal(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Seal anew, with the first key of the ring, whatever another one has sealed."""
    settings = Settings.of_this_machine()
    check_schema(settings)
    done, first = _everything(settings)
    return _told(done, first, f"{first} seals.", {})


def retire(options: argparse.Namespace) -> Answer | Refusal:
    """Take keys out of the ring that no value needs any more."""
    settings = Settings.of_this_machine()
    if not isinstance(settings.keys, Path):
        return Refusal("ring_inline")
    keys = [one.lower() for one in options.keys]
    with opened(settings, any_ring=True) as room, _changing(settings.keys) as ring:
        names = [one.hex() for one in ring.read().names]
        if refused := _may_not_go(keys, names, ring):
            return refused
        counted = room.do(resealing.count)
        for one in keys:
            if values := counted[bytes.fromhex(one)]:
                return Refusal("key_needed", {"key": one, "values": values})
        ring.retire([bytes.fromhex(one) for one in keys])
    return Answer({"retired": keys}, f"Taken out of the ring: {', '.join(keys)}.")


def _may_not_go(keys: list[str], names: list[str], ring: RingFile) -> Refusal | None:
    for one in keys:
        if one not in names:
            return Refusal("key_not_in_ring", {"key": one})
        if one == names[0]:
            return Refusal("key_seals", {"key": one})
    since = SystemClock().now() - ring.changed_at
    if since < SETTLED:
        return Refusal("ring_fresh", {"minutes": max(1, -((since - SETTLED) // timedelta(minutes=1)))})
    return None


@dataclass
class _Progress:
    """Says on standard error how far it is."""

    told: int = 0

    def __call__(self, name: str, done: int) -> None:
        if done - self.told >= STEP or done < self.told:
            self.told = done
            complain(f"{name}: {done} values")


def _everything(settings: Settings) -> tuple[Resealed, str]:
    with opened(settings, any_ring=True) as room:
        return resealing.reseal(room, _Progress()), room.keys.names[0].hex()


def _told(done: Resealed, first: str, said: str, more: dict[str, Any]) -> Answer:
    value = {"key": first, **more, "values": +done.values, "unopened": sorted(done.unopened)}
    remarks = tuple(f"no key of the ring opens {one}" for one in sorted(done.unopened)[:TOLD])
    if len(done.unopened) > TOLD:
        remarks = (*remarks, f"… and {len(done.unopened) - TOLD} more: --json names them all")
    said = f"{said}\n{done.values.total()} values were sealed anew."
    return Answer(value, said, remarks, code=1 if done.unopened else 0)


@contextmanager
def _changing(path: Path) -> Iterator[RingFile]:
    try:
        with changing(path) as ring:
            yield ring
    except OSError as wrong:
        raise FileWrong(path, f"cannot be changed: {wrong.strerror}") from None
