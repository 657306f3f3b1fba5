"""Whether the time a sign-in takes tells if an account exists: known and unknown addresses, in random order."""

import random
import statistics
import time
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import linked
from bench.contenders import VAR, prepared
from portal import accounts
from portal.accounts import Credentials, passwords
from portal.accounts.store import change
from portal.work import Work, Workroom

TRIES, MORE_TRIES = 150, 600  # of each kind
SHUFFLES = 2000


def run(long: bool) -> dict[str, Any]:
    """Time wrong passwords for known and unknown addresses; a permutation test says if they can be told apart."""
    folder = VAR / "runs" / f"signin-{time.time_ns()}"
    linked.copy(prepared(), folder)
    with linked.portal_in(folder) as portal:
        timed = _timed(portal, MORE_TRIES if long else TRIES)
    seconds = {kind: [s for k, s in timed if k == kind] for kind in ("known", "unknown")}
    medians = {kind: 1000 * statistics.median(each) for kind, each in seconds.items()}
    p = _chance_of(seconds["known"], seconds["unknown"])
    told = {"median_ms": medians, "p": p, "told_apart": p < 0.01, "tries": len(timed)}
    table = Table("", "median, ms", title="Sign-in with a wrong password")
    for kind, median in medians.items():
        table.add_row(kind, f"{median:.2f}")
    table.add_row("by chance (p)", f"{p:.2f}")
    Console().print(table)
    return told


def _timed(portal: Workroom, count: int) -> list[tuple[str, float]]:
    password = passwords.hash("un mot de passe que personne ne tape")
    portal.do(_give_passwords, linked.chats(count), password)
    tries = [("known", n) for n in linked.chats(count)] + [("unknown", n) for n in range(count)]
    random.Random(2).shuffle(tries)
    for n in range(5):
        _sign_in(portal, "unknown", -n - 1)  # the first ones load what stays loaded
    return [(kind, _sign_in(portal, kind, n)) for kind, n in tries]


def _give_passwords(work: Work, chats: list[int], password: str) -> None:
    for chat in chats:
        account_id = accounts.find(work, linked.email(chat)) or ""
        change(work, account_id, password=password)


def _sign_in(portal: Workroom, kind: str, number: int) -> float:
    """Sign in as the conversation does it; the seconds from the typed password to the refusal."""
    address = linked.email(number) if kind == "known" else f"personne{number}@example.org"
    chat = 900_000 + number + (0 if kind == "known" else 1_000_000)
    began = time.perf_counter()
    given = portal.do(accounts.credentials, chat, address)
    assert isinstance(given, Credentials)
    matched = passwords.verify(given.password_hash, "un autre mot de passe")
    portal.do(accounts.signed_in, chat, given, matched)
    return time.perf_counter() - began


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
