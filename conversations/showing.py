"""How a conversation looks while it asks: a question with its buttons, open or closed."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from conversations.form import STOP, Form
from conversations.messages import Block, Button, Message, Rows
from conversations.questions import LONGEST_LABEL, Option, Question, Several
from conversations.turn import Turn
from locales import Words, _, plain, unpack
from locales.reading import fold
from locales.saying import Reader, say

Notice: TypeAlias = Words | Block  # words alone warn; what only informs comes in a block of its own style
LOOKING_BACK, CHANGING = "back", "change"  # why a question that has its answer is asked again
PER_PAGE = 8
SHORT = 2  # questions, of which nobody needs to know how many are left
ROOM, ROOM_BESIDE = 3000, 1700  # characters of words on one message, alone or beside long options
LONGEST_ECHO = 300  # characters of a question that was read already
TICK, NO_TICK = "✅ ", "⬜ "
# Before the number of an option that is ticked: tapped twice, a button does what it showed, once.
UNTICK = "-"
SEARCH = _("The list is long: you can type a few letters to search it.")


def data(turn: Turn, token: str) -> str:
    """Return what a button sends back: bookmark, turn and token; 64 bytes at most."""
    return f"b:{turn.mark.id}:{turn.mark.turn}:{token}"


def button(turn: Turn, label: Words, token: str) -> Button:
    """Return a button of this turn."""
    return Button(label, data(turn, token))


class Place(NamedTuple):
    """Where a question stands among those that apply, counted from 1, and whether a section begins with it."""

    position: int
    total: int
    begins: bool = False


def question_message(
    turn: Turn, form: Form, question: Question, place: Place, notice: Notice | None
) -> Message:
    """Return the question as it is asked: progress, notice, words, help, buttons; long words go by pages."""
    # From the recap: one question, not the way through the form.
    changing = turn.mark.data["editing"] == CHANGING
    told = list(form.opening(turn)) if place.position == 1 and not changing and not notice else []
    told += [] if changing else _progress(question, place)
    told += noticed(notice)
    silent = changing or (notice and question.intro_once)
    body = [Block("plain", words) for words in question.intro_words(turn) if not silent]
    body.append(Block("title", question.words(turn)))
    body += [Block("code", question.copied(turn))] if question.copied else []
    body += [Block("note", words) for words in question.help_words(turn)]
    leaves = paged(turn, body, ROOM_BESIDE if question.options(turn) else ROOM)
    page, last = turn.mark.data["page"], len(leaves) - 1
    way_out = _way_out(turn, form, question, place.position)
    if page < last:  # its words go on: what can be chosen comes after them
        turn.mark.data.update(options=[], more=[page > 0, True])
        return Message((*told, *leaves[page]), (*turning(turn), *way_out))
    options = _page(turn, question, page - last)
    searched = [Block("note", SEARCH)] if any(turn.mark.data["more"]) else []
    turn.mark.data["more"][0] |= last > 0
    labels = [_said(turn, option.label) for option in options]
    numbered = any(len(label) > LONGEST_LABEL for label in labels)
    blocks = [*told, *leaves[last], *searched, *_ticked(turn, question)]
    if numbered:
        blocks += [Block("line", f"{n}. {label}") for n, label in enumerate(labels, 1)]
    rows = [
        *_heard_rows(turn),
        *_option_rows(turn, question, options, labels, numbered),
        *_side_rows(turn, question),
    ]
    picture = question.picture(turn) if question.picture else None
    return Message(tuple(blocks), (*rows, *way_out), picture, protect=question.copied is None)


def _progress(question: Question, place: Place) -> list[Block]:
    """Say how far one is, and in which section; a section that begins is announced by its title."""
    if place.total <= SHORT:
        return []
    progress = _("{position} of {total}", position=place.position, total=place.total)
    if not question.section:
        return [Block("note", progress)]
    if place.begins:
        return [Block("note", progress), Block("section", question.section)]
    return [Block("note", plain("{progress} · {section}", progress=progress, section=question.section))]


def noticed(notice: Notice | None) -> list[Block]:
    """Return the notice as a block, if there is one."""
    if not notice:
        return []
    return [notice if isinstance(notice, Block) else Block("warning", notice)]


def paged(turn: Turn, blocks: Sequence[Block], room: int) -> list[list[Block]]:
    """Lay paragraphs out on pages of at most `room` characters; one that is longer goes on on the next."""
    pages: list[list[Block]] = [[]]
    left = room
    for block in blocks:
        said = _said(turn, block.words)
        for piece in [block] if len(said) <= room else [Block(block.style, one) for one in _cut(said, room)]:
            size = len(said) if piece is block else len(str(piece.words))
            if size > left and pages[-1]:
                pages.append([])
                left = room
            pages[-1].append(piece)
            left -= size
    return pages


def _cut(said: str, room: int) -> list[str]:
    """Cut a long text where it breathes: between paragraphs, else lines, sentences, words."""
    pieces = []
    while len(said) > room:
        at = next(
            (at for sign in ("\n\n", "\n", ". ", " ") if (at := said.rfind(sign, room // 2, room)) > 0), room
        )
        pieces.append(said[: at + 1].rstrip())
        said = said[at + 1 :].lstrip() if at < room else said[room:]
    return [*pieces, said]


def option_words(turn: Turn, question: Question) -> list[str]:
    """Return the words of every option, without case and accents, for searching."""
    return [fold(_said(turn, option.label)) for option in question.options(turn)]


def _page(turn: Turn, question: Question, page: int) -> Sequence[Option]:
    """Return the options shown now; their keys are saved, so that a tap means what was seen."""
    options = question.options(turn)
    wanted = turn.mark.data["filter"]
    if wanted:
        options = [o for o in options if wanted in fold(_said(turn, o.label))] or options
    at_once = _at_once(turn, options)
    start = page * at_once if len(options) > at_once + 2 else 0
    shown = options[start : start + at_once] if len(options) > at_once + 2 else options
    turn.mark.data["options"] = [option.key for option in shown]
    turn.mark.data["more"] = [start > 0, len(options) > start + len(shown)]
    return shown


def _at_once(turn: Turn, options: Sequence[Option]) -> int:
    """Scales are shown whole; lists of words go by pages, of fewer where the words are long."""
    few = options[: 3 * PER_PAGE]
    if all(isinstance(o.label, str) and len(o.label) <= 3 for o in few):
        return 3 * PER_PAGE
    longest = max(len(_said(turn, option.label)) for option in few)
    return max(1, min(PER_PAGE, ROOM_BESIDE // longest)) if longest else PER_PAGE


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
    ticks = ticked or ()
    buttons = [
        Button(face, option.leads)
        if option.leads
        else button(turn, face, f"{UNTICK * (option.key in ticks)}{n}")
        for n, (face, option) in enumerate(zip(faces, options, strict=True))
    ]
    widest = max((len(str(face)) for face in faces), default=0)
    per_row = 6 if widest <= 4 else 2 if widest <= 14 else 1
    lines = -(-len(buttons) // per_row) or 1
    per_row = -(-len(buttons) // lines) or 1  # 4 and 4, rather than 6 and 2: buttons are as wide in each row
    rows = [tuple(buttons[i : i + per_row]) for i in range(0, len(buttons), per_row)]
    rows += turning(turn)
    done = question.done(turn)
    if done is not None:
        rows.append((button(turn, done[0], "ok"),))
    return tuple(rows)


def _ticked(turn: Turn, question: Question) -> list[Block]:
    """Say what is ticked, for who does not see the signs, or not this page of the list."""
    ticked = turn.mark.data["ticked"] if isinstance(question, Several) else None
    return [Block("note", _("Ticked: {answers}", answers=question.shown(turn, ticked)))] if ticked else []


def _heard_rows(turn: Turn) -> Rows:
    """Return the button that says that what was understood is right."""
    heard = turn.mark.data.get("heard")
    return (
        ((button(turn, _("I confirm: {answer}", answer=unpack(heard["said"])), "heard"),),) if heard else ()
    )


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
    for action in question.side_actions(turn):
        acts = button(turn, action.label, f"a{action.name}")
        rows.append((Button(action.label, action.leads) if action.leads else acts,))
    return tuple(rows)


def _way_out(turn: Turn, form: Form, question: Question, position: int) -> Rows:
    """Return the last rows: back, skip; and what puts the conversation aside."""
    row = []
    if position > 1 or turn.mark.data["editing"] == CHANGING:
        row.append(button(turn, _("‹ Back"), "<"))
    if question.optional:
        again = turn.mark.data["editing"] and turn.get(question.name) is not None
        row.append(button(turn, _("Leave empty") if again else _("Skip ›"), ">"))
    aside = button(turn, form.later, "x")
    if form.later == STOP:
        return ((*row, aside),)
    return (tuple(row), (aside,)) if row else ((aside,),)


def closed_message(turn: Turn, question: Question, value: object = None) -> Message:
    """Return the question without its buttons, with the answer that was typed to it."""
    blocks = [Block("plain", shortened(turn, question.words(turn), LONGEST_ECHO))]
    if value is not None and not question.secret:
        blocks.append(Block("answer", question.shown(turn, value)))
    return Message(tuple(blocks))


def shortened(turn: Turn, words: Words, longest: int) -> Words:
    """Return a question that was read whole before as far as one recognises it."""
    said = _said(turn, words)
    return words if len(said) <= longest else said[: longest - 1].rstrip() + "…"


def answer(turn: Turn, question: Question) -> Words:
    """Return the answer to a question as the recap shows it."""
    value = turn.get(question.name)
    return question.shown(turn, value) if value is not None else _("no answer")


def turning(turn: Turn) -> Rows:
    """Return the row that turns the pages, if there are any."""
    before, after = turn.mark.data["more"]
    row = (*[button(turn, _("‹ Previous"), "p-")] * before, *[button(turn, _("More ›"), "p+")] * after)
    return (row,) if row else ()


def _said(turn: Turn, words: Words) -> str:
    return say(words, Reader(turn.language))
