"""Whatever people tap, type, take back, stop and take up again, the rules of a form hold."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.messages import Button
from portal.questionnaires import dumps, from_response, load, problems, walk
from portal.work import Workroom
from tests.conversations.chat import Chat
from tests.databases import on_sqlite
from tests.journeys import people
from tests.journeys.forms import form, question
from tests.portal.questionnaires.forms import SHARED, prune

PHOTOS = form(
    question("first", "attachment", "Photos ?", repeats=True, required=False),
    question("second", "attachment", "Une photo ?"),
    question("third", "attachment", "Deux photos ?", repeats=True, required=False, extension=[
        {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs", "valueInteger": 2}]),
    question("word", "string", "Un mot ?", required=False),
)  # fmt: skip
OTHERS = ("lf-nested-enablewhen.json", "lf-minmax-occurs.json", "i4-effort.json")
WORDS = (
    "oui",
    "non",
    "3",
    "3/10",
    "37,8",
    "hier",
    "31/02",
    "abc",
    "1.000,5",
    "😀",
    "8h30",
    "Rien de tout cela",
    "x" * 5000,
)
GESTURES = st.one_of(
    st.tuples(st.just("tap"), st.integers(0, 30)),
    st.tuples(st.just("tap"), st.integers(0, 2)),
    st.tuples(st.just("old"), st.integers(0, 30)),
    st.tuples(st.just("say"), st.sampled_from(WORDS) | st.text(max_size=30)),
    st.tuples(st.just("photo"), st.sampled_from((None, None, "an album", "another"))),
    st.tuples(st.just("open"), st.none()),
)

pytestmark = on_sqlite


def perform(chat: Chat, gesture: str, detail: Any, seen: list[tuple[Button, int]]) -> None:
    ours = [button for button in chat.buttons if button.data.startswith("b:")]
    match gesture:
        case "tap" if ours:
            chat.tap(ours[detail % len(ours)])
        case "old" if seen:
            chat.tap(*seen[detail % len(seen)])
        case "say":
            chat.say(detail)
        case "photo":
            chat.send("photo", detail)
        case _:
            chat.open()


def hold(chat: Chat, form: Any) -> None:
    """What must be true after every gesture."""
    assert chat.buttons, "there is no way forward"
    mark = chat.mark
    if mark is not None and mark.form == "fill_follow_up" and not mark.data["at"].startswith("("):
        enabled = {step.path for step in walk(form, tree_of(chat, form, mark.data)).steps}
        assert mark.data["at"] in enabled, "a question is asked that does not apply"
    assert len(chat.responses()) <= 1, "it was sent twice"


def tree_of(chat: Chat, form: Any, data: dict[str, Any]) -> Any:
    """The answers as the conversation itself gives them to the form's engine."""
    from conversations import fill_follow_up, stage

    return (
        chat.workroom.do(lambda work: fill_follow_up.tree(stage.begin(work, chat.id, _marked(work, chat))))
        if data["answers"] or data["skipped"]
        else {}
    )


def _marked(work: Any, chat: Chat) -> Any:
    from portal import bookmarks

    return bookmarks.active(work, str(chat.id))


def check_sent(chat: Chat, made: Any) -> None:
    """What was sent answers only what applies, and nothing that must be answered is missing."""
    for response in chat.responses():
        given_back = from_response(made, response)
        assert prune(made, given_back) == given_back
        assert not [one for one in problems(made, given_back) if one.blocks]


def live(workroom: Workroom, source: str, gestures: list[tuple[str, Any]]) -> Chat:
    chat, form = Chat(workroom, source), load(json.loads(source))
    seen: list[tuple[Button, int]] = []
    for gesture, detail in gestures:
        perform(chat, gesture, detail, seen)
        hold(chat, form)
        seen += [(button, chat.last_id) for button in chat.buttons[:3] if button.data.startswith("b:")]
    check_sent(chat, form)
    return chat


relaxed = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@relaxed
@given(st.sampled_from(["after-day-surgery", "child-asthma"]), st.lists(GESTURES, max_size=45))
def test_our_forms_hold_whatever_people_do(workroom: Workroom, name: str, gestures: list[tuple[str, Any]]):
    live(workroom, people.shipped(name), gestures)


@relaxed
@given(st.lists(GESTURES | st.tuples(st.just("photo"), st.none()), max_size=45))
def test_a_form_that_asks_for_photos_holds_too(workroom: Workroom, gestures: list[tuple[str, Any]]):
    live(workroom, PHOTOS, gestures)


@pytest.mark.skipif(not SHARED.exists(), reason="the forms of others are not beside this checkout")
@relaxed
@given(st.sampled_from(OTHERS), st.lists(GESTURES, max_size=30))
def test_the_forms_of_others_hold_too(workroom: Workroom, name: str, gestures: list[tuple[str, Any]]):
    live(workroom, dumps(json.loads((SHARED / name).read_text())), gestures)


def easiest(chat: Chat, turn: int) -> None:
    """Tap the first thing that leads on; where words are needed, give one number or the other."""
    tokens = {button.data.rpartition(":")[2]: button for button in chat.buttons}
    ticked = chat.mark is not None and chat.mark.data["ticked"]
    order = ("ok", "0") if ticked else ("0",)
    first = next((tokens[token] for token in (*order, "s", ">") if token in tokens), None)
    if first is None:
        chat.say(("38", "250")[turn % 2])
    else:
        chat.tap(first)


@pytest.mark.parametrize("name", ["after-day-surgery", "child-asthma"])
def test_who_always_does_the_easiest_gets_to_the_end(workroom: Workroom, name: str):
    chat = live(workroom, people.shipped(name), [])
    for turn in range(40):
        if chat.responses():
            break
        easiest(chat, turn)
    assert len(chat.responses()) == 1
    check_sent(chat, load(json.loads(people.shipped(name))))
