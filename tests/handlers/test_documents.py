"""The screens of documents: old and made-up buttons, what must come first, and where each tap leads."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from conversations.consenting import VERSION
from portal import accounts, documents, journal
from portal.documents import Habits
from portal.work import Workroom
from tests.databases import on_sqlite
from tests.handlers.chat import Chat, deposit
from tests.journeys import people
from tests.journeys.people import CAMILLE

pytestmark = on_sqlite
SCREENS = ("documents", "documents-filtre", "documents-corbeille", "documents-chercher", "documents-reglages", "document",
           "doc-ouvrir", "doc-fichier", "doc-masquer", "doc-cacher", "doc-urgence", "doc-renommer", "doc-supprimer",
           "doc-rendre")  # fmt: skip

MADE_UP = ("", ".", "x.y.z", "x.y.z.9999999", "{}.x", "{}.1.2.3.4.5", "moi.DOCPAT02.٣", "." * 40, "é" * 20)


@pytest.fixture
def chat(workroom: Workroom) -> Iterator[Chat]:
    with closing(Chat(workroom, CAMILLE.user_id)) as opened:
        opened.account_id = workroom.do(people.link, CAMILLE)
        opened.document = workroom.do(deposit, opened.account_id, "Ordonnance")
        yield opened


@pytest.mark.parametrize("screen", SCREENS)
def test_what_a_client_made_up_is_answered(chat: Chat, screen: str) -> None:
    for argument in MADE_UP:
        said = len(chat.telegram.messages)
        chat.press(0, f"m:{screen}:{argument.format(chat.document)}")
        assert len(chat.telegram.messages) > said, argument
        assert chat.labels, argument
        assert len(chat.last) > 5, argument


@pytest.mark.parametrize("screen", SCREENS)
def test_who_withdrew_her_agreement_sees_nothing_of_it(chat: Chat, screen: str) -> None:
    chat.room.do(accounts.withdraw, CAMILLE.user_id, chat.account_id, VERSION)
    chat.press(0, f"m:{screen}:{chat.document}")
    assert "tant que vous" in chat.last
    assert "Ordonnance" not in chat.last


def test_made_up_settings_change_nothing(chat: Chat) -> None:
    for wrong in ("3", "-10", "9999", "x"):
        chat.press(0, f"m:documents-reglages:{wrong}")
    assert chat.room.do(documents.habits, chat.account_id) == Habits()
    chat.press(0, "m:documents-reglages:60")
    chat.press(0, "m:documents-reglages:demander")
    assert chat.room.do(documents.habits, chat.account_id) == Habits(None, 60)


def test_every_button_of_a_document_fits_and_leads_on(chat: Chat) -> None:
    chat.press(0, f"m:document:{chat.document}.{'c' * 10}.EXPPAT_3.99999")
    for number, button in chat.buttons:
        assert len((button.data or "").encode()) <= 64
        chat.press(number, button.data or "")
        assert chat.labels


def test_a_list_whose_page_is_gone_shows_the_first(chat: Chat) -> None:
    chat.press(0, "m:documents:..7")
    assert chat.labels[0].startswith("Ordonnance · ")


def test_the_menu_says_how_many_are_new(chat: Chat) -> None:
    chat.say("/menu")
    assert "Mes documents" in chat.labels


def test_who_is_not_linked_is_led_to_sign_in(workroom: Workroom) -> None:
    with closing(Chat(workroom, 820_000)) as stranger:
        for screen in SCREENS:
            stranger.press(0, f"m:{screen}:x")
            assert "liée à votre compte" in stranger.last
            assert "Me connecter" in stranger.labels


def test_a_carnet_that_was_never_there_leaves_no_journal(chat: Chat) -> None:
    chat.press(0, "m:documents:madeup.x.0")
    assert chat.labels[0].startswith("Ordonnance · ")
    assert chat.room.do(journal.read, "carnet:madeup") == []
