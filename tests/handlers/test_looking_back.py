"""The screens that look back: pages, old and made-up buttons, what must come first."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from conversations.consenting import VERSION
from handlers.history import PER_PAGE
from portal import accounts, followups
from portal.work import Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite
from tests.handlers.chat import Chat
from tests.journeys import people
from tests.journeys.forms import form, question
from tests.journeys.people import CAMILLE

pytestmark = on_sqlite
SLEEP = form(question("sleep", "integer", "Combien d'heures ?"), question("word", "string", "Un mot ?"))
MANY = form(*(question(f"n{n}", "integer", f"Question {n} ?") for n in range(14)))
LONG = form(
    *(
        question(f"n{n}", "integer", f"Une question {n} dont les mots sont bien trop longs ?")
        for n in range(3)
    )
)


@pytest.fixture
def chat(workroom: Workroom) -> Iterator[Chat]:
    with closing(Chat(workroom, CAMILLE.user_id)) as opened:
        opened.account_id = workroom.do(people.link, CAMILLE)
        yield opened


def follow(chat: Chat, source: str) -> None:
    chat.room.do(people.follow, chat.account_id, source, at="00:00", window="24 h")


def send(chat: Chat, clock: ManualClock, *days: tuple[str, ...]) -> None:
    """Answer the form of the day, day after day."""
    for answers in days:
        chat.room.do(followups.release_due)
        chat.say("/suivi", *answers)
        chat.tap("Envoyer")
        clock.move(timedelta(days=1))
        chat.room.do(followups.close_over)


def home(chat: Chat) -> None:
    """Open the home of her follow-up, whatever there is to fill in."""
    chat.press(0, "m:suivi-accueil")


def test_what_was_sent_is_turned_page_by_page_in_one_place(chat: Chat, clock: ManualClock) -> None:
    follow(chat, SLEEP)
    send(chat, clock, *[(str(n), "x") for n in range(PER_PAGE + 2)])
    home(chat)
    chat.tap("Mes envois")
    assert next(label for label in chat.labels if "mars" in label).startswith("11 mars")
    before = len(chat.telegram.messages)
    chat.tap("Suite ›")
    assert [label[:7] for label in chat.labels if "mars" in label] == ["3 mars ", "2 mars "]
    chat.tap("2 mars 2026 à 09:00")
    assert "Combien d'heures ?\n<b>0</b>" in chat.last
    chat.tap("‹ Mes envois")
    assert "‹ Précédent" in chat.labels
    assert len(chat.telegram.messages) == before


def test_titles_are_named_where_there_are_several(chat: Chat, clock: ManualClock) -> None:
    follow(chat, SLEEP)
    send(chat, clock, ("7", "x"))
    follow(chat, form(question("other", "string", "Autre ?")).replace("Un formulaire", "Le cœur"))
    chat.room.do(followups.release_due)
    chat.say("/suivi")
    chat.tap("Le cœur")
    chat.say("bien")
    chat.tap("Envoyer")
    chat.tap("Mes envois")
    assert [label.partition(" · ")[2] for label in chat.labels[:2]] == ["Le cœur", "Un formulaire"]


def test_a_long_form_is_read_in_pages_and_nothing_is_lost(chat: Chat, clock: ManualClock) -> None:
    follow(chat, form(*(question(f"w{n}", "text", f"Texte {n} ?") for n in range(4))))
    send(chat, clock, tuple(f"{n}" + "é" * 1900 for n in range(4)))
    home(chat)
    chat.tap("Mes envois")
    chat.tap("2 mars 2026 à 09:00")
    seen = chat.last
    while "Suite ›" in chat.labels:
        chat.tap("Suite ›")
        seen += chat.last
    assert seen.count("é" * 1900) == 4
    assert "Page 4 sur 4" in seen


def test_at_most_twelve_trends_are_offered_and_it_is_said(chat: Chat, clock: ManualClock) -> None:
    follow(chat, MANY)
    send(chat, clock, *[("1",) * 14] * 2)
    home(chat)
    chat.tap("Mon évolution")
    assert [label for label in chat.labels if label.startswith("Question")] == [
        f"Question {n} ?" for n in range(12)
    ]
    assert "Seules les 12 premières" in chat.last


def test_long_questions_are_numbered(chat: Chat, clock: ManualClock) -> None:
    follow(chat, LONG)
    send(chat, clock, *[("1", "2", "3")] * 2)
    home(chat)
    chat.tap("Mon évolution")
    assert chat.labels[:3] == ["1", "2", "3"]
    chat.tap("2")
    assert "Une question 1 dont" in chat.last
    assert "Dernière : 2, le" in chat.last.replace("\xa0", " ")
    chat.tap("En texte")
    assert chat.last.count("mars 2026") == 2
    chat.tap("‹ Mon évolution")
    assert chat.labels[:3] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "data",
    ["m:envois:99", "m:envois:-1", "m:envois:٣", "m:envoi:", "m:envoi:x.y.z", "m:envoi:x.9999999.1", "m:lectures:7",
     "m:courbes:x", "m:courbe:", "m:courbe:x.y", "m:points:x.y.z", "m:points:..", "m:suivi:x"],
)  # fmt: skip
def test_what_a_client_made_up_is_answered(chat: Chat, clock: ManualClock, data: str) -> None:
    follow(chat, SLEEP)
    send(chat, clock, ("7", "x"), ("8", "x"))
    chat.press(0, data)
    assert chat.labels
    assert len(chat.last) > 5


def test_a_trend_that_is_there_no_more_leads_to_those_that_are(chat: Chat, clock: ManualClock) -> None:
    follow(chat, LONG)
    send(chat, clock, *[("1", "2", "3")] * 2)
    home(chat)
    chat.tap("Mon évolution")
    known = next(button.data for _number, button in chat.buttons if button.label == "1")
    chat.press(0, (known or "")[:-8] + "00000000")
    assert chat.labels[:3] == ["1", "2", "3"]


def test_one_form_due_is_opened_from_a_command_and_offered_at_home(chat: Chat) -> None:
    follow(chat, SLEEP)
    chat.room.do(followups.release_due)
    home(chat)
    assert chat.labels[0] == "Un formulaire"
    chat.say("/suivi")
    assert "Combien d'heures" in chat.last


def test_who_withdrew_her_agreement_sees_nothing_of_it(chat: Chat, clock: ManualClock) -> None:
    follow(chat, SLEEP)
    send(chat, clock, ("7", "x"), ("8", "x"))
    chat.room.do(accounts.withdraw, CAMILLE.user_id, chat.account_id, VERSION)
    for data in ("m:envois", "m:lectures", "m:courbes", "m:suivi-accueil"):
        chat.press(0, data)
        assert "tant que vous" in chat.last


def test_after_a_long_silence_a_code_comes_first_then_the_very_screen(chat: Chat, clock: ManualClock) -> None:
    follow(chat, SLEEP)
    send(chat, clock, ("7", "x"), ("8", "x"))
    home(chat)
    chat.tap("Mon évolution")
    chat.tap("En texte")
    shown = next(button.data for _number, button in chat.buttons if button.label == "En image")
    clock.move(timedelta(days=31))
    chat.press(0, shown or "")
    assert "code" in chat.last
