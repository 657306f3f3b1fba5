"""Emergency access, as the patient sees it: who opened what her record keeps for it, when, why, and what was read."""

from conversations.doors import MENU
from conversations.messages import Block, Button, Message, Rows
from conversations.refusals import sentence
from conversations.who import professional
from handlers.history import number, turning
from handlers.listing import children
from handlers.visit import Screen, Visit
from locales import Words, _, n_, plain
from portal import carnets, emergencies
from portal.authorisations import Right
from portal.emergencies import Line, Seen
from portal.errors import Refused

PER_PAGE = 8
BACK = (Button(_("‹ Emergency access"), "m:urgences"), MENU)
WHAT = _(
    "In an emergency, a health professional can open for four hours the documents that you meant for it, and see whom "
    "to notify. Nothing else is shown, and you are told at once, each time."
)


def overview(visit: Visit) -> None:
    """Show every emergency access to her record and to her carnets, the latest first."""
    me = visit.admitted("urgences")
    if me is None:
        return
    page, names = number(visit.argument), children(visit, me)
    asked = carnets.open_to(visit.work, me)
    found = emergencies.of_records(visit.work, asked, page * PER_PAGE, PER_PAGE)
    blocks = [Block("title", _("Emergency access")), Block("plain", WHAT)]
    if not found.lines and not page:
        blocks.append(Block("plain", _("Nobody has opened anything in an emergency.")))
    lines: Rows = tuple(
        (Button(_face(one, names.get(one.opening.record, "")), f"m:urgence:{one.opening.id}"),)
        for one in found.lines
    )
    rows = (*lines, *turning("urgences", page, found.more), (MENU,))
    visit.show(Message(tuple(blocks), rows), account_id=me.account_id)


def one(visit: Visit) -> None:
    """Show one of them: who, when, why, what was opened; and how to contest it."""
    me = visit.admitted(f"urgence:{visit.argument}")
    if me is None:
        return None
    record = emergencies.record_of(visit.work, visit.argument[:16])
    access = record if isinstance(record, Refused) else visit.access(me, Right.READ, record)
    if access is None:
        return None
    found = (
        access if isinstance(access, Refused) else emergencies.seen(visit.work, access, visit.argument[:16])
    )
    if isinstance(found, Refused):
        return visit.say(sentence(found), rows=(BACK,))
    child = children(visit, me).get(found.line.opening.record, "")
    rows = ((Button(_("I contest it"), "m:aide-contact"),), BACK)
    blocks = (*_who(found.line, child), *_why(found), *_what(found))
    return visit.show(Message(blocks, rows), account_id=me.account_id)


def _face(line: Line, child: str) -> Words:
    when = plain("{date} · {who}", date=line.opening.opened_at.date(), who=line.professional.name)
    return plain("{face} · {child}", face=when, child=child) if child else when


def _who(line: Line, child: str) -> list[Block]:
    who, kept = line.professional, line.opening
    ends = (
        _("It ends on {date}.", date=kept.until) if line.stands
        else _("It was ended on {date}.", date=kept.until) if kept.closed_at
        else _("It ended on {date}.", date=kept.until)
    )  # fmt: skip
    lines: list[Words] = [professional(who.name, who.profession, who.digits)]
    lines += [who.structure] if who.structure else []
    lines += [_("Carnet of {name}", name=child)] if child else []
    lines += [_("Opened on {date}.", date=kept.opened_at), ends, _("Reference: {id}", id=kept.id)]
    return [Block("title", _("Emergency access")), *(Block("line", one) for one in lines)]


def _why(seen: Seen) -> list[Block]:
    given = seen.line.opening.reasons
    lines = [_("Reason, on {date}: {words}", date=reason.at, words=reason.words) for reason in given]
    return [Block("plain", line) for line in lines]


def _what(seen: Seen) -> list[Block]:
    """Return what was opened, by title: nobody else reads this."""
    lines: list[Words] = [plain("· {title}", title=one.title) for one in seen.documents]
    if seen.gone:
        lines.append(
            n_("· {n} document that is here no more", "· {n} documents that are here no more", seen.gone)
        )
    opened = [Block("title", _("Opened:")) if lines else Block("plain", _("No document was opened."))]
    opened += [Block("line", line) for line in lines]
    if seen.people_at is not None:
        opened.append(Block("plain", _("Your people to notify were shown, on {date}.", date=seen.people_at)))
    return opened


SCREENS = (
    Screen("urgences", overview),
    Screen("urgence", one),
)
