"""What I sent: the forms of before, page by page, each opened again, and who has read them."""

from datetime import datetime

from conversations.doors import MENU
from conversations.fhir_questions import words
from conversations.for_whom import for_child
from conversations.messages import Block, Button, Message, Rows, message
from conversations.refusals import sentence
from conversations.sent_forms import pages, pairs
from conversations.who import OPERATOR, by_profession, named
from handlers.visit import Screen, Visit
from locales import Sentence, Words, _, plain
from portal import accounts, carnets, followups
from portal.authorisations import CARNET, Access, Right, carnet_record, patient_record
from portal.errors import Refused
from portal.followups import Opened, Reading, SentForm

PER_PAGE = 8
READINGS_SHOWN = 5  # with an opened form; the rest is on their own screen
HOME = Button(_("‹ My follow-up"), "m:suivi-accueil")


def home(access: Access) -> Button:
    """Return the way back to the home of follow-ups, one's own or a child's."""
    carnet_id = carnet_of(access)
    return Button(_("‹ Follow-up"), f"m:suivi-accueil:{carnet_id}") if carnet_id else HOME


def carnet_of(access: Access) -> str:
    """Return the id of the carnet that a record is; none: it is a patient's own."""
    return access.record.removeprefix(CARNET) if access.record.startswith(CARNET) else ""


def listed(visit: Visit, screen: str) -> tuple[Access, int] | None:
    """Return the access to what a list is of, her own or a carnet's, and its page; or say why not, and None."""
    page, _dot, carnet_id = visit.argument.partition(".")
    record = carnet_record(carnet_id[:16]) if carnet_id else None
    access = visit.health(Right.READ, f"{screen}:{visit.argument}" if carnet_id else screen, record)
    return (access, number(page)) if access is not None else None


def sent_forms(visit: Visit) -> None:
    """Show the forms that were sent, the newest first."""
    asked = listed(visit, "envois")
    if asked is None:
        return None
    access, page = asked
    found = followups.history(visit.work, access, page * PER_PAGE, PER_PAGE)
    if not found.lines and not page:
        return nothing_yet(visit, access)
    titles = {one.questionnaire_id: _title(visit, one) for one in found.lines}
    alone = next(iter(titles.values())) if len(titles) == 1 else None
    rows: Rows = tuple(
        (Button(_face(one, None if alone else titles[one.questionnaire_id]), f"m:envoi:{one.id}.0.{page}"),)
        for one in found.lines
    )
    blocks = [Block("title", _sent_title(access))]
    blocks += [Block("note", alone)] if alone else []
    blocks.append(Block("plain", _("Tap one to read it again.")))
    rows = (*rows, *turning("envois", page, found.more, _rest(access)), (home(access), MENU))
    return visit.show(Message(tuple(blocks), rows), account_id=access.reader_id)


def _sent_title(access: Access) -> Words:
    return _("What was sent") if carnet_of(access) else _("What I sent")


def _rest(access: Access) -> str:
    """Return what the button of a page ends with: which carnet it is of."""
    return f".{carnet_of(access)}" if carnet_of(access) else ""


def _face(one: SentForm, title: Words | None) -> Words:
    when: Words = (
        _("{date}, late", date=one.authored_at) if one.late else plain("{date}", date=one.authored_at)
    )
    return plain("{date} · {title}", date=when, title=title) if title else when


def _title(visit: Visit, one: SentForm) -> Words:
    return words(followups.questionnaire(visit.work, one.questionnaire_id).title)


def sent_form(visit: Visit) -> None:
    """Show one form that was sent: every question and answer, and who has read it."""
    response_id, page, back = (*visit.argument.split("."), "", "")[:3]
    record = followups.record_of_response(visit.work, response_id)
    access = visit.health(Right.READ, f"envoi:{visit.argument}", record)
    if access is None:
        return None
    opened = followups.open_response(visit.work, access, response_id)
    if isinstance(opened, Refused):
        return visit.say(sentence(opened), rows=((home(access), MENU),))
    told = pages(pairs(opened.form, opened.answers), accounts.reader(visit.work, visit.chat).language)
    at = min(number(page), len(told) - 1)
    blocks = [
        *_heading(opened, at, len(told), _sender(visit, access, opened)),
        *told[at],
        *(_readings(opened) if at == len(told) - 1 else ()),
    ]
    turn = turning(f"envoi:{response_id}", at, at < len(told) - 1, f".{number(back)}", joint=".")
    all_sent = _("‹ What was sent") if carnet_of(access) else _("‹ What I sent")
    rows = (*turn, (Button(all_sent, f"m:envois:{number(back)}{_rest(access)}"), MENU))
    return visit.show(Message(tuple(blocks), rows), account_id=access.reader_id)


def _sender(visit: Visit, access: Access, opened: Opened) -> list[Words]:
    """Say for which child a form is, and which parent filled it in."""
    if not (carnet_id := carnet_of(access)):
        return []
    child, actor = carnets.get(visit.work, carnet_id), patient_record(opened.sender or "")
    whom = [] if isinstance(child, Refused) else [for_child(child.first_name)]
    by = [_("Filled in by {who}", who=named(visit.work, access, [actor])[actor])] if opened.sender else []
    return [*whom, *by]


def _heading(opened: Opened, at: int, of: int, sender: list[Words]) -> list[Block]:
    form, one = opened.form, opened.sent
    when = (
        _("Sent on {date}, after the usual time", date=one.authored_at)
        if one.late
        else _("Sent on {date}", date=one.authored_at)
    )
    lines = [
        when,
        *sender,
        *([_("Version {version} of the form", version=form.version)] if form.version else []),
    ]
    lines += [_("Page {n} of {total}", n=at + 1, total=of)] if of > 1 else []
    return [Block("title", words(form.title)), *(Block("line", line) for line in lines)]


def _readings(opened: Opened) -> list[Block]:
    """Return who has read this form, the first time each."""
    if not opened.readings:
        hours = opened.reading_hours
        when = [_("Your care team reads the answers: {hours}.", hours=hours)] if hours else []
        return [Block("note", words) for words in (_("Your care team has not opened it yet."), *when)]
    lines = [_("Read by {who}, on {date}", who=who(one), date=one.at) for one in opened.readings]
    return [Block("note" if not n else "line", line) for n, line in enumerate(lines[:READINGS_SHOWN])]


def readings(visit: Visit) -> None:
    """Show who read the answers, and when: every time, the newest first."""
    asked = listed(visit, "lectures")
    if asked is None:
        return
    access, page = asked
    found = followups.readings(visit.work, access, page * PER_PAGE, PER_PAGE)
    lines = [plain("{date} · {who}", date=one.at, who=who(one)) for one in found.lines]
    said: list[Words] = [*lines] or [_nobody(access)]
    said_first = [Block("plain", said[0]), *(Block("line", line) for line in said[1:])]
    title = _("Who read the answers") if carnet_of(access) else _("Who read my answers")
    rows = (*turning("lectures", page, found.more, _rest(access)), (home(access), MENU))
    visit.show(Message((Block("title", title), *said_first), rows), account_id=access.reader_id)


def _nobody(access: Access) -> Words:
    return (
        _("Nobody of the care team has opened the answers yet.")
        if carnet_of(access)
        else _("Nobody has opened your answers yet.")
    )


def who(one: Reading) -> Words:
    """Return the reader as a patient knows her."""
    return OPERATOR if one.reader is None else by_profession(one.reader)


def nothing_yet(visit: Visit, access: Access) -> None:
    """Say, to who has sent nothing so far, when there will be something."""
    none = (
        _("No form has been sent yet. What is sent will be here.")
        if carnet_of(access)
        else _("You have not sent any form yet. What you send will be here.")
    )
    say_also(visit, access, none)


def say_also(visit: Visit, access: Access, said: Sentence) -> None:
    """Say something, and when the next form comes."""
    at = followups.next_due(visit.work, access)
    visit.show(message(said, when_next(at), rows=((home(access), MENU),)), account_id=access.reader_id)


def when_next(next_at: datetime | None) -> Words:
    """Say when the next form comes."""
    return _("The next form comes on {date}.", date=next_at) if next_at else _("No other form is planned.")


def turning(name: str, page: int, more: bool, rest: str = "", joint: str = ":") -> Rows:
    """Return the row that turns the pages of a screen, if there are any."""
    row = []
    if page:
        row.append(Button(_("‹ Previous"), f"m:{name}{joint}{page - 1}{rest}"))
    if more:
        row.append(Button(_("More ›"), f"m:{name}{joint}{page + 1}{rest}"))
    return (tuple(row),) if row else ()


def number(argument: str) -> int:
    """Return the page that a button names; what a client made up is the first."""
    return int(argument) if argument.isascii() and argument.isdecimal() and len(argument) < 6 else 0


SCREENS = (
    Screen("envois", sent_forms),
    Screen("envoi", sent_form),
    Screen("lectures", readings),
)
