"""Power cuts: the bot is killed (-9) at random moments while patients answer; who can continue, what is lost."""

import random
import subprocess
import time
from itertools import pairwise
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import linked
from bench.contenders import Contender, Contending, contenders, ours
from bench.null import null_telegram
from bench.processes import ask, kill, stop, until

AT_ONCE = 50
ONCE, MORE_ONCE = 3, 5  # rounds of one kill
KILLS, MORE_KILLS = 20, 200
QUIET = 30  # seconds without a reply, after which nobody is expected to be answered any more
STUCK = 60  # seconds without anything moving, after which the bench itself gives up


def run(long: bool) -> dict[str, Any]:
    """Kill each contender once amid 50 conversations; then ours many times, and read what it kept."""
    found: dict[str, Any] = {}
    table = Table("killed amid 50 conversations", "go on by themselves", "after one more tap")
    for name, way in contenders().items():
        rounds = [_once(way, seed) for seed in range(MORE_ONCE if long else ONCE)]
        found[name] = {key: [each[key] for each in rounds] for key in rounds[0]}
        table.add_row(name, *(f"{min(some)} to {max(some)}" for some in found[name].values()))
    Console().print(table)
    found["many"] = many(MORE_KILLS if long else KILLS)
    cut = Table(*found["many"], title="Ours, killed many times")
    cut.add_row(*(str(value) for value in found["many"].values()))
    Console().print(cut)
    return found


def _once(way: Contending, seed: int) -> dict[str, int]:
    """About half of the answers are given; then the bot dies and is started again."""
    with null_telegram() as server, way(server) as contender:
        process = contender.start()
        try:
            _wait_for(server, lambda told: told["calls"] > 1)
            ask(f"{server}/crowd", {"patients": linked.chats(AT_ONCE), "at_once": AT_ONCE})
            _wait_for(server, lambda told: told["answered"] >= AT_ONCE * 5)
            time.sleep(random.Random(seed).uniform(0, 0.5))
            kill(process)
            process = contender.start()
            _settled(server)
            alone = ask(f"{server}/crowd")["finished"]
            ask(f"{server}/crowd/insist", {})
            _settled(server)
            return {"alone": alone, "insisting": ask(f"{server}/crowd")["finished"]}
        finally:
            stop(process)


def many(kills: int, patients: int = 0, within: float = 0.4) -> dict[str, Any]:
    """Kill ours again and again at seeded random moments; afterwards compare what patients tapped and what is kept."""
    chance = random.Random(20)
    chats = linked.chats(patients or min(1400, 12 * kills))
    with null_telegram() as server, ours(server) as contender:
        process = contender.start()
        try:
            ask(f"{server}/crowd", {"patients": chats, "at_once": AT_ONCE})
            repeats: list[dict[str, int]] = []
            while len(repeats) < kills and not _through(server):
                process = _cut(server, contender, process, chance.uniform(0, within))
                repeats.append(ask(f"{server}/crowd")["repeats"])
            _settled(server)
        finally:
            stop(process)
        told = ask(f"{server}/crowd")
        most = _most_of_one_kill([*repeats, told["repeats"]])
        return {"kills": len(repeats), **_verdict(contender, told), "most of one kill and chat": most}


def _cut(
    server: str, contender: Contender, process: subprocess.Popen[bytes], after: float
) -> subprocess.Popen[bytes]:
    """Let it work for `after` seconds from its first answer, then kill it and start it again."""
    before = ask(f"{server}/crowd")["answered"]
    until(lambda: ask(f"{server}/crowd")["answered"] > before, 30)
    time.sleep(after)
    kill(process)
    return contender.start()


def _verdict(contender: Contender, told: dict[str, Any]) -> dict[str, Any]:
    """Return what was lost, doubled or changed between the patients' taps and the responses that are kept."""
    with linked.portal_in(contender.folder) as portal:
        kept = portal.do(linked.answers)
    tapped = {int(chat): answers for chat, answers in told["answers"].items()}
    return {
        "conversations": told["total"],
        "finished": told["finished"],
        "responses lost": sum(not kept[chat] for chat in tapped),
        "responses doubled": sum(len(kept[chat]) > 1 for chat in tapped),
        "answers changed": sum(kept[chat][:1] != [tapped[chat]] for chat in tapped if kept[chat]),
        "messages repeated": sum(told["repeats"].values()),
    }


def _most_of_one_kill(repeats: list[dict[str, int]]) -> int:
    """Return how often one kill made a message come twice in one chat, at most; counted at every kill."""
    return max(after[chat] - before.get(chat, 0) for before, after in pairwise(repeats) for chat in after)


def _through(server: str) -> bool:
    told = ask(f"{server}/crowd")
    return bool(told["finished"] == told["total"])


def _settled(server: str) -> None:
    """Wait until everyone has finished, or nobody is answered any more."""
    _wait_for(server, lambda told: told["finished"] == told["total"] or told["stuck_for"] > QUIET)


def _wait_for(server: str, true: Any) -> None:
    """Wait until this is true of what the crowd tells; gives up when nobody has moved for a minute."""

    def over() -> bool:
        told.update(ask(f"{server}/crowd"))
        return bool(true(told)) or told.get("stuck_for", 0) > STUCK

    told: dict[str, Any] = {}
    until(over, 300)
    assert true(told), "the bot under test does not answer"
