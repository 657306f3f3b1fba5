"""The engine: takes one thing a person did and hands it to the conversation it concerns; one transaction."""

from collections.abc import Sequence

from conversations import course, files, hearing, showing, stage
from conversations.amounts import Date, Hour, Moment, Number
from conversations.credentials import Email, Phone, Secret
from conversations.doors import MENU
from conversations.events import Event, Sent, Tapped, Typed
from conversations.form import Form
from conversations.listening import take_in
from conversations.messages import Block, message, to_json
from conversations.questions import Action, Choice, Hint, Question, Several, Toggle
from conversations.taking import act, take, tick
from conversations.turn import Turn
from locales import _
from portal import bookmarks
from portal.accounts import passwords
from portal.bookmarks import ACTIVE, CLOSED, PARKED, Bookmark
from portal.mailroom import outbox, slots
from portal.work import Work

UNCHANGED = Block(
    "plain",
    _("I read your message as you first sent it. To change an answer, tap Back, or change it at the end."),
)
OLD_BUTTON = Block("plain", _("That was an old button. Here is where you are:"))


def receive(work: Work, chat: int, event: Event) -> bool:
    """Take what a person did; False when no conversation of this chat is concerned."""
    if isinstance(event, Tapped):
        return _tapped(work, chat, event)
    mark = _active(work, chat)
    if mark is None:
        return False
    turn, form = stage.begin(work, chat, mark), Form.known[mark.form]
    if (form.left is not None and _meant_for_something_else(turn, form, event)) or _told_it_is_over(turn):
        bookmarks.close(work, mark)
        return False
    if course.barred(turn, form):
        stage.clean(turn, event, at_once=True)
        return True
    return take_in(turn, form, event)


def _active(work: Work, chat: int) -> Bookmark | None:
    """Return the conversation this chat is in; one of a form that only another version of us has is none here."""
    mark = bookmarks.active(work, str(chat))
    return mark if mark is not None and mark.form in Form.known else None


def _under_way(work: Work, chat: int) -> tuple[Turn, Form] | None:
    """Return the conversation this chat is in, unless nobody waits for its answers any more."""
    mark = _active(work, chat)
    if mark is None:
        return None
    turn, form = stage.begin(work, chat, mark), Form.known[mark.form]
    return None if course.gone(turn, form) else (turn, form)


def _told_it_is_over(turn: Turn) -> bool:
    """Tell whether she has read that the time for this is over: what she writes since is no answer to it."""
    over = turn.mark.expires_at <= turn.now
    return over and slots.stood_since(turn.work, str(turn.chat), stage.slot(turn.mark), turn.mark.expires_at)


def _meant_for_something_else(turn: Turn, form: Form, event: Typed | Sent) -> bool:
    """Tell whether nobody waits for an answer any more, or a photo came instead of one: it is no answer."""
    if course.gone(turn, form):
        return True
    photo = isinstance(event, Sent) and files.usable(event)
    if photo:
        stage.retire(turn)
    return photo


def no_answer(work: Work, chat: int, typed: str) -> bool:
    """Tell whether a conversation awaits something that these words cannot be: where any words may be meant, they may."""
    if (here := _under_way(work, chat)) is None:
        return False
    turn, form = here
    question = course.current(turn, form)
    if question is None:
        return bool(turn.mark.data["at"])
    if type(question) is Secret:
        return len(typed) < passwords.SHORTEST
    few = (
        isinstance(question, Choice)
        and not question.other
        and len(question.options(turn)) <= showing.PER_PAGE
    )
    plain = few or isinstance(question, Number | Date | Hour | Moment | Toggle | Email | Phone)
    return plain and isinstance(question.read(turn, typed), Hint)


def again(work: Work, chat: int) -> bool:
    """Ask the question under way again, below; False when there is none."""
    mark = _active(work, chat)
    if mark is None:
        return False
    course.resume(work, chat, mark)
    return True


def go_on(work: Work, chat: int) -> bool:
    """Take up the conversation that was put aside last; False when there is none."""
    begun = (one for one in bookmarks.parked(work, str(chat)) if one.form in Form.known and one.data["at"])
    mark = next(begun, None)
    if mark is None:
        return False
    course.resume(work, chat, mark)
    return True


def leave(work: Work, chat: int) -> bool:
    """Put the active conversation aside and say how to come back; False when there is none."""
    mark = _active(work, chat)
    if mark is None:
        return False
    course.pause(stage.begin(work, chat, mark), fresh=True)
    return True


def corrected(work: Work, chat: int, *, quiet: bool) -> bool:
    """Say that what was sent stays as it was first written, with the question under way, in its place.

    Nothing is said where all is to stay `quiet`, nor of a secret; False when there is no conversation.
    """
    if (here := _under_way(work, chat)) is None:
        return False
    turn, form = here
    question = course.current(turn, form)
    if not (quiet or (question is not None and question.secret)):
        course.show_place(turn, form, fresh=False, notice=UNCHANGED, same_turn=True)
    return True


def woken(work: Work, chat: int, bookmark_id: str) -> None:
    """Have a conversation take the turn it asked for, and say what came of it; nothing when it is over meanwhile."""
    mark = bookmarks.get(work, str(chat), bookmark_id)
    if mark is None or mark.state == CLOSED or mark.expires_at <= work.now:
        return None
    turn, form = stage.begin(work, chat, mark), Form.known[mark.form]
    words = form.woken(turn)
    if words is None:
        return bookmarks.save(work, mark)
    stage.retire(turn)
    if mark.state == ACTIVE and form.first(turn) is None:
        return course.go_on(turn, form, fresh=True, notice=Block("plain", words))
    if mark.state == ACTIVE:
        bookmarks.park(work, str(chat))
        mark.state = PARKED
    return course.offer_again(turn, words, fresh=True)


def _tapped(work: Work, chat: int, event: Tapped) -> bool:
    parts = event.data.split(":", 3)
    if len(parts) != 4 or parts[0] != "b":
        return False
    mark = bookmarks.get(work, str(chat), parts[1])
    if mark is None or mark.form not in Form.known:
        _stale(work, chat, event)
        return True
    if mark.state == CLOSED:
        if not _stands(work, chat, mark, event):  # else tapped twice: its last word stands there
            _stale(work, chat, event)
        return True
    turn, form = stage.begin(work, chat, mark), Form.known[mark.form]
    if parts[3] == "drop" and mark.state != ACTIVE:  # whatever else would have to come first
        files.forget(turn)
        course.farewell(turn, form.erased, fresh=not _stands_here(turn, event))
    elif not course.barred(turn, form, fresh=lambda: not _stands_here(turn, event)):
        return _heeded(turn, form, event, *parts[2:])
    return True


def _heeded(turn: Turn, form: Form, event: Tapped, number: str, token: str) -> bool:
    if token == "resume":
        _resume(turn, form, event)
        return True
    if number != str(turn.mark.turn):
        _repeat(turn, form, event)
        return True
    if turn.mark.state != ACTIVE:
        bookmarks.resume(turn.work, turn.mark)
    return _obey(turn, form, token)


def _resume(turn: Turn, form: Form, event: Tapped) -> None:
    if not _stands_here(turn, event):
        return course.resume(turn.work, turn.chat, turn.mark)  # tapped in the menu: it comes again below
    if turn.mark.state == ACTIVE:
        return None  # tapped twice
    bookmarks.resume(turn.work, turn.mark)
    return course.go_on(turn, form, fresh=False)


def _stands_here(turn: Turn, event: Tapped) -> bool:
    return _stands(turn.work, turn.chat, turn.mark, event)


def _stands(work: Work, chat: int, mark: Bookmark, event: Tapped) -> bool:
    """Tell whether the message that was tapped is the one of this conversation."""
    here = slots.standing(work, str(chat), stage.slot(mark))
    return here is not None and here.message_id == event.message_id


def _repeat(turn: Turn, form: Form, event: Tapped) -> None:
    """An old button: a double tap on the question itself is passed over; elsewhere the question comes again."""
    if _stands_here(turn, event):
        return
    stage.strip(turn.work, turn.chat, event)
    if turn.mark.state == ACTIVE:
        stage.retire(turn)
        course.go_on(turn, form, fresh=True, notice=OLD_BUTTON)


def _stale(work: Work, chat: int, event: Tapped) -> None:
    """A button of a conversation that is over: say so, and take its buttons away."""
    stage.strip(work, chat, event)
    over = message(_("This conversation is over. Choose what to do next:"), rows=((MENU,),))
    outbox.put(work, "telegram", str(chat), "show", {"message": to_json(over), "fresh": True})


def _obey(turn: Turn, form: Form, token: str) -> bool:
    match token:
        case "x":
            course.pause(turn, fresh=False)
        case "<":
            course.back(turn, form)
        case "p+" | "p-":
            turn.mark.data["page"] = max(0, turn.mark.data["page"] + (1 if token == "p+" else -1))
            course.show_place(turn, form, fresh=False)
        case "e":
            turn.mark.data.update(at=course.EDIT, **stage.fresh_view())
            course.show_place(turn, form, fresh=False)
        case "s" if turn.mark.data["at"] == course.RECAP:
            course.send(turn, form, fresh=False)
        case _:
            return _obey_question(turn, form, token)
    return True


def _obey_question(turn: Turn, form: Form, token: str) -> bool:
    if turn.mark.data["at"] == course.EDIT and token.isdecimal():
        course.edit(turn, form, int(token))
        return True
    question = course.current(turn, form)
    if question is None:
        recap = form.recap if turn.mark.data["at"] == course.RECAP else None
        return _act(turn, form, recap.actions(turn) if recap else (), token)
    if token == ">" and question.optional:
        turn.skip(question.name)
        turn.mark.data["editing"] = ""
        course.go_on(turn, form, fresh=False)
        return True
    if token.startswith("a"):
        return _act(turn, form, question.side_actions(turn), token)
    return _choose(turn, form, question, token)


def _choose(turn: Turn, form: Form, question: Question, token: str) -> bool:
    """Take the answer a button stands for: whole, or an option of the page that was shown."""
    if token == "heard" and turn.mark.data.get("heard"):
        return hearing.confirmed(turn, form, question, fresh=False)
    shown = turn.mark.data["options"]
    done = question.done(turn)
    whole = {"same": question.same, "proposed": question.proposed, "ok": done[1] if done else None}
    if whole.get(token) is not None:
        return take(turn, form, question, whole[token], fresh=False)
    unticks = isinstance(question, Several) and token.startswith(showing.UNTICK)
    token = token.removeprefix(showing.UNTICK) if unticks else token
    if not token.isdecimal() or int(token) >= len(shown):
        turn.mark.data["editing"] = ""  # "keep", or a token we never gave
        if token == "keep":
            turn.gathered.pop(question.name, None)
        course.go_on(turn, form, fresh=False)
        return True
    key = shown[int(token)]
    if not isinstance(question, Several):
        return take(turn, form, question, question.pick(turn, key), fresh=False)
    tick(turn, question, key, wanted=not unticks)
    # Quick fingers tick several options before the first tick shows: the turn stays the same.
    course.show_place(turn, form, fresh=False, same_turn=True)
    return True


def _act(turn: Turn, form: Form, actions: Sequence[Action], token: str) -> bool:
    act(turn, form, {f"a{one.name}": one for one in actions}.get(token), fresh=False)
    return True
