"""The course of a conversation: which question comes next, back, edit, send, pause and end."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from conversations import rereading, showing, stage
from conversations.doors import MENU
from conversations.form import Form
from conversations.messages import Message, message
from conversations.questions import Question, Several
from conversations.refusals import sentence
from conversations.showing import CHANGING, LOOKING_BACK, Notice
from conversations.turn import AskAgain, Outcome, Said, Turn, said
from locales import Words, _, pack
from portal import bookmarks
from portal.bookmarks import ACTIVE, Bookmark
from portal.errors import Refused
from portal.work import Work

KEPT = _("It is kept as it stands. You can continue whenever you like.")
RECAP, EDIT = "(recap)", "(edit)"  # places that are no question


def start(
    work: Work,
    chat: int,
    name: str,
    *,
    account_id: str | None = None,
    subject: str | None = None,
    facts: Mapping[str, Any] | None = None,
    expires_at: datetime | None = None,
    answers: Mapping[str, Any] | None = None,
    passed: Sequence[str] = (),
    change: str = "",
) -> None:
    """Start a conversation below what was said so far; the one under way is put aside.

    `answers`: what is known already, by question; where all are, or are `passed` over, it begins at the recap; or with
    the one answer that is to `change`.
    """
    form = Form.known[name]
    known = {name: pack(value) for name, value in (answers or {}).items()}
    mark = Bookmark(
        work.chance.name(), str(chat), name, form.version, 0, ACTIVE, account_id, subject,
        expires_at or work.now + form.kept,
        {**stage.blank(facts or {}), "answers": known, "skipped": list(passed), "at": change,
         "editing": CHANGING if change else ""},
    )  # fmt: skip
    put_aside(work, chat)
    bookmarks.start(work, mark)
    go_on(stage.begin(work, chat, mark), form, fresh=True)


def put_aside(work: Work, chat: int) -> None:
    """Park the conversation under way; one of which nothing is kept is over."""
    form = Form.known.get(bookmarks.active_form(work, str(chat)) or "")
    if form is not None and form.left is not None and (mark := bookmarks.active(work, str(chat))):
        bookmarks.close(work, mark)
    bookmarks.park(work, str(chat))


def resume(work: Work, chat: int, mark: Bookmark, notice: Notice | None = None) -> None:
    """Take up a conversation where it was left."""
    turn, form = stage.begin(work, chat, mark), Form.known[mark.form]
    if barred(turn, form):
        return
    bookmarks.resume(work, mark)
    stage.retire(turn)
    go_on(turn, form, fresh=True, notice=notice)


def barred(turn: Turn, form: Form, fresh: Callable[[], bool] = lambda: True) -> bool:
    """Tell whether this conversation cannot go on now; why, or what comes first, is then said instead."""
    if gone(turn, form):
        if form.left is not None:
            end(turn, form.left, fresh=fresh())
        else:
            farewell(turn, form.over, fresh=fresh())
        return True
    before = form.first(turn)
    if isinstance(before, Refused):
        farewell(turn, sentence(before), fresh=fresh())
    elif before is not None:
        bookmarks.park(turn.work, str(turn.chat))
        begun = bookmarks.about(turn.work, str(turn.chat), before.form, before.subject)
        if begun is not None:
            resume(turn.work, turn.chat, begun)
        else:
            start(turn.work, turn.chat, before.form, account_id=turn.mark.account_id, facts=before.facts)
    return before is not None


def go_on(turn: Turn, form: Form, *, fresh: bool, notice: Notice | None = None) -> None:
    """Show the first question without an answer, else the recap, else send."""
    asked = form.asked(turn)
    question = edited(turn, asked) or next((q for q in asked if not settled(turn, q)), None)
    if question is not None:
        return ask(turn, form, question, fresh=fresh, notice=notice)
    if not form.recap:
        return send(turn, form, fresh=fresh)
    turn.mark.data.update(at=RECAP, editing="", **stage.fresh_view())
    return show_place(turn, form, fresh=fresh, notice=notice)


def edited(turn: Turn, asked: list[Question]) -> Question | None:
    """Return the question that is asked again although it has its answer."""
    if not turn.mark.data["editing"]:
        return None
    return next((q for q in asked if q.name == turn.mark.data["at"]), None)


def ask(turn: Turn, form: Form, question: Question, *, fresh: bool, notice: Notice | None) -> None:
    """Put a question; when it comes up anew, what must happen first happens (a code is sent)."""
    if turn.mark.data["at"] != question.name:
        turn.mark.data.update(at=question.name, **stage.fresh_view())
        if isinstance(question, Several):
            turn.mark.data["ticked"] = list(turn.get(question.name) or question.proposed or [])
        outcome = question.before(turn) if question.before else None
        if isinstance(outcome, Said | AskAgain):
            return follow(turn, form, outcome, fresh=fresh)
        if isinstance(outcome, Refused) and notice is None:
            notice = sentence(outcome)
    return show_place(turn, form, fresh=fresh, notice=notice)


def show_place(
    turn: Turn, form: Form, *, fresh: bool, notice: Notice | None = None, same_turn: bool = False
) -> None:
    """Show where the conversation is: a question, the recap, or the list of answers to change."""
    turn.mark.turn += not same_turn
    asked = form.asked(turn)
    names = [question.name for question in asked]
    at = turn.mark.data["at"]
    if at == RECAP and form.recap and turn.alarmed:
        shown = message(KEPT, rows=((showing.button(turn, _("Continue"), "recap"),),))
    elif at == RECAP and form.recap:
        shown = rereading.recap_message(turn, form, form.recap, asked, notice)
    elif at == EDIT:
        shown = rereading.edit_message(turn, asked)
    else:
        here = names.index(at)
        begins = here == 0 or asked[here - 1].section != asked[here].section
        place = showing.Place(here + 1, len(names), begins)
        shown = showing.question_message(turn, form, asked[here], place, notice)
    stage.show(turn, shown, fresh=fresh)
    bookmarks.save(turn.work, turn.mark)


def back(turn: Turn, form: Form) -> None:
    """Go to the question before this one; from the list of answers or an edit, to the recap."""
    if turn.mark.data["at"] == EDIT or turn.mark.data["editing"] == CHANGING:
        turn.mark.data.update(at="", editing="")
        return go_on(turn, form, fresh=False)
    asked = form.asked(turn)
    names = [question.name for question in asked]
    here = names.index(turn.mark.data["at"]) if turn.mark.data["at"] in names else len(names)
    before = next((q for q in reversed(asked[:here]) if not q.secret), None)
    if before is None:
        return go_on(turn, form, fresh=False)
    turn.mark.data["editing"] = LOOKING_BACK
    return ask(turn, form, before, fresh=False, notice=None)


def edit(turn: Turn, form: Form, number: int) -> None:
    """Ask the question chosen in the list of answers again."""
    shown = turn.mark.data["options"]
    asked = {question.name: question for question in form.asked(turn)}
    if number < len(shown) and shown[number] in asked:
        turn.mark.data["editing"] = CHANGING
        turn.gathered.pop(shown[number], None)
        ask(turn, form, asked[shown[number]], fresh=False, notice=None)
    else:
        go_on(turn, form, fresh=False)


def forget_from(turn: Turn, form: Form, name: str) -> None:
    """Forget the answer to a question and to those that follow."""
    names = [question.name for question in form.asked(turn)]
    forgotten = names[names.index(name) :] if name in names else []
    for gone_name in forgotten:
        turn.drop(gone_name)
    turn.mark.data["at"] = ""


def current(turn: Turn, form: Form) -> Question | None:
    """Return the question that is being asked; None at the recap."""
    return next((q for q in form.asked(turn) if q.name == turn.mark.data["at"]), None)


def settled(turn: Turn, question: Question) -> bool:
    """Tell whether a question needs no answer any more."""
    return question.name in turn.mark.data["answers"] or (question.optional and question.name in turn.skipped)


def follow(turn: Turn, form: Form, outcome: Outcome, *, fresh: bool) -> None:
    """Do what a step, an action or a send decided."""
    match outcome:
        case Said():
            end(turn, outcome, fresh=fresh)
        case AskAgain(name, refused):
            forget_from(turn, form, name)
            go_on(turn, form, fresh=fresh, notice=sentence(refused) if refused else None)
        case Refused():
            go_on(turn, form, fresh=fresh, notice=sentence(outcome))
        case None:
            go_on(turn, form, fresh=fresh)


def send(turn: Turn, form: Form, *, fresh: bool) -> None:
    """Send the form, once nothing is missing."""
    missing = [q for q in form.asked(turn) if not settled(turn, q)]
    if missing:
        return go_on(turn, form, fresh=fresh)
    outcome = form.sent(turn)
    if isinstance(outcome, Refused) and not form.recap:  # nothing is left to ask or to change: it ends here
        outcome = said(sentence(outcome))
    return follow(turn, form, outcome, fresh=fresh)


def end(turn: Turn, last: Said, *, fresh: bool) -> None:
    """Say the last word, close the bookmark, and start what follows."""
    stage.show(turn, Message(last.blocks, last.rows or ((MENU,),), purge=last.purge), fresh=fresh)
    bookmarks.close(turn.work, turn.mark)
    if last.then is not None:
        account_id = turn.mark.account_id or (turn.me.account_id if turn.me else None)
        start(turn.work, turn.chat, last.then.form, account_id=account_id, subject=last.then.subject,
              facts=last.then.facts)  # fmt: skip


def pause(turn: Turn, *, fresh: bool) -> None:
    """Keep everything, and offer to go on or to erase it; where nothing is kept, say that it is over."""
    left = Form.known[turn.mark.form].left
    if left is not None:
        return end(turn, left, fresh=fresh)
    offer_again(turn, KEPT, fresh=fresh)
    return bookmarks.park(turn.work, str(turn.chat))


def offer_again(turn: Turn, words: Words, *, fresh: bool) -> None:
    """Say what is so of a conversation that does not go on now, with the two ways: to continue, or to erase it."""
    turn.mark.turn += 1
    bookmarks.save(turn.work, turn.mark)
    rows = (
        (showing.button(turn, _("Continue"), "resume"), showing.button(turn, _("Erase it"), "drop")),
        (MENU,),
    )
    stage.show(turn, message(words, rows=rows), fresh=fresh)


def farewell(turn: Turn, words: Words, *, fresh: bool) -> None:
    """Say why it ends here, and close the bookmark."""
    if fresh:
        stage.retire(turn)
    stage.show(turn, message(words, rows=((MENU,),)), fresh=fresh)
    bookmarks.close(turn.work, turn.mark)


def gone(turn: Turn, form: Form) -> bool:
    """Tell whether the time of this conversation is over, or its form has changed since."""
    return turn.mark.expires_at <= turn.now or turn.mark.version != form.version
