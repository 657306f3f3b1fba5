"""A rolling upgrade: processes of this code go on, and start again, on a schema one additive migration ahead."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.commands.opening import check_schema
from portal.errors import SchemaAhead
from portal.migrations import HEAD, upgrade
from simulator import Simulator
from tests.journeys import people
from tests.journeys.forms import form, question
from tests.journeys.people import CAMILLE
from tests.journeys.town import Town, on_both
from tests.widening import widen

FORM = form(question("pain", "integer", "Votre douleur ?"), question("well", "boolean", "Tout va bien ?"))


@pytest.fixture
async def old(
    sim: Simulator,
    http: aiohttp.ClientSession,
    database: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Town]:
    """A bot on a database of its own: its tables will change."""
    if database.startswith("postgresql"):  # the one at hand is every test's
        upgrade(database := request.getfixturevalue("bare_database"))
    async with Town(sim, http, database, tmp_path) as town:
        yield town


async def migrated_away(town: Town, **more: str) -> None:
    await asyncio.to_thread(widen, town.app.workroom.engine, **more)
    await town.app.orders.look()


@on_both
async def test_an_old_process_works_on_a_newer_schema_and_may_be_started_there(old: Town, log: io.StringIO):
    camille = await old.linked(CAMILLE)
    await old.do(people.follow, camille.account_id, FORM, at="09:00", window="12 h")
    await migrated_away(old)
    await old.later(seconds=1)
    await camille.look()
    await camille.tap("Remplir")
    await camille.say("7")
    assert check_schema(old.settings, to_run=True).remarks
    with pytest.raises(SchemaAhead):
        check_schema(old.settings)  # commands want the version of the schema
    await old.restart()
    assert await ready(old)
    await camille.tap("Oui")
    await camille.tap("Envoyer")
    (response,) = await old.do(people.responses, camille.account_id)
    assert [item["linkId"] for item in response["item"]] == ["pain", "well"]
    assert not old.app.orders.current.is_set()  # nothing is erased, swept or taken along by who knows not all
    assert '"schema_newer"' in log.getvalue()


async def test_a_process_ends_when_the_schema_is_no_longer_one_it_can_work_on(old: Town):
    await migrated_away(old, oldest=f"{int(HEAD) + 1:04}")
    assert old.app.over.is_set()
    assert not await ready(old)
    for to_run in (True, False):
        with pytest.raises(SchemaAhead):
            check_schema(old.settings, to_run=to_run)


async def ready(town: Town) -> bool:
    async with town.http.get(f"{town.page}/ready") as answer:
        return answer.status == 200
