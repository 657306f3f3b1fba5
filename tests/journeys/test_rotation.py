"""A new key while patients answer: nobody notices, everything opens, and the old key can go."""

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from portal import resealing
from portal.keyfile import load_ring
from tests.journeys.phone import Phone
from tests.journeys.test_files import MANY, ask, content, send
from tests.journeys.town import Town, on_both
from tests.pictures import photo

# As `masante keys rotate`, and the power is cut after the first column.
CUT = """
import os, signal, sys
from pathlib import Path
from portal.clock import SystemClock
from portal.database import connect
from portal.keyfile import changing, load_ring
from portal.resealing import reseal
from portal.work import Workroom

database, file = sys.argv[1], Path(sys.argv[2])
with changing(file) as ring:
    ring.begin(bytes(range(32)))
    reseal(Workroom(connect(database), SystemClock(), load_ring(file)), lambda *_: os.kill(os.getpid(), signal.SIGKILL))
"""


async def run(town: Town, *arguments: str) -> tuple[int, str]:
    """Run a process of its own beside the bot; its exit code and what it printed."""
    environ = {**os.environ, "MASANTE_DATABASE_URL": town.settings.database_url,
               "MASANTE_KEYS": str(town.folder / "keys"),
               "MASANTE_VAULT_URL": town.settings.vault_url}  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=town.folder, env=environ, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return process.returncode or 0, out.decode()


async def masante(town: Town, *arguments: str) -> Any:
    code, out = await run(town, "-m", "bot", *arguments, "--json")
    assert code == 0, out
    return json.loads(out)


async def keys(town: Town) -> list[int]:
    """How many values each key of the ring has sealed, the first key first."""
    counted = await town.do(resealing.count)
    return [counted.pop(name, 0) for name in load_ring(town.folder / "keys").names] + list(counted.values())


@on_both
async def test_a_new_key_is_begun_while_she_answers_and_nobody_notices(town: Town, camille: Phone):
    await ask(town, camille, **MANY)
    await camille.attach("photo", "a.jpg", photo("navy"))
    rotating = asyncio.create_task(masante(town, "keys", "rotate"))
    for colour in ("olive", "teal", "maroon"):
        await camille.attach("photo", "b.jpg", photo(colour))
    assert (await rotating)["unopened"] == []
    await camille.attach("photo", "c.jpg", photo("gold"))
    assert "5 bien arrivées" in camille.last
    await camille.tap("C'est tout")
    attachments = await send(town, camille)
    assert [len(await content(town, camille, one)) for one in attachments] == [
        one["size"] for one in attachments
    ]
    await masante(town, "keys", "reseal")
    new, old = await keys(town)
    assert (new > 10, old) == (True, 0)


async def test_a_rotation_that_was_cut_is_ended_by_the_next_and_the_old_key_can_go(
    town: Town, camille: Phone
):
    await ask(town, camille, **MANY)
    await camille.attach("photo", "a.jpg", photo("navy"))
    code, _ = await run(town, "-c", CUT, town.settings.database_url, str(town.folder / "keys"))
    assert code == -signal.SIGKILL
    assert all(await keys(town))  # some with either
    await camille.attach("photo", "b.jpg", photo("olive"))
    assert "2 bien arrivées" in camille.last
    assert (await masante(town, "keys", "rotate"))["begun"] is False
    new, old = await keys(town)
    assert (new > 10, old) == (True, 0)
    await _retire_the_old_one(town)
    await town.restart()
    await camille.tap("C'est tout")
    for one in await send(town, camille):
        assert len(await content(town, camille, one)) == one["size"]


async def test_a_bot_to_which_nobody_writes_takes_the_new_key_too(town: Town, camille: Phone):
    before = town.app.workroom.keys.names
    await masante(town, "keys", "rotate")
    assert await town.app.ticker._reread_keys() == 0
    assert town.app.workroom.keys.names[1:] == before


async def _retire_the_old_one(town: Town) -> None:
    file = town.folder / "keys"
    then = (datetime.now(UTC) - timedelta(minutes=11)).timestamp()
    os.utime(file, (then, then))
    old = load_ring(file).names[1].hex()
    await masante(town, "keys", "retire", old)
    assert file.read_text().count("seal:") == 1
