"""Whatever kind of message comes is answered, outside a conversation and inside one: never silence, never a dead end."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from aiogram.enums import ContentType
from telegram.constants import MessageType

from bench.danger_learn import lessons
from conversations.watching import Warn, warn
from handlers.incoming import KINDS, SILENT
from portal import followups
from portal.danger import watch
from portal.encoder import HERE as SHELF
from portal.work import Workroom
from tests.databases import on_sqlite
from tests.doubtful import PERHAPS
from tests.handlers.chat import Chat
from tests.journeys import people
from tests.journeys.forms import ALL_IS_WELL
from tests.journeys.people import CAMILLE

pytestmark = on_sqlite
FILE = {"file_id": "f", "file_unique_id": "u"}
SQUARE = {**FILE, "width": 9, "height": 9}
HERE = {"latitude": 48.8, "longitude": 2.3}
SENT: dict[str, Any] = {
    "photo": [SQUARE],
    "animation": {**SQUARE, "duration": 1},
    "document": {**FILE, "mime_type": "application/zip", "file_name": "x.zip"},
    "voice": {**FILE, "duration": 3},
    "video": {**SQUARE, "duration": 3},
    "video_note": {**FILE, "length": 9, "duration": 3},
    "audio": {**FILE, "duration": 3},
    "sticker": {**SQUARE, "type": "regular", "is_animated": False, "is_video": False},
    "venue": {"location": HERE, "title": "Café", "address": "1 rue de la Paix"},
    "location": HERE,
    "contact": {"phone_number": "+33639980103", "first_name": "Nadia"},
    "poll": {"id": "1", "question": "Thé ?", "options": [{"text": "oui", "voter_count": 0, "persistent_id": "1"}],
             "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
             "allows_multiple_answers": False, "allows_revoting": False, "members_only": False},
    "dice": {"emoji": "🎲", "value": 3},
    "story": {"chat": {"id": 7, "type": "private"}, "id": 1},
    "invoice": {"title": "x", "description": "y", "start_parameter": "z", "currency": "EUR", "total_amount": 1},
    "game": {"title": "x", "description": "y", "photo": [SQUARE]},
    "of_tomorrow": {"text": "something that nobody knows yet"},
}  # fmt: skip
TEXT = {"text", "unknown", "any"}
NOT_CONTENT = {  # what stands beside the content of a message
    "business_connection_id", "effect_id", "reply_to_story", "sender_boost_count", "sender_business_bot",
}  # fmt: skip
KNOWN_AS_OTHER = {"rich_message", "user_shared"}  # answered as what nobody knows yet: its words are looked at
_numbers = count(1)

kinds = pytest.mark.parametrize("kind", SENT)


@pytest.fixture
def camille(workroom: Workroom) -> Iterator[Chat]:
    """A linked patient."""
    person = replace(CAMILLE, user_id=830_000 + next(_numbers))
    account_id = workroom.do(people.link, person)
    workroom.do(people.follow, account_id, at="00:00", window="24 h")
    workroom.do(followups.release_due)
    with closing(Chat(workroom, person.user_id)) as chat:
        yield chat


@pytest.fixture
def stranger(workroom: Workroom) -> Iterator[Chat]:
    with closing(Chat(workroom, 840_000 + next(_numbers))) as chat:
        yield chat


def test_every_kind_of_message_there_is_is_answered_or_known_to_need_no_answer(workroom: Workroom) -> None:
    known = {*KINDS, *SILENT, *TEXT, *NOT_CONTENT, *KNOWN_AS_OTHER}
    assert {one.value for one in (*MessageType, *ContentType)} - known == set()
    assert set(KINDS) & set(SILENT) == set()


@kinds
def test_outside_a_conversation_a_kind_of_message_gets_a_word_and_a_way_on(camille: Chat, kind: str) -> None:
    camille.put(**{kind: SENT[kind]})
    assert camille.labels
    assert "Je ne sais pas encore répondre" not in camille.last


def test_a_poll_of_a_server_that_tells_less_of_it_is_answered_too(camille: Chat) -> None:
    options = [{"text": "oui", "voter_count": 0}]
    camille.put(poll={**SENT["poll"], "options": options})
    assert "sondages" in camille.last


@kinds
def test_a_stranger_is_answered_too(stranger: Chat, kind: str) -> None:
    stranger.put(**{kind: SENT[kind]})
    assert "Nous contacter" in stranger.labels


@kinds
def test_inside_a_conversation_the_question_stays(camille: Chat, kind: str) -> None:
    camille.say("/suivi")
    camille.put(**{kind: SENT[kind]})
    assert "votre douleur" in camille.last
    assert "j'attends une réponse en mots" in camille.last


@pytest.mark.parametrize("kind", ["pinned_message", "write_access_allowed", "chat_background_set"])
def test_what_telegram_tells_of_the_chat_itself_gets_no_answer(camille: Chat, kind: str) -> None:
    camille.say("/menu")
    before = camille.telegram.calls
    content = {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}}
    camille.put(**{kind: content.get(kind, {"type": {"type": "chat_theme", "theme_name": "x"}})})
    assert camille.telegram.calls == before


def test_an_album_of_a_stranger_is_answered_once(stranger: Chat) -> None:
    for _ in range(3):
        stranger.put(photo=[SQUARE], media_group_id="42")
    assert len([one for one in stranger.telegram.messages.values() if one]) == 1
    assert "connectez-vous" in stranger.last


@pytest.mark.parametrize(
    ("said", "answer"),
    [("Bonjour !", "Bonjour"), ("merci beaucoup", "Avec plaisir"), ("👍", "Je ne lis que les mots"),
     ("gracias", "Avec plaisir"), ("vous êtes nuls", "Une personne peut vous aider"), ("au revoir", "prenez soin de vous")],
)  # fmt: skip
def test_small_talk_is_answered_in_kind(camille: Chat, said: str, answer: str) -> None:
    camille.say(said)
    assert answer in camille.last
    assert "Nous contacter" in camille.labels


def test_a_stranger_who_says_hello_is_told_who_we_are_and_may_choose_a_language(stranger: Chat) -> None:
    stranger.say("bonjour")
    assert "Je suis MaSanté" in stranger.last
    stranger.say("merci")
    assert "Langue" in stranger.labels


def test_where_nobody_can_be_written_to_the_care_team_is_named(camille: Chat) -> None:
    camille.say("bonjour")
    camille.tap("Nous contacter")
    assert "l'équipe de soins qui a ouvert votre compte" in camille.last


@pytest.mark.parametrize("before", [(), ("/suivi",)])
def test_a_rude_question_is_answered_like_any_other(camille: Chat, before: tuple[str, ...]) -> None:
    camille.say(*before, "putain comment je change mon mail")
    shown = [one.text for one in camille.telegram.messages.values() if one]
    assert any("Changer mon adresse e-mail" in one for one in shown)


@pytest.mark.parametrize(
    ("given", "answer"),
    [({"text": "merci"}, "Avec plaisir"), ({"voice": SENT["voice"]}, "écouter les messages")],
)
def test_at_the_recap_small_talk_and_things_are_answered_in_kind(
    camille: Chat, given: dict[str, Any], answer: str
) -> None:
    camille.say("/suivi", *ALL_IS_WELL)
    camille.put(**given)
    assert answer in camille.last
    assert "Vérifiez avant d'envoyer" in camille.last


def test_thanks_at_a_question_are_no_wrong_answer(camille: Chat) -> None:
    camille.say("/suivi", "merci")
    assert "Avec plaisir" in camille.last
    assert "votre douleur" in camille.last
    assert "⚠️" not in camille.last


def test_a_message_that_is_changed_keeps_its_first_words_and_that_is_said(camille: Chat) -> None:
    camille.say("/suivi", "bof")
    camille.change(text="3")
    assert "tel que vous l'avez d'abord envoyé" in camille.last
    assert "votre douleur" in camille.last


def test_a_message_that_is_changed_outside_of_any_conversation_is_answered_too(camille: Chat) -> None:
    camille.say("merci")
    camille.change(text="merci beaucoup")
    assert "écrivez un nouveau message" in camille.last


def test_danger_is_said_at_once_and_stays_last_below_the_question(camille: Chat) -> None:
    camille.say("/suivi", "je n'arrive plus à respirer")
    shown = [one.text for one in camille.telegram.messages.values() if one]
    assert "votre douleur" in shown[-2]
    assert "appelez le 15 ou le 112" in shown[-1]
    assert "114" in shown[-1]


def test_a_thing_whose_words_only_may_be_danger_is_answered_as_well(stranger: Chat) -> None:
    stranger.put(voice=SENT["voice"], caption=PERHAPS)
    shown = [one.text for one in stranger.telegram.messages.values() if one]
    assert any("C'est urgent maintenant" in one for one in shown)
    assert any("écouter les messages" in one for one in shown)


def test_what_words_say_as_a_whole_is_heard_once_the_encoder_is_read(stranger: Chat) -> None:
    encoder = SHELF.fetch()
    cries = (one.text for one in lessons("fr") if one.kind)
    implied = next(text for text in cries if watch(text) is None and watch(text, encoder) is not None)
    stranger.say(implied)
    shown = [one.text for one in stranger.telegram.messages.values() if one]
    assert any("appelez le" in one for one in shown)


@pytest.mark.parametrize("way", ["caption", "edit", "command", "poll", "tomorrow", "words"])
def test_danger_is_heard_wherever_words_stand(stranger: Chat, way: str) -> None:
    words = "je veux mourir"
    match way:
        case "caption":
            stranger.put(photo=[SQUARE], caption=words)
        case "edit":
            stranger.say("bonjour")
            stranger.change(text=words)
        case "command":
            stranger.say(f"/menu {words}")
        case "poll":
            stranger.put(poll={**SENT["poll"], "question": words})
        case "tomorrow":
            stranger.put(rich_text={"parts": [{"said": words}]})
        case _:
            stranger.say(words)
    assert any("3114" in one.text for one in stranger.telegram.messages.values() if one)


@pytest.mark.parametrize("said", ["excuse-moi", "lo siento", "et toi ?", "j'ai fini", "et alors ?"])
def test_small_talk_alone_is_not_asked_whether_it_is_urgent(stranger: Chat, said: str) -> None:
    stranger.say(said)
    assert "urgent" not in stranger.last
    assert "Nous contacter" in stranger.labels


def test_danger_is_said_again_each_time_but_not_at_each_of_twenty_messages(stranger: Chat) -> None:
    stranger.say(*["je veux mourir"] * 20)
    assert 1 < len([one for one in stranger.telegram.messages.values() if one and "3114" in one.text]) < 5


def test_danger_is_said_once_for_a_message_however_often_its_process_is_killed(stranger: Chat) -> None:
    cry = Warn(stranger.user_id, "41", ("vital",))
    assert [stranger.room.do(warn, cry) for _life in range(5)] == [True] * 5
    stranger.deliver()
    assert (
        sum("appelez le 15 ou le 112" in one.text for one in stranger.telegram.messages.values() if one) == 1
    )


def test_what_a_cry_was_changed_to_is_answered_as_well(stranger: Chat) -> None:
    stranger.say("je veux mourir")
    stranger.change(text="je veux mourir ce soir")
    assert sum("3114" in one.text for one in stranger.telegram.messages.values() if one) == 2


def test_a_password_is_not_looked_at(stranger: Chat, workroom: Workroom) -> None:
    person = replace(CAMILLE, user_id=stranger.user_id)
    workroom.do(people.open_account, person)
    stranger.say("/start")
    stranger.tap("Me connecter")
    stranger.tap("J'accepte")
    stranger.say(person.email)
    assert "mot de passe" in stranger.last
    stranger.say("je veux mourir 42")
    assert "3114" not in "".join(one.text for one in stranger.telegram.messages.values() if one)
