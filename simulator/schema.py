"""What the Bot API accepts: calls are checked against the methods and types aiogram knows."""

import asyncio
import json
import math
import types
import typing
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from simulator.refusal import Refusal, bad_request
from simulator.requests import Upload

Json = dict[str, Any]

SCALARS = {"str", "int", "float", "bool", "datetime", "timedelta"}
MARKUPS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
NESTED = {
    "reply_markup": "inline keyboard button",
    "commands": "BotCommand",
    "entities": "MessageEntity",
    "caption_entities": "MessageEntity",
    "media": "InputMedia",
    "scope": "BotCommandScope",
    "menu_button": "MenuButton",
    "reply_parameters": "reply parameters",
    "results": "inline query result",
}
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "inline_query_id": "query is too old and response timeout expired or query ID is invalid",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "commands": "",  # Telegram takes no commands as an empty list
    "url": "",  # and no URL as no webhook
}


@dataclass(frozen=True)
class Field:
    """One parameter of a method: its plain types, or the adapter that checks its JSON."""

    name: str
    required: bool
    kinds: frozenset[str]
    annotation: Any

    @property
    def nested(self) -> bool:
        """Whether the value is a JSON object or array."""
        return not self.kinds <= SCALARS and "InputFile" not in self.kinds


async def loaded() -> None:
    """Return once the methods are known; importing aiogram takes seconds, hence the thread."""
    if not methods.cache_info().currsize:
        await asyncio.to_thread(methods)


@cache
def methods() -> dict[str, dict[str, Field]]:
    """The fields of every method, by the method's name in lower case."""
    import aiogram.methods  # noqa: PLC0415 - seconds of start-up, and only here

    classes = [getattr(aiogram.methods, name) for name in aiogram.methods.__all__]
    named = [(vars(c).get("__api_method__"), c) for c in classes]
    return {
        name.lower(): {
            field: _field(field, of.annotation, of.is_required()) for field, of in c.model_fields.items()
        }
        for name, c in named
        if isinstance(name, str)
    }


def check(method: str, given: Json) -> Json:
    """The parameters of a call, decoded; a 400 for what Telegram would refuse or does not know."""
    fields = methods().get(method)
    if fields is None:
        raise Refusal(404, "Not Found: method not found")
    decoded: Json = {}
    for name, value in given.items():
        if isinstance(value, Upload) and name not in fields:
            decoded[name] = value  # a file that another field names with attach://
        elif name not in fields:
            raise bad_request(f"unknown parameter {name}")
        elif value is not None:
            decoded[name] = _decode(fields[name], value)
    for field in fields.values():
        if field.required and field.name not in decoded and (words := _missing(field.name)):
            raise bad_request(words)
    return decoded


def _missing(name: str) -> str:
    return MISSING.get(name, f"parameter {name} is required")


def _field(name: str, annotation: Any, required: bool) -> Field:
    union = typing.get_origin(annotation) in {typing.Union, types.UnionType}
    parts = typing.get_args(annotation) if union else (annotation,)
    parts = tuple(p for p in parts if p is not type(None) and getattr(p, "__name__", "") != "Default")
    kinds = frozenset(p.__name__ if isinstance(p, type) and not typing.get_args(p) else "json" for p in parts)
    return Field(name, required, kinds, typing.Union[parts])  # noqa: UP007 - made at run time


def _decode(field: Field, value: Any) -> Any:
    if field.nested:
        return _checked_json(field, value)
    if "InputFile" in field.kinds:
        return value
    if isinstance(value, Upload):
        raise bad_request(f"parameter {field.name} must not be a file")
    if isinstance(value, (dict, list)):
        raise bad_request(f"parameter {field.name} must not be an Object or an Array")
    if "str" in field.kinds:
        return value if isinstance(value, str) else json.dumps(value)
    return _boolean(value) if "bool" in field.kinds else _number(field, value)


def _boolean(value: Any) -> bool:
    return str(value).lower() in {"true", "yes", "1"}


def _number(field: Field, value: Any) -> int | float:
    try:
        number = float(value)
        if not math.isfinite(number) or ("float" not in field.kinds and number != int(number)):
            raise ValueError
    except (TypeError, ValueError):
        raise bad_request(f"parameter {field.name} must be of type Number") from None
    return number if "float" in field.kinds else int(value)


def _checked_json(field: Field, value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            what = "reply keyboard markup" if field.name == "reply_markup" else field.name.replace("_", " ")
            raise bad_request(f"can't parse {what} JSON object") from None
    if field.name == "reply_markup" and not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    try:
        checked = _adapter(field, _markup(field, value)).validate_python(value)
    except ValidationError as refused:
        raise bad_request(_words(field, refused)) from None
    if unknown := _unknown(checked, field.name):
        raise bad_request(f"unknown parameter {unknown}")
    return value


def _markup(field: Field, value: Any) -> str | None:
    """Which keyboard it is: to pydantic, any object could be a ForceReply with more fields."""
    if field.name != "reply_markup":
        return None
    return next((key for key in MARKUPS if key in value), None)


@cache
def _adapter(field: Field, markup: str | None) -> TypeAdapter[Any]:
    if markup is None:
        return TypeAdapter(field.annotation)
    choices = typing.get_args(field.annotation) or (field.annotation,)
    return TypeAdapter(next((c for c in choices if next(iter(c.model_fields)) == markup), field.annotation))


def _unknown(value: Any, path: str) -> str | None:
    """The first field, in nested objects, that the Bot API does not have."""
    if isinstance(value, BaseModel):
        for extra in value.model_extra or ():
            return f"{path}.{extra}"
        fields = vars(value)
        inner: Any = [(name, fields[name]) for name in value.model_fields_set]
    elif isinstance(value, list):
        inner = enumerate(value)
    else:
        return None
    for name, part in inner:
        if isinstance(part, (BaseModel, list)) and (found := _unknown(part, f"{path}.{name}")):
            return found
    return None


def _words(field: Field, refused: ValidationError) -> str:
    """A pydantic error in the words of Telegram's own JSON reader."""
    error = max(refused.errors(), key=lambda e: (e["type"] != "literal_error", len(e["loc"])))
    where = [str(part) for part in error["loc"] if isinstance(part, str)]
    name = where[-1] if where else field.name
    wanted = {"string": "String", "int": "Number", "float": "Number", "bool": "Boolean", "list": "Array"}
    kind = wanted.get(error["type"].split("_")[0], "Object")
    missing = error["type"] == "missing"
    said = f'Can\'t find field "{name}"' if missing else f'Field "{name}" must be of type {kind}'
    return f"can't parse {NESTED.get(field.name, field.name)}: {said}"
