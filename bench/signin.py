"""Whether the time that an answer takes tells if an account exists: known and unknown addresses, in random order."""

import random
import statistics
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from rich.console import Console
from rich.table import Table

from bench import linked
from bench.contenders import VAR, prepared
from portal import accounts
from portal.accounts import Credentials, ResetAsked, passwords
from portal.accounts.store import change
from portal.work import Work, Workroom

TRIES, MORE_TRIES = 150, 600  # of each kind
SHUFFLES = 2000

Ask: TypeAlias = Callable[[Workroom, int, str], None]


def run(long: bool) -> dict[str, Any]:
    """Time wrong passwords and resets for known and unknown addresses; a permutation test says if they are told apart."""
    folder = VAR / "runs" / f"signin-{time.time_ns()}"
    linked.copy(prepared(), folder)
    count = MORE_TRIES if long else TRIES
    with linked.portal_in(folder) as portal:
        portal.do(
            _give_passwords, linked.chats(count), passwords.hash("un mot de passe que personne ne tape")
        )
        told = {name: _told(_timed(portal, count, ask)) for name, ask in ASKED.items()}
    table = Table(
        "", "known, ms", "unknown, ms", "by chance (p)", title="Does the time tell who has an account?"
    )
    for name, one in told.items():
        table.add_row(name, f"{one['known_ms']:.2f}", f"{one['unknown_ms']:.2f}", f"{one['p']:.2f}")
    Console().print(table)
    return told


def _told(timed: list[tuple[str, float]]) -> dict[str, Any]:
    seconds = {kind: [s for k, s in timed if k == kind] for kind in ("known", "unknown")}
    medians = {f"{kind}_ms": 1000 * statistics.median(each) for kind, each in seconds.items()}
    p = _chance_of(seconds["known"], seconds["unknown"])
    return {**medians, "p": p, "told_apart": p < 0.01, "tries": len(timed)}


def _timed(portal: Workroom, count: int, ask: Ask) -> list[tuple[str, float]]:
    tries = [("known", n) for n in linked.chats(count)] + [("unknown", n) for n in range(count)]
    random.Random(2).shuffle(tries)
    for n in range(5):
        _time(portal, ask, "unknown", -n - 1)  # the first ones load what stays loaded
    return [(kind, _time(portal, ask, kind, n)) for kind, n in tries]


def _give_passwords(work: Work, chats: list[int], password: str) -> None:
    for chat in chats:
        account_id = accounts.find(work, linked.email(chat)) or ""
        change(work, account_id, password=password)


def _time(portal: Workroom, ask: Ask, kind: str, number: int) -> float:
    """Return the seconds that something asked with an address takes, each time from a chat of its own."""
    address = linked.email(number) if kind == "known" else f"personne{number}@example.org"
    chat = 900_000 + number + (0 if kind == "known" else 1_000_000)
    began = time.perf_counter()
    ask(portal, chat, address)
    return time.perf_counter() - began


def _sign_in(portal: Workroom, chat: int, address: str) -> None:
    """Sign in as the conversation does it, from the typed password to the refusal."""
    given = portal.do(accounts.credentials, chat, address)
    assert isinstance(given, Credentials)
    matched = passwords.verify(given.password_hash, "un autre mot de passe")
    portal.do(accounts.signed_in, chat, given, matched)


def _reset(portal: Workroom, chat: int, address: str) -> None:
    """Ask for a reset, and type a code that was not sent."""
    assert isinstance(portal.do(accounts.ask_reset, chat, address), ResetAsked)
    portal.do(accounts.check_reset, chat, "00000000")


ASKED: dict[str, Ask] = {"a wrong password": _sign_in, "a reset": _reset}


def _chance_of(one: list[float], other: list[float]) -> float:
    """Return how often chance alone separates the means of two groups as far as these (permutation test)."""
    both = one + other
    # Interruptions by other processes are no property of the account: the slowest twentieth is cut off.
    limit = sorted(both)[int(len(both) * 0.95)]
    kept = [min(value, limit) for value in both]
    seen = abs(statistics.fmean(kept[: len(one)]) - statistics.fmean(kept[len(one) :]))
    chance, farther = random.Random(3), 0
    for _ in range(SHUFFLES):
        chance.shuffle(kept)
        farther += abs(statistics.fmean(kept[: len(one)]) - statistics.fmean(kept[len(one) :])) >= seen
    return farther / SHUFFLES
