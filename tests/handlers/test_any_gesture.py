"""Whatever is typed, sent and tapped, commands included: nothing breaks, and there is always a way forward."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import bookmarks, followups
from portal.work import Workroom
from simulator.html_text import parse
from tests.databases import on_sqlite
from tests.handlers.chat import Chat, deposit
from tests.journeys import people
from tests.journeys.people import CAMILLE

COMMANDS = (
    "/start",
    "/menu",
    "/suivi",
    "/compte",
    "/aide",
    "/langue",
    "/annuler",
    "/stop",
    "/rappels",
    "/carnets",
    "/start x",
    "/nothing",
    "/documents",
)
WORDS = ("oui", "stop", "3", "37,8", "Rien de tout cela", "bof", "😀", "<b>&", "12345678", "é" * 4096)
GESTURES = st.one_of(
    st.tuples(st.just("tap"), st.integers(0, 3)),
    st.tuples(st.just("tap"), st.integers(0, 40)),
    st.tuples(st.just("any"), st.integers(0, 60)),
    st.tuples(st.just("gone"), st.integers(0, 60)),
    st.tuples(st.just("say"), st.sampled_from(WORDS)),
    st.tuples(st.just("say"), st.sampled_from(COMMANDS)),
    st.tuples(st.just("send"), st.sampled_from(("voice", "audio", "photo", "document"))),
)
_numbers = count(1)

pytestmark = on_sqlite


@contextmanager
def somebody(workroom: Workroom, form: str) -> Iterator[tuple[Chat, str]]:
    """A linked patient with a form to fill in; and her account."""
    n = next(_numbers)
    person = replace(CAMILLE, user_id=810_000 + n, email=f"p{n}@example.org")
    account_id = workroom.do(people.link, person)
    workroom.do(people.follow, account_id, people.shipped(form), at="00:00", window="24 h")
    workroom.do(followups.release_due)
    workroom.do(deposit, account_id, "Une ordonnance")
    workroom.do(deposit, account_id, "Une radio", type="DOCPAT04")
    with closing(Chat(workroom, person.user_id)) as chat:
        yield chat, account_id


def perform(chat: Chat, gesture: str, detail: Any, seen: list[tuple[int, str]]) -> None:
    """Do one thing: `tap` in the lowest message, `any` button of the chat, or one that is `gone` since."""
    match gesture:
        case "tap" if chat.telegram.messages:
            here = [(n, b.data) for n, b in chat.buttons if b.label in chat.labels and b.data]
            chat.press(*here[-1 - detail % len(here)])
        case "any" if chat.buttons:
            number, button = chat.buttons[detail % len(chat.buttons)]
            chat.press(number, button.data or "")
        case "gone" if seen:
            chat.press(*seen[detail % len(seen)])
        case "say":
            chat.say(detail)
        case "send":
            chat.send(detail)
        case _:
            chat.say("/suivi")


def hold(chat: Chat, account_id: str) -> None:
    """Check what must be true after every gesture."""
    assert chat.labels, "there is no way forward"
    for message in filter(None, chat.telegram.messages.values()):
        assert 0 < len(parse(message.text)[0]) <= 4096
        assert all(b.label and len((b.data or "").encode()) <= 64 for row in message.keyboard for b in row)
    mark = chat.room.do(bookmarks.active, str(chat.user_id))
    if mark is not None:
        theirs = [(n, b.data) for n, b in chat.buttons if b.data and not b.data.endswith(":resume")]
        current = {n for n, data in theirs if data.startswith(f"b:{mark.id}:{mark.turn}:")}
        assert len(current) == 1, "the question under way stands once in the chat"
    assert len(chat.room.do(people.responses, account_id)) <= 1, "it was sent twice"


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(["after-day-surgery", "child-asthma"]), st.lists(GESTURES, max_size=40))
def test_nothing_breaks_and_there_is_always_a_way_forward(
    workroom: Workroom, form: str, gestures: list[tuple[str, Any]]
):
    seen: list[tuple[int, str]] = []
    with somebody(workroom, form) as (chat, account_id):
        for gesture, detail in [("say", "/suivi"), *gestures]:
            perform(chat, gesture, detail, seen)
            hold(chat, account_id)
            seen += [(n, b.data) for n, b in chat.buttons[-4:] if b.data]
