"""Any update: what the Bot API's schema allows, and what it does not, for Hypothesis to draw from."""

import enum
import json
import types
import typing
from datetime import datetime
from functools import cache
from typing import Any

from aiogram.types import Update
from hypothesis import strategies as st
from pydantic import BaseModel

Json = dict[str, Any]

NUMBERED = 0  # stands for the next number, which whoever sends the update gives it
PERSONS = (710001, 710003, 5, 77, 900_000_000_000)  # the first one is linked, and has a form under way
TOKEN = "0123456789abcdef" * 2
TEXTS = (
    "/start", f"/start {TOKEN}", f"/start r-{TOKEN}", f"/start u-{TOKEN}", f"/start c-{TOKEN}", "/menu", "/suivi",
    "/documents", "/carnets", "/acteurs", "/identite", "/compte", "/aide", "/langue", "/annuler", "/stop",
    "/nothing x", "3", "37,8", "oui", "123456", "camille.durand@example.org", "j'ai mal", "je veux mourir", "<b>&",
    "{0.__class__}{nb}%s", "\u202e\u2066\u200b", "é" * 4096, "\x00", "a\x00b", "\ud800", "😀" * 50,
)  # fmt: skip
TAPS = (
    "m:menu", "m:suivi", "m:compte", "m:go:contact_us", "m:go:link_account", "m:journal", "m:carnets", "m:acteurs",
    "m:documents", "m:langue", "m:nowhere", "m:", "b:", "b:x:1:0", "b:::", "b:a:b:c:d:e", "\x00", "", "m:suivi:\x00",
    "m:doc:" + "z" * 60, f"m:compte-annuler:{TOKEN}", "🤡" * 16,
)  # fmt: skip
KINDS = ("message",) * 6 + ("callback_query",) * 4 + ("edited_message", "my_chat_member", "inline_query")
WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**63) - 1, 10**400, "", "x", "\x00", "\ud800", "9" * 5000, [], {}, [[]],
    [None], {"id": True}, {"id": 2**70}, {"": {"": {}}}, "NaN",
)  # fmt: skip
DEEPEST = 3  # models within models; below, only what must be there
MORE = 3  # optional fields of one model, at most
SPOILED = 24  # one field in as many is not what it should be, in updates that are spoiled at all


@st.composite
def updates(draw: st.DrawFn) -> bytes:
    """Draw the body of a request: an update as the schema has it, or one that is spoiled in some places."""
    spoiled = draw(st.integers(0, 2)) == 0
    kind = draw(st.sampled_from((*KINDS, *_others())))
    content = _model(draw, _kinds()[kind], 0, spoiled)
    who = draw(st.sampled_from(PERSONS))
    if not spoiled or draw(st.booleans()):
        _by(content, who)
    raw = {"update_id": NUMBERED, kind: content}
    if spoiled and draw(st.integers(0, 5)) == 0:
        raw["update_id"] = draw(st.sampled_from((2**63, -7, True, 10**400, 1.0)))
    return json.dumps(raw).encode()


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Draw what may be no update at all: one that was cut, or in which some bytes are others."""
    body = bytearray(draw(updates()))
    for _ in range(draw(st.integers(1, 3))):
        body[draw(st.integers(0, len(body) - 1))] = draw(st.integers(0, 255))
    return bytes(body[: draw(st.integers(0, len(body)))] if draw(st.booleans()) else body)


def _by(content: Json, who: int) -> None:
    """Have it come from a person, in her private chat, as what bots are sent does."""
    person = {"id": who, "is_bot": False, "first_name": "Camille", "language_code": "fr"}
    chat = {"id": who, "type": "private", "first_name": "Camille"}
    if "from" in content or "message_id" in content:
        content["from"] = person
    if "chat" in content:
        content["chat"] = chat
    if isinstance(message := content.get("message"), dict):
        message["chat"] = chat


@cache
def _kinds() -> dict[str, type[BaseModel]]:
    found = {name: _plain(field.annotation) for name, field in Update.model_fields.items()}
    return {name: one for name, one in found.items() if isinstance(one, type) and issubclass(one, BaseModel)}


@cache
def _others() -> tuple[str, ...]:
    return tuple(name for name in _kinds() if name not in KINDS)[::4]  # what Telegram is never asked for


def _plain(annotation: Any) -> Any:
    """Return a type without None, and without what pydantic wants to know besides."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _plain(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        kinds = [_plain(one) for one in typing.get_args(annotation) if one is not type(None)]
        return kinds[0] if len(kinds) == 1 else tuple(kinds)
    return annotation


@cache
def _fields(model: type[BaseModel]) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    """Return the fields that must be there, and those that may."""
    named = [
        (field.alias or name, _plain(field.annotation), field.is_required())
        for name, field in model.model_fields.items()
    ]
    return [(n, kind) for n, kind, must in named if must], [(n, kind) for n, kind, must in named if not must]


def _model(draw: st.DrawFn, model: type[BaseModel], depth: int, spoiled: bool) -> Json:
    must, may = _fields(model)
    chosen = list(must)
    if may and depth < DEEPEST:
        usual = [one for one in may if one[0] in ("text", "data", "message", "from", "caption", "entities")]
        chosen += draw(
            st.lists(st.sampled_from([*may, *usual * 4]), max_size=MORE, unique_by=lambda one: one[0])
        )
    return {name: _value(draw, name, kind, depth, spoiled) for name, kind in chosen}


def _value(draw: st.DrawFn, name: str, kind: Any, depth: int, spoiled: bool) -> Any:
    if spoiled and draw(st.integers(0, SPOILED)) == 0:
        return draw(st.sampled_from(WRONG))
    if isinstance(kind, tuple):
        return _value(draw, name, draw(st.sampled_from(kind)), depth, spoiled)
    if typing.get_origin(kind) is list:
        (inside,) = map(_plain, typing.get_args(kind))
        many = draw(st.integers(0, 2)) if depth < DEEPEST else 0
        return [_value(draw, name, inside, depth + 1, spoiled) for _ in range(many)]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _model(draw, kind, depth + 1, spoiled)
    return draw(_scalars(name, kind))


def _scalars(name: str, kind: Any) -> st.SearchStrategy[Any]:
    if typing.get_origin(kind) is typing.Literal:
        return st.sampled_from(typing.get_args(kind))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return st.sampled_from([one.value for one in kind])
    numbers = st.sampled_from(PERSONS) if name == "id" else st.integers(0, 2**31)
    known = {bool: st.booleans(), int: numbers, datetime: numbers, float: st.floats(-180, 180)}
    words = {"text": st.sampled_from(TEXTS) | st.text(min_size=1, max_size=40),
             "data": st.sampled_from(TAPS) | st.text(max_size=64)}  # fmt: skip
    return known.get(kind, words.get(name, st.text(max_size=12)))
