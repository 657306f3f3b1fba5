"""FHIR steps as questions of a conversation, and answers of a conversation as FHIR values."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from conversations.amounts import Date, Hour, Measure, Moment, Number
from conversations.files import MOST, Files
from conversations.questions import TICK, Choice, Hint, Option, Question, Several, Text, Toggle
from conversations.turn import Turn
from conversations.web_address import WebAddress
from locales import Listed, Localized, Sentence, Words, _, n_, plain
from portal.questionnaires import Attachment, Coding, Item, Problem, Quantity, Step, Uri, Value, fit, validate
from portal.questionnaires import Localized as FhirText
from portal.questionnaires import Option as FhirOption
from portal.vault import LARGEST

OTHER, MEASURED = "other", "measured"
LONGEST_SCALE = 11  # 0 to 10 fits a phone


def words(text: FhirText) -> Localized:
    """Return a text of the form in all its languages."""
    return Localized({"": text.base, **text.translations})


def question(step: Step, last: Mapping[str, Any]) -> Question:
    """Return the question that puts this step; `last` holds the answers of the last time, by path."""
    notes = tuple((note.text, note.kind) for note in step.notes)
    made = _question(step.item, step.path, _section(step), notes, step.required, step.another, step.options)
    if step.another and step.item.type == "group":
        return made
    same, proposed = last.get(step.path), _proposed(step)
    return made if same is None and proposed is None else replace(made, same=same, proposed=proposed)


# A form's questions are all asked for again at every answer; what depends on its items alone is made once.
@lru_cache(4000)
def _question(
    item: Item,
    path: str,
    section: tuple[FhirText, int] | None,
    notes: tuple[tuple[FhirText, str], ...],
    required: bool,
    another: bool,
    options: tuple[FhirOption, ...],
) -> Question:
    common: dict[str, Any] = {
        "name": path,
        "text": _text(item, another),
        "intro": tuple(words(text) for text, kind in notes if not kind),
        "help": tuple(words(text) for text, kind in notes if kind)
        + _entry_help(item)
        + _several_help(item, told=any(kind for _text, kind in notes))
        + _open_help(item)
        + _units_help(item),
        "section": _numbered(*section) if section else None,
        "label": words(item.text) if item.text else None,
        "optional": not required,
        "check": _check(item, required=required),
    }
    if another and item.type == "group":
        return Toggle(**{**common, "optional": False})
    return _made(item, options, common)


def _section(step: Step) -> tuple[FhirText, int] | None:
    """Return the title of the nearest group that has one, and which of its repeats it is, counted from 0."""
    titled = (one for one in reversed(step.section) if one.title)
    return next(((one.title, one.index or 0) for one in titled), None)


def _numbered(title: FhirText, index: int) -> Words:
    return plain("{section} ({n})", section=words(title), n=index + 1) if index else words(title)


def _proposed(step: Step) -> Any:
    """Return the form's initial value, offered until the question has been put (R4 initial)."""
    return answer_of(step.item, list(step.answers)) if step.answers and not step.put else None


def _text(item: Item, another: bool) -> Words:
    said: Words = words(item.text) if item.text else item.link_id
    if another:
        return _("{question} · One more?", question=said)
    return plain("{prefix} {question}", prefix=item.prefix, question=said) if item.prefix else said


def _entry_help(item: Item) -> tuple[Words, ...]:
    return (_("For instance: {example}", example=words(item.entry_format)),) if item.entry_format else ()


def _several_help(item: Item, *, told: bool) -> tuple[Words, ...]:
    """Say that several can be ticked, unless the form has its own help."""
    return (_("You can choose several answers."),) if item.options and item.many and not told else ()


def _open_help(item: Item) -> tuple[Words, ...]:
    """Say that other words are welcome (R4 open-choice), in the form's own words if it has some."""
    if not item.open:
        return ()
    return (words(item.open_label) if item.open_label else _("You can also write another answer."),)


def _units_help(item: Item) -> tuple[Words, ...]:
    """Say which units there are, where the person may choose."""
    if len(item.units) < 2:
        return ()
    units = Listed(tuple(one.display or one.code or "" for one in item.units), "or")
    return (_("With its unit: {units}.", units=units),)


def _made(item: Item, options: tuple[FhirOption, ...], common: dict[str, Any]) -> Question:
    if options:
        kind = Several if item.many else Choice
        return kind(**common, offers=_offers(item, options), other=item.open)
    match item.type:
        case "boolean":
            return Toggle(**common)
        case "quantity" if len(item.units) > 1 or item.units_open:
            return Measure(**common, **_scaled(item), units=_units(item), open=item.units_open)
        case "integer" | "decimal" | "quantity":
            return Number(**common, **_scaled(item))
        case "date":
            return Date(**common, earliest=_day(item.minimum), latest=_day(item.maximum))
        case "dateTime":
            return Moment(**common)
        case "time":
            return Hour(**common)
        case "attachment":
            return Files(**common, **_room(item))
        case "url":
            return WebAddress(**common, longest=_longest(item))
        case _:
            return Text(**common, longest=_longest(item))


def _longest(item: Item) -> int:
    return min(item.max_length or 2000, 2000)


def _offers(item: Item, options: tuple[FhirOption, ...]) -> tuple[Option, ...]:
    offers = []
    place = {id(option): str(at) for at, option in enumerate(item.options)}
    for option in options:
        label: Words = words(option.display)
        prefixed = (
            plain("{prefix} {question}", prefix=option.prefix, question=label) if option.prefix else label
        )
        offers.append(Option(place[id(option)], prefixed, option.exclusive))
    return tuple(offers)


def _scaled(item: Item) -> Mapping[str, Any]:
    low, high = _bound(item.minimum), _bound(item.maximum)
    whole = item.type == "integer"
    short = low is not None and high is not None and high - low < LONGEST_SCALE and (item.slider or low >= 0)
    scale = (
        tuple(range(int(low), int(high) + 1))
        if whole and short and low is not None and high is not None
        else ()
    )
    unit = next((one.display or one.code for one in item.units), None)
    example = words(item.entry_format) if item.entry_format else None
    bounds = {"lowest": low, "highest": high, "scale": scale}
    return {"whole": whole, "example": example, "unit": unit, **bounds}


def _room(item: Item) -> Mapping[str, Any]:
    """Return what files an item takes: of which types, how large, how many."""
    most = min(item.max_occurs or MOST, MOST) if item.repeats else 1
    size = min(item.max_bytes or LARGEST, LARGEST)
    return {"kinds": item.media_types, "size": size, "least": min(item.min_occurs, most), "most": most}


def _units(item: Item) -> tuple[tuple[str, Words], ...]:
    return tuple((one.code or one.display or "", one.display or one.code or "") for one in item.units)


def _measured(item: Item, number: str, unit: str) -> Quantity:
    known = next((one for one in item.units if unit in (one.code, one.display)), Coding(display=unit or None))
    return Quantity(Decimal(number), known.display or known.code, known.system, known.code)


def _bound(value: Value | None) -> Decimal | None:
    if isinstance(value, Quantity):
        return value.value
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _check(item: Item, *, required: bool) -> Callable[[Turn, Any], Hint | None]:
    def check(_turn: Turn, answer: Any) -> Hint | None:
        if answer == [] and item.options and required:  # nothing was ticked
            return Hint(TICK)
        for value in values(item, answer):
            problem = validate(item, value)
            if problem is not None:
                return Hint(_sentence(item, problem))
        return None

    return check


def _sentence(item: Item, problem: Problem) -> Sentence:
    low, high = _bound(item.minimum), _bound(item.maximum)
    match problem.code:
        case "range" if low is not None and high is not None:
            return _("Please give a number between {low} and {high}.", low=low, high=high)
        case "range" if low is not None:
            return _("Please give a number of {low} or more.", low=low)
        case "range" if high is not None:
            return _("Please give a number of {high} or less.", high=high)
        case "range":
            return _("This date is not possible here. Please check it.")
        case "decimals":
            return n_(
                "Please use at most {n} decimal.", "Please use at most {n} decimals.", item.max_decimals or 0
            )
        case "length":
            return _length(item)
        case "pattern":
            return _("This does not have the expected form. Please check it.")
        case _:
            return _("This answer does not fit here. Please try again, or choose one of the buttons.")


def _length(item: Item) -> Sentence:
    if item.max_length:
        return n_(
            "Please keep it under {n} character.", "Please keep it under {n} characters.", item.max_length
        )
    return n_(
        "Please write at least {n} character.", "Please write at least {n} characters.", item.min_length or 1
    )


def values(item: Item, answer: Any) -> list[Value]:
    """Return the FHIR values of an answer as the conversation keeps it."""
    if item.type == "group":
        return [True] if answer else []
    many = answer if isinstance(answer, list) else [answer]
    return [fit(item, _value(item, one)) for one in many]


def _value(item: Item, answer: Any) -> Value:
    if item.type == "attachment":
        title = answer["name"] or None
        return Attachment(
            answer["type"], f"Binary/{answer['id']}", title, answer["size"], answer["sha1"], answer["at"]
        )
    if isinstance(answer, dict):
        return _measured(item, *answer[MEASURED]) if MEASURED in answer else str(answer[OTHER])
    if item.options and isinstance(answer, str):
        return item.options[int(answer)].value
    if item.type == "quantity" and isinstance(answer, int | Decimal):
        unit = next(iter(item.units), Coding())
        return Quantity(Decimal(answer), unit.display or unit.code, unit.system, unit.code)
    if item.type == "url":
        return Uri(str(answer))
    if item.type == "decimal" and isinstance(answer, int) and not isinstance(answer, bool):
        return Decimal(answer)
    return answer  # type: ignore[no-any-return]


def answer_of(item: Item, given: list[Value]) -> Any:
    """Return FHIR values as the conversation keeps them; None when it has no words for them."""
    kept = [_kept(item, value) for value in given]
    if not kept or None in kept:
        return None
    return kept if item.many else kept[0]


def _kept(item: Item, value: Value) -> Any:
    if item.options:
        option = item.option(value)
        return (
            str(item.options.index(option)) if option else {OTHER: value} if isinstance(value, str) else None
        )
    if isinstance(value, Quantity) and (len(item.units) > 1 or item.units_open):
        return {MEASURED: [str(value.value), value.code or value.unit or ""]}
    if isinstance(value, Quantity):
        return value.value
    if isinstance(value, Uri):
        return value.value
    return value if isinstance(value, bool | int | Decimal | str | date | datetime | time) else None
