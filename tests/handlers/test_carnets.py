"""Buttons that a client made up, or kept from before, open no carnet and change none."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from portal import authorisations, carnets
from portal.authorisations import PARENT
from portal.work import Work, Workroom
from tests.clock import START
from tests.databases import on_sqlite
from tests.handlers.chat import Chat
from tests.journeys import people
from tests.journeys.people import CAMILLE, NADIA

pytestmark = on_sqlite
SCREENS = (
    "carnet", "carnet-arret", "carnet-transmettre", "carnet-partager", "carnet-invitation", "carnet-renvoyer",
    "carnet-corriger", "carnet-annuler", "carnet-accepter", "carnet-refuser", "carnet-oui", "carnet-non", "carnet-qui",
    "vaccins", "vaccins-age", "vaccin-note", "vaccin-effacer", "vaccins-rappels",
)  # fmt: skip


def held(work: Work, account_id: str) -> str:
    made = carnets.create(work, account_id, "Léo", START.date().replace(year=2024))
    assert isinstance(made, str)
    return made


@pytest.fixture
def chat(workroom: Workroom) -> Iterator[Chat]:
    """Camille's chat, beside Nadia who holds a carnet."""
    workroom.do(people.link, CAMILLE)
    with closing(Chat(workroom, CAMILLE.user_id)) as one:
        yield one


@pytest.fixture
def carnet(workroom: Workroom) -> str:
    return workroom.do(held, workroom.do(people.link, replace(NADIA)))


@pytest.mark.parametrize("screen", SCREENS)
def test_a_made_up_button_shows_nothing_of_a_carnet(chat: Chat, carnet: str, screen: str) -> None:
    for argument in ("", "{}", "{}.2", "{}.x.oui", "nothing", "{}.0.99999", "é" * 20, "...."):
        chat.say("/menu")
        chat.press(max(chat.telegram.messages), f"m:{screen}:{argument.format(carnet)}")
        assert "Léo" not in chat.last, argument
        assert chat.labels, argument
    assert chat.room.do(authorisations.readers, f"carnet:{carnet}") == [chat.room.do(people.find, NADIA)]


def test_who_shares_a_carnet_neither_shares_it_on_nor_removes_the_holder(chat: Chat, carnet: str) -> None:
    camille, nadia = chat.room.do(people.find, CAMILLE), chat.room.do(people.find, NADIA)
    chat.room.do(authorisations.give, f"patient:{camille}", f"carnet:{carnet}", PARENT, None)
    chat.say("/carnets")
    chat.press(max(chat.telegram.messages), f"m:carnet-partager:{carnet}")
    assert "Seul le parent qui tient ce carnet" in chat.last
    chat.press(max(chat.telegram.messages), f"m:carnet-transmettre:{carnet}")
    chat.press(max(chat.telegram.messages), f"m:carnet-arret:{carnet}.{nadia}.oui")
    assert set(chat.room.do(authorisations.readers, f"carnet:{carnet}")) == {nadia, camille}
