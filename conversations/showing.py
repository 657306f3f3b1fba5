"""How a conversation looks: the question with its buttons, the recap, the list of answers to change."""

from collections.abc import Sequence
from typing import TypeAlias

from conversations.form import Form
from conversations.messages import Block, Button, Message, Rows
from conversations.questions import Option, Question, Several
from conversations.turn import Turn
from locales import Sentence, Words, _, plain
from locales.saying import Reader, say

Notice: TypeAlias = Words | Block  # words alone warn; what only informs comes in a block of its own style
LOOKING_BACK, CHANGING = "back", "change"  # why a question that has its answer is asked again
PER_PAGE = 8
LONGEST_LABEL = 36  # beyond, a button is cut on a phone: the options are numbered in the text instead
TICK, NO_TICK = "✅ ", "⬜ "


def data(turn: Turn, token: str) -> str:
    """Return what a button sends back: bookmark, turn and token; 64 bytes at most."""
    return f"b:{turn.mark.id}:{turn.mark.turn}:{token}"


def button(turn: Turn, label: Words, token: str) -> Button:
    """Return a button of this turn."""
    return Button(label, data(turn, token))


def question_message(
    turn: Turn, form: Form, question: Question, place: tuple[int, int], notice: Notice | None
) -> Message:
    """Return the question as it is asked: progress, notice, words, help, buttons."""
    position, total = place
    changing = (
        turn.mark.data["editing"] == CHANGING
    )  # from the recap: one question, not the way through the form
    blocks = list(form.opening(turn)) if position == 1 and not changing else []
    if total > 2 and not changing:
        progress = plain("{position}/{total}", position=position, total=total)
        blocks.append(Block("note", plain("{progress} · {section}", progress=progress, section=question.section)
                            if question.section else progress))  # fmt: skip
    blocks += _noticed(notice)
    blocks += [Block("plain", words) for words in question.intro_words(turn) if not changing]
    blocks.append(Block("title", question.words(turn)))
    blocks += [Block("code", question.copied(turn))] if question.copied else []
    blocks += [Block("note", words) for words in question.help_words(turn)]
    options = _page(turn, question)
    labels = [_said(turn, option.label) for option in options]
    numbered = any(len(label) > LONGEST_LABEL for label in labels)
    if numbered:
        blocks += [Block("line", f"{n}. {label}") for n, label in enumerate(labels, 1)]
    rows = [*_option_rows(turn, question, options, labels, numbered), *_side_rows(turn, question)]
    picture = question.picture(turn) if question.picture else None
    return Message(
        tuple(blocks), (*rows, _way_out(turn, question, position)), picture, protect=question.copied is None
    )


def _noticed(notice: Notice | None) -> list[Block]:
    if not notice:
        return []
    return [notice if isinstance(notice, Block) else Block("warning", notice)]


def option_words(turn: Turn, question: Question) -> list[str]:
    """Return the words of every option, in lower case, for searching."""
    return [_said(turn, option.label).casefold() for option in question.options(turn)]


def _page(turn: Turn, question: Question) -> Sequence[Option]:
    """Return the options shown now; their keys are saved, so that a tap means what was seen."""
    options = question.options(turn)
    wanted = turn.mark.data["filter"]
    if wanted:
        options = [o for o in options if wanted in _said(turn, o.label).casefold()] or options
    start = turn.mark.data["page"] * PER_PAGE if len(options) > _at_once(options) else 0
    shown = options[start : start + PER_PAGE] if len(options) > _at_once(options) else options
    turn.mark.data["options"] = [option.key for option in shown]
    turn.mark.data["more"] = [start > 0, len(options) > start + len(shown)]
    return shown


def _at_once(options: Sequence[Option]) -> int:
    """Scales are shown whole; lists of words go by pages."""
    return 24 if all(isinstance(o.label, str) and len(o.label) <= 3 for o in options) else PER_PAGE + 2


def _option_rows(
    turn: Turn, question: Question, options: Sequence[Option], labels: Sequence[str], numbered: bool
) -> Rows:
    ticked = turn.mark.data["ticked"] if isinstance(question, Several) else None
    faces: list[Words] = []
    for number, (option, label) in enumerate(zip(options, labels, strict=True), 1):
        face = str(number) if numbered else label
        if ticked is not None:
            face = (TICK if option.key in ticked else NO_TICK) + face
        faces.append(face)
    buttons = [button(turn, face, str(n)) for n, face in enumerate(faces)]
    widest = max((len(str(face)) for face in faces), default=0)
    per_row = 6 if widest <= 4 else 2 if widest <= 14 else 1
    rows = [tuple(buttons[i : i + per_row]) for i in range(0, len(buttons), per_row)]
    rows += _turning(turn)
    done = question.done(turn)
    if done is not None:
        rows.append((button(turn, done[0], "ok"),))
    return tuple(rows)


def _side_rows(turn: Turn, question: Question) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if turn.mark.data["editing"] and turn.get(question.name) is not None:
        rows.append((button(turn, _("Keep: {answer}", answer=answer(turn, question)), "keep"),))
    elif question.proposed is not None:
        proposed = question.shown(turn, question.proposed)
        rows.append((button(turn, _("Keep: {answer}", answer=proposed), "proposed"),))
    elif question.same is not None:
        same = _("As last time: {answer}", answer=question.shown(turn, question.same))
        rows.append((button(turn, same, "same"),))
    rows += [(button(turn, action.label, f"a{action.name}"),) for action in question.side_actions(turn)]
    return tuple(rows)


def _way_out(turn: Turn, question: Question, position: int) -> tuple[Button, ...]:
    """Return the last row: back, skip, stop."""
    row = []
    if position > 1 or turn.mark.data["editing"] == CHANGING:
        row.append(button(turn, _("‹ Back"), "<"))
    if question.optional:
        row.append(button(turn, _("Skip ›"), ">"))
    return (*row, button(turn, _("✕ Stop"), "x"))


def closed_message(turn: Turn, question: Question, value: object = None) -> Message:
    """Return the question without its buttons, with the answer that was typed to it."""
    blocks = [Block("plain", question.words(turn))]
    if value is not None and not question.secret:
        blocks.append(Block("answer", question.shown(turn, value)))
    return Message(tuple(blocks))


def recap_message(turn: Turn, form: Form, asked: Sequence[Question], notice: Notice | None) -> Message:
    """Return all the answers, and the three things one can do with them."""
    blocks = [*_noticed(notice), Block("title", _("Please check before sending"))]
    blocks += [Block("pair", pair(turn, question)) for question in asked if not question.secret]
    blocks += form.closing(turn)
    rows = (
        (button(turn, _("Send"), "s"),),
        (button(turn, _("Change an answer"), "e"),),
        (button(turn, _("✕ Stop"), "x"),),
    )
    return Message(tuple(blocks), rows)


def pair(turn: Turn, question: Question, number: str = "") -> Sentence:
    """Return one line of the recap: the question, a line end, the answer."""
    asked = question.label or question.words(turn)
    words: Words = plain("{number}{question}", number=number, question=asked) if number else asked
    return plain("{question}\n{answer}", question=words, answer=answer(turn, question))


def answer(turn: Turn, question: Question) -> Words:
    """Return the answer to a question as the recap shows it."""
    value = turn.get(question.name)
    return question.shown(turn, value) if value is not None else _("no answer")


def edit_message(turn: Turn, asked: Sequence[Question]) -> Message:
    """Return the answers, numbered, and one button for each number; by pages."""
    listed = [q for q in asked if not q.secret]
    start = turn.mark.data["page"] * PER_PAGE
    shown = listed[start : start + PER_PAGE]
    turn.mark.data["options"] = [question.name for question in shown]
    turn.mark.data["more"] = [start > 0, len(listed) > start + PER_PAGE]
    blocks = [Block("title", _("Which answer do you want to change?"))]
    blocks += [Block("pair", pair(turn, question, f"{n}. ")) for n, question in enumerate(shown, start + 1)]
    buttons = [button(turn, str(start + n + 1), str(n)) for n in range(len(shown))]
    rows = [tuple(buttons[i : i + 4]) for i in range(0, len(buttons), 4)]
    return Message(tuple(blocks), (*rows, *_turning(turn), (button(turn, _("‹ Back"), "<"),)))


def _turning(turn: Turn) -> Rows:
    """Return the row that turns the pages, if there are any."""
    before, after = turn.mark.data["more"]
    row = (*[button(turn, _("‹ Previous"), "p-")] * before, *[button(turn, _("More ›"), "p+")] * after)
    return (row,) if row else ()


def _said(turn: Turn, words: Words) -> str:
    return say(words, Reader(turn.language))
