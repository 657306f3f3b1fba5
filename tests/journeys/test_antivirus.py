"""A file passes the antivirus before anything opens it; what is wrong is said, and nothing is lost."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from simulator import Simulator
from tests.clamav import EICAR, Clamd
from tests.journeys.people import CAMILLE
from tests.journeys.phone import Phone
from tests.journeys.test_files import ask, on_disk
from tests.journeys.town import Town
from tests.pictures import photo


@pytest.fixture
async def town(
    sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path, clamd: Clamd, request: Any
) -> AsyncIterator[Town]:
    url = getattr(request, "param", None) or clamd.unix
    async with Town(sim, http, database, tmp_path, MASANTE_CLAMD_URL=url) as started:
        yield started


@pytest.fixture
async def camille(town: Town) -> Phone:
    return await town.linked(CAMILLE)


async def test_what_the_antivirus_refuses_is_told_without_blame_and_another_is_taken(
    town: Town, camille: Phone, log: Any
) -> None:
    await ask(town, camille)
    await camille.attach("document", "ordonnance.jpg", photo() + EICAR)
    assert "Notre antivirus a refusé ce fichier" in camille.last
    assert "Une photo de la plaie ?" in camille.last
    assert on_disk(town) == []
    assert "file_infected" in log.getvalue()
    assert "ordonnance" not in log.getvalue()
    await camille.attach("photo", "a.jpg", photo("navy"))
    assert "Un mot ?" in camille.last


@pytest.mark.parametrize("town", ["unix:/nowhere/clamd.ctl"], indirect=True)
async def test_while_the_antivirus_is_away_nothing_passes_and_it_is_told(
    town: Town, camille: Phone, log: Any
) -> None:
    await ask(town, camille)
    await camille.attach("photo", "a.jpg", photo())
    assert "Le contrôle antivirus ne répond pas" in camille.last
    assert on_disk(town) == []
    assert "scanner_away" in log.getvalue()
