"""How a conversation looks when its answers are read again: the recap, and the list of those to change."""

from collections.abc import Sequence

from conversations.form import Form, Recap
from conversations.messages import Block, Message
from conversations.questions import Question
from conversations.showing import (
    LONGEST_ECHO,
    PER_PAGE,
    ROOM,
    Notice,
    answer,
    button,
    noticed,
    paged,
    shortened,
    turning,
)
from conversations.turn import Turn
from locales import Sentence, _, plain

ROOM_BELOW = 900  # characters of words below a picture
CHANGE = _("Change an answer")
LONGEST_LISTED = 160  # characters of a question in the list


def recap_message(
    turn: Turn, form: Form, recap: Recap, asked: Sequence[Question], notice: Notice | None
) -> Message:
    """Return all the answers, by pages if they are long, and what one can do with them."""
    blocks = [Block("pair", pair(turn, question)) for question in asked if not question.secret]
    picture = recap.picture(turn)
    pages = paged(turn, [*blocks, *form.closing(turn)], ROOM_BELOW if picture else ROOM)
    page = turn.mark.data["page"] = min(turn.mark.data["page"], len(pages) - 1)
    turn.mark.data["more"] = [page > 0, page < len(pages) - 1]
    head = [*noticed(notice), Block("title", recap.title)]
    if len(pages) > 1:
        head.append(Block("note", _("Page {page} of {pages}", page=page + 1, pages=len(pages))))
    rows = (
        *turning(turn),
        (button(turn, recap.send, "s"),),
        *((button(turn, action.label, f"a{action.name}"),) for action in recap.actions(turn)),
        (button(turn, CHANGE, "e"),),
        (button(turn, form.later, "x"),),
    )
    return Message((*head, *pages[page]), rows, picture)


def pair(turn: Turn, question: Question) -> Sentence:
    """Return one line of the recap: the question, a line end, the answer."""
    asked = shortened(turn, question.label or question.words(turn), LONGEST_ECHO)
    return plain("{question}\n{answer}", question=asked, answer=answer(turn, question))


def edit_message(turn: Turn, asked: Sequence[Question]) -> Message:
    """Return the answers, numbered, and one button for each number; by pages."""
    listed = [q for q in asked if not q.secret]
    start = turn.mark.data["page"] * PER_PAGE
    shown = listed[start : start + PER_PAGE]
    turn.mark.data["options"] = [question.name for question in shown]
    turn.mark.data["more"] = [start > 0, len(listed) > start + PER_PAGE]
    blocks = [Block("title", _("Which answer do you want to change?"))]
    blocks += [_listed(turn, question, f"{n}. ") for n, question in enumerate(shown, start + 1)]
    buttons = [button(turn, str(start + n + 1), str(n)) for n in range(len(shown))]
    rows = [tuple(buttons[i : i + 4]) for i in range(0, len(buttons), 4)]
    return Message(tuple(blocks), (*rows, *turning(turn), (button(turn, _("‹ Back"), "<"),)))


def _listed(turn: Turn, question: Question, number: str) -> Block:
    """Return a line of the list: as much of question and answer as one recognises them by."""
    asked = shortened(turn, question.label or question.words(turn), LONGEST_LISTED)
    given = shortened(turn, answer(turn, question), LONGEST_LISTED)
    numbered = plain("{number}{question}", number=number, question=asked)
    return Block("pair", plain("{question}\n{answer}", question=numbered, answer=given))
