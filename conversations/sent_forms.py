"""A form that was sent, shown again: its questions and answers as the recap had them, in pages that fit a message."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from conversations.fhir_questions import words
from conversations.messages import Block
from conversations.questions import NO, YES
from locales import Listed, Words, _, plain
from locales.saying import Reader, say
from portal.questionnaires import (
    Answered,
    Attachment,
    Coding,
    Item,
    Partial,
    Quantity,
    Questionnaire,
    Uri,
    Value,
)

ROOM = 3000  # characters of answers on one page; Telegram takes 4096 in all


def pairs(form: Questionnaire, answers: Sequence[Answered]) -> list[tuple[Words, Words]]:
    """Return each question that was put with its answer, in words."""
    seen: dict[str, int] = {}
    told = []
    for one in answers:
        item = form.by_link[one.link_id]
        seen[one.link_id] = seen.get(one.link_id, 0) + 1
        told.append((numbered(_label(item), seen[one.link_id]), answer(item, one.values)))
    return told


def numbered(label: Words, turn: int) -> Words:
    """Return the words of a question that is put several times, with which time it is from the second on."""
    return label if turn < 2 else plain("{question} ({n})", question=label, n=turn)


def _label(item: Item) -> Words:
    return words(item.text) if item.text else item.link_id


def answer(item: Item, values: Sequence[Value]) -> Words:
    """Return what was answered, in words."""
    told = [_told(item, value) for value in values]
    if not told:
        return _("no answer")
    return told[0] if len(told) == 1 else Listed(tuple(told))


def _told(item: Item, value: Value) -> Words:  # noqa: PLR0911  one line a kind
    option = item.option(value)
    if option is not None:
        return words(option.display)
    match value:
        case bool():
            return YES if value else NO
        case Quantity():
            return amount(value.value, value.unit or value.code or "")
        case int() | Decimal():
            unit = next(iter(item.units), Coding())
            return amount(value, unit.display or unit.code or "")
        case Coding():
            return value.display or value.code or ""
        case Attachment():
            return value.title or _("a file")
        case Uri():
            return value.value
        case Partial():
            return value.text
        case date() | datetime() | time():
            return plain("{value}", value=value)
        case _:
            return value


def amount(value: Decimal | int, unit: str) -> Words:
    """Return a number with its unit, held together by a no-break space."""
    return plain("{value}\u00a0{unit}", value=value, unit=unit) if unit else plain("{value}", value=value)


def pages(told: Sequence[tuple[Words, Words]], language: str) -> list[list[Block]]:
    """Return the pairs, on as many pages as they need; what is too long for one goes on on the next."""
    made: list[list[Block]] = [[]]
    left = ROOM
    for block, length in (one for pair in told for one in _blocks(*pair, Reader(language))):
        if length > left and made[-1]:
            made.append([])
            left = ROOM
        made[-1].append(block)
        left -= length
    return made


def _blocks(question: Words, answer: Words, reader: Reader) -> list[tuple[Block, int]]:
    """Return a pair as one block, or, where no page could hold it, as several."""
    asked, said = say(question, reader), say(answer, reader)
    if len(asked) + len(said) <= ROOM:
        pair = Block("pair", plain("{question}\n{answer}", question=question, answer=answer))
        return [(pair, len(asked) + len(said))]
    whole = f"{asked}\n{said}"
    parts = [whole[at : at + ROOM] for at in range(0, len(whole), ROOM)]
    return [(Block("plain", part), len(part)) for part in parts]
