"""My trend: one number of a follow-up over time, as a picture with its words, and as a list."""

from hashlib import blake2b

from conversations import trends
from conversations.doors import MENU
from conversations.fhir_questions import words
from conversations.messages import Block, Button, Message
from handlers.history import carnet_of, home, nothing_yet, number, say_also, turning
from handlers.visit import Screen, Visit, refused
from locales import Words, _, n_, plain
from locales.saying import Reader, say
from portal import accounts, followups
from portal.authorisations import Access, Right, carnet_record
from portal.errors import Refused
from portal.followups import FollowUp, Series, Trends

MOST = 12  # series offered
LONGEST_LABEL = 36  # beyond, a button is cut on a phone: what it stands for is numbered in the text instead
PER_PAGE = 20


def choose(visit: Visit) -> None:
    """Offer what can be followed over time; where there are several follow-ups, first which."""
    followup_id, _dot, carnet_id = visit.argument.partition(".")
    record = (
        carnet_record(carnet_id[:16]) if carnet_id else followups.record_of_followup(visit.work, followup_id)
    )
    access = visit.health(Right.READ, f"courbes:{visit.argument}" if carnet_id else "courbes", record)
    if access is None:
        return None
    known = followups.listed(visit.work, access)
    if not known:
        return nothing_yet(visit, access)
    if not followup_id and len(known) > 1:
        rows = tuple((Button(_named(visit, one), f"m:courbes:{one.id}"),) for one, _title in known)
        blocks = (Block("title", _title(access)), Block("plain", _("Of which follow-up?")))
        return visit.show(Message(blocks, (*rows, (home(access), MENU))), account_id=access.reader_id)
    return _offer(visit, access, followup_id or known[0][0].id)


def _title(access: Access) -> Words:
    return _("The trend") if carnet_of(access) else _("My trend")


def _named(visit: Visit, one: FollowUp) -> Words:
    title = words(followups.questionnaire(visit.work, one.questionnaire_id).title)
    if one.stopped_at is not None:
        return _("{title}, ended on {date}", title=title, date=one.stopped_at.date())
    return plain("{title}", title=title)


def _offer(visit: Visit, access: Access, followup_id: str) -> None:
    found = followups.trends(visit.work, access, followup_id)
    if isinstance(found, Refused):
        return refused(visit, found)
    if not found.series:
        words = _("There is no trend to show yet: it needs a number that you have sent at least twice.")
        return say_also(visit, access, words)
    if len(found.series) == 1:
        return _draw(visit, access, followup_id, found, found.series[0])
    offered = found.series[:MOST]
    labels = [trends.label(one) for one in offered]
    reader = Reader(accounts.reader(visit.work, visit.chat).language)
    short = all(len(say(label, reader)) <= LONGEST_LABEL for label in labels)
    blocks = [Block("title", _title(access)), Block("plain", _("What would you like to see?"))]
    if not short:
        blocks += [
            Block("line", plain("{n}. {label}", n=n, label=label)) for n, label in enumerate(labels, 1)
        ]
    if len(found.series) > MOST:
        blocks.append(Block("note", _("Only the first {n} can be shown here.", n=MOST)))
    buttons = [
        Button(label if short else str(n), f"m:courbe:{followup_id}.{_mark(one)}")
        for n, (label, one) in enumerate(zip(labels, offered, strict=True), 1)
    ]
    per_row = 1 if short else 4
    rows = [tuple(buttons[at : at + per_row]) for at in range(0, len(buttons), per_row)]
    return visit.show(Message(tuple(blocks), (*rows, (home(access), MENU))), account_id=access.reader_id)


def draw(visit: Visit) -> None:
    """Show one series as a picture, and say beneath it what it shows."""
    if (chosen := _chosen(visit, "courbe")) is not None:
        _draw(visit, *chosen)


def _draw(visit: Visit, access: Access, followup_id: str, found: Trends, one: Series) -> None:
    blocks = [*trends.caption(one, _zone(visit)), *_cut(found)]
    rows = (
        (Button(_("As text"), f"m:points:{followup_id}.{_mark(one)}.0"),),
        _back(access, followup_id, found),
    )
    visit.show(Message(tuple(blocks), rows, trends.picture(one)), account_id=access.reader_id)


def as_text(visit: Visit) -> None:
    """Show one series as a list of dates and values, the newest first."""
    chosen = _chosen(visit, "points")
    if chosen is None:
        return
    access, followup_id, found, one = chosen
    page = number(visit.argument.rpartition(".")[2])
    lines = trends.listed(one, _zone(visit))
    page = min(page, (len(lines) - 1) // PER_PAGE)
    shown = lines[page * PER_PAGE : (page + 1) * PER_PAGE]
    more = len(lines) > (page + 1) * PER_PAGE
    blocks = [Block("title", trends.label(one)), *(Block("line", line) for line in shown)]
    blocks += [] if more else _cut(found)
    place = f"{followup_id}.{_mark(one)}"
    rows = (
        *turning(f"points:{place}", page, more, joint="."),
        (Button(_("As a picture"), f"m:courbe:{place}"),),
        _back(access, followup_id, found),
    )
    visit.show(Message(tuple(blocks), rows), account_id=access.reader_id)


def _chosen(visit: Visit, screen: str) -> tuple[Access, str, Trends, Series] | None:
    """Return the series a button names; one that is there no more leads back to those that are."""
    followup_id, mark = (*visit.argument.split("."), "")[:2]
    record = followups.record_of_followup(visit.work, followup_id)
    access = visit.health(Right.READ, f"{screen}:{visit.argument}", record)
    if access is None:
        return None
    found = followups.trends(visit.work, access, followup_id)
    if isinstance(found, Refused):
        refused(visit, found)
        return None
    one = next((one for one in found.series if _mark(one) == mark), None)
    if one is None:
        _offer(visit, access, followup_id)
        return None
    return access, followup_id, found, one


def _cut(found: Trends) -> list[Block]:
    most = followups.MOST_FORMS
    words = n_("These are the last {n} form you sent.", "These are the last {n} forms you sent.", most)
    return [Block("note", words)] if found.cut else []


def _back(access: Access, followup_id: str, found: Trends) -> tuple[Button, ...]:
    label = _("‹ The trend") if carnet_of(access) else _("‹ My trend")
    others = Button(label, f"m:courbes:{followup_id}")
    return (others if len(found.series) > 1 else home(access), MENU)


def _zone(visit: Visit) -> str:
    return accounts.reader(visit.work, visit.chat).timezone


def _mark(one: Series) -> str:
    """Return what names a series on a button: the words of its path may be long."""
    return blake2b(one.key.encode(), digest_size=4).hexdigest()


SCREENS = (
    Screen("courbes", choose),
    Screen("courbe", draw),
    Screen("points", as_text),
)
