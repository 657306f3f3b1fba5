"""Files arrive: one by one or together, at the question that waits for them, or after it was answered."""

from typing import Any

from conversations import course, stage
from conversations.events import Sent
from conversations.files import Files, usable
from conversations.form import Form
from conversations.messages import Block
from conversations.questions import Hint, Question
from conversations.taking import take, words_of
from conversations.turn import Turn
from locales import _, pack, unpack
from portal.errors import Refused

NO_ALBUM = ("", "", "")  # album, the question it answers, what is wrong with one of its files
LATE = Hint(_("This one came after the answer, so it was not added. You can go back and change the answer."))
ADDED = Block("plain", _("One more has arrived: it is added."))


def concerned(turn: Turn, form: Form, question: Question | None, event: Sent) -> bool:
    """Tell whether a file is awaited, or belongs to what was."""
    here = isinstance(question, Files) or _is_late(turn, event)
    return here or (usable(event) and _joined(turn, form, question) is not None)


def _is_late(turn: Turn, event: Sent) -> bool:
    """Tell whether this belongs to an album whose question has its answer."""
    return event.album is not None and event.album == turn.mark.data.get("album", NO_ALBUM)[0]


def _joined(turn: Turn, form: Form, question: Question | None) -> Files | None:
    """Return the question whose answer can grow already, or still, whatever is being asked meanwhile."""
    if isinstance(question, Files) or (question is not None and question.secret):
        return None
    files = (one for one in form.asked(turn) if isinstance(one, Files))
    return next((f for f in files if f.early or (f.joins and turn.get(f.name) is not None)), None)


def receive(turn: Turn, form: Form, question: Question | None, event: Sent) -> bool:
    """Take a file; those that come together change one message, where the first one put it.

    What is wrong with one of them stays said, however many good ones come after it.
    """
    joined = _joined(turn, form, question)
    if joined is not None and usable(event):
        return _join(turn, form, joined, question, event)
    album, asked, wrong = turn.mark.data.get("album", NO_ALBUM)
    together = event.album is not None and event.album == album
    found: Any = LATE
    if isinstance(question, Files) and (not together or asked == question.name):
        found = question.receive(turn, event)
    stage.clean(turn, event, at_once=False)
    if isinstance(found, Refused | Hint):
        wrong = pack(words_of(found))
    elif not together:
        wrong = ""
    place = question.name if question else ""
    turn.mark.data["album"] = (album, asked, wrong) if together else (event.album or "", place, wrong)
    if isinstance(question, Files) and isinstance(found, list) and len(found) >= question.most:
        return take(turn, form, question, found, fresh=not together)
    if question is None:
        course.go_on(turn, form, fresh=False, notice=LATE.words)
        return True
    if not together:
        stage.retire(turn)
    # Quick fingers tap "That's all" before the whole album has come: the turn stays the same.
    course.show_place(turn, form, fresh=not together, notice=unpack(wrong) or None, same_turn=together)
    return True


def _join(turn: Turn, form: Form, files: Files, question: Question | None, event: Sent) -> bool:
    """Add a file to the answer that was given; whoever sends one more page means it to go with the others.

    Its caption answers the question under way, if it can, where files may come before their own.
    """
    together = _is_late(turn, event)
    found = files.receive(turn, event)
    stage.clean(turn, event, at_once=False)
    if isinstance(found, list):
        turn.keep(files.name, found)
    turn.gathered.pop(files.name, None)
    turn.mark.data["album"] = (event.album or "", files.name, "")
    if files.early and isinstance(found, list) and event.words and question is not None:
        answer = question.read(turn, event.words)
        if not isinstance(answer, Hint):
            return take(turn, form, question, answer, fresh=True)
    notice = ADDED if isinstance(found, list) else words_of(found)
    if not together:
        stage.retire(turn)
    course.show_place(turn, form, fresh=not together, notice=notice, same_turn=together)
    return True
