"""My professionals: who is authorised on my record and my children's; removed, brought back, blocked."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from conversations import course
from conversations.doors import MENU
from conversations.events import Typed
from conversations.messages import Block, Button, Message, Rows
from conversations.refusals import sentence
from conversations.stage import purge
from conversations.suggested import is_suggestion
from handlers.history import number, turning
from handlers.visit import Screen, Visit
from locales import Words, _, plain
from portal import accounts, authorisations, authorising, bookmarks, carnets, directory
from portal.authorisations import CARNET, Access, Right, carnet_record
from portal.authorising import Actor
from portal.directory import Listed
from portal.errors import Refused

PER_PAGE = 8
FORM = "authorise"
AUTHORISE = Button(_("Authorise a professional"), "m:autoriser")
BACK = Button(_("‹ My professionals"), "m:acteurs")
A_MOMENT = timedelta(seconds=1)  # what ends at midnight is good until the day before
OWN = "0"  # of a button: the record of whoever taps it


def actors(visit: Visit, *said: Words) -> None:
    """Show who may do what with which record, below what is said first."""
    accesses = _accesses(visit, "acteurs")
    if accesses is None:
        return
    found = authorising.listed(visit.work, accesses)
    page = number(visit.argument)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    names = _children(visit)
    gone = _gone(visit, shown)
    blocks = [Block("plain", words) for words in said]
    blocks += [Block("title", _("My professionals"))]
    if not found:
        blocks.append(Block("plain", _("You have not authorised any professional yet.")))
    for one in shown:
        blocks += [
            Block("title", _face(one, names)),
            *(
                Block("line", line)
                for line in (one.professional.profession, *_lines(visit, one, gone))
                if line
            ),
        ]
    rows: Rows = tuple((Button(_face(one, names), f"m:acteur:{_key(one)}"),) for one in shown)
    more = len(found) > (page + 1) * PER_PAGE
    rows = (*rows, *turning("acteurs", page, more), (AUTHORISE,), (MENU,))
    visit.show(Message(tuple(blocks), rows), account_id=accesses[0].account_id)


def actor(visit: Visit) -> None:
    """Show one professional, and what can be done about her."""
    if (chosen := _chosen(visit, "acteur")) is not None:
        _show(visit, chosen[1])


def _show(visit: Visit, one: Actor, *said: Words) -> None:
    who, names = one.professional, _children(visit)
    facts: list[Words] = [who.profession, who.structure, _("RPPS number {number}", number=who.rpps)]
    blocks = [Block("plain", words) for words in said]
    blocks += [Block("title", _face(one, names)), *(Block("line", fact) for fact in facts if fact)]
    blocks += [Block("line", line) for line in _lines(visit, one, _gone(visit, [one]))]
    if Right.FOLLOW in one.rights:
        note = _(
            "Without access, she no longer reads your forms; they still come until your care team ends them."
        )
        blocks.append(Block("note", note))
    take = (Button(_("Take the access back"), f"m:acteur-retirer:{_key(one)}"),)
    block = (Button(_("Block"), f"m:acteur-bloquer:{_key(one)}"),)
    free = (Button(_("Unblock"), f"m:acteur-debloquer:{_key(one)}"),)
    rows = (*([take] if one.rights else []), free if one.blocked_at else block, (BACK, MENU))
    visit.show(Message(tuple(blocks), rows), account_id=visit.me.account_id if visit.me else None)


def remove(visit: Visit) -> None:
    """Take a professional's access back, in one tap; another brings it back."""
    chosen = _chosen(visit, "acteurs")
    if chosen is None:
        return
    access, one = chosen
    authorising.remove(visit.work, access, one.professional.id)
    undo = Button(_("Undo"), f"m:acteur-rendre:{_key(one)}")
    block = Button(_("Block"), f"m:acteur-bloquer:{_key(one)}")
    words = _("It is done: {name} has no access any more.", name=_name(one))
    visit.say(words, rows=((undo,), (block,), (BACK, MENU)))


def bring_back(visit: Visit) -> None:
    """Undo a removal."""
    named = _named(visit, "acteurs")
    if named is None:
        return
    access, professional_id = named
    refused = authorising.bring_back(visit.work, access, professional_id)
    said = sentence(refused) if refused else _("It is undone: the access is there again.")
    visit.say(said, rows=((AUTHORISE,), (BACK, MENU)) if refused else ((BACK, MENU),))


def block(visit: Visit) -> None:
    """Keep a professional away from a record, emergencies included."""
    named = _named(visit, "acteurs")
    if named is None:
        return
    access, professional_id = named
    refused = authorising.block(visit.work, access, professional_id)
    words = _(
        "This professional is blocked: no reading, no adding of documents, not even in an emergency. "
        "Nobody is told."
    )
    free = Button(_("Unblock"), f"m:acteur-debloquer:{visit.argument}")
    visit.say(
        sentence(refused) if refused else words, rows=((BACK, MENU),) if refused else ((free,), (BACK, MENU))
    )


def unblock(visit: Visit) -> None:
    """Let her near again: what she was given counts again, which takes a full code."""
    if not _fully(visit, f"acteur-debloquer:{visit.argument}"):
        return None
    named = _named(visit, "acteurs")
    if named is None:
        return None
    access, professional_id = named
    authorising.unblock(visit.work, access, professional_id)
    found = next(
        (one for one in authorising.listed(visit.work, [access]) if one.professional.id == professional_id),
        None,
    )
    if found is not None:
        return _show(visit, found, _("The block is lifted."))
    return visit.say(_("The block is lifted."), rows=((AUTHORISE,), (BACK, MENU)))


def begin(visit: Visit) -> None:
    """Begin to authorise a professional, or go on with it."""
    begun = bookmarks.about(visit.work, str(visit.chat), FORM, None)
    if begun is None:
        _begin(visit, [])
    elif visit.health(Right.HOLD, "autoriser") is not None:
        course.resume(visit.work, visit.chat, begun)


def picked(visit: Visit, event: Typed) -> bool:
    """Take a professional who was picked from the suggestions while nothing was asked; False when none was."""
    if not is_suggestion(event.text) or visit.me is None or not visit.agreed:
        return False
    root = visit.work.policy.directory
    # Named by the words alone: the conversation that they begin has another name each time it is tried.
    found = visit.work.thought(f"picked:{event.text}", lambda: directory.at(root).search(event.text, 1))
    if isinstance(found, Refused) or not found:
        return False
    purge(visit.work, visit.chat, event)
    _begin(visit, found)
    return True


def _begin(visit: Visit, found: Sequence[Listed]) -> None:
    if visit.health(Right.HOLD, "autoriser") is None or not _fully(visit, "autoriser") or visit.me is None:
        return
    held = authorising.records(visit.work, visit.me.account_id)
    kept = [directory.packed(one[:7], one.places) for one in found]
    facts = {"account_id": visit.me.account_id, "carnets": len(held) > 1, "found": kept}
    course.start(visit.work, visit.chat, FORM, account_id=visit.me.account_id, facts=facts)


def _fully(visit: Visit, then: str) -> bool:
    """Tell whether a code from her phone has proven who asks; else have it asked for."""
    me = visit.me
    if me is None or me.full:
        return me is not None
    facts = {"account_id": me.account_id, "then": then, "full": True}
    course.start(visit.work, visit.chat, "confirm_code", account_id=me.account_id, facts=facts)
    return False


def _accesses(visit: Visit, then: str) -> list[Access] | None:
    """Return the accesses to all the records whose professionals this person chooses."""
    own = visit.health(Right.HOLD, then)
    if own is None or visit.me is None:
        return None
    held = authorising.records(visit.work, visit.me.account_id)[1:]
    more = (authorisations.require(visit.work, visit.me, Right.HOLD, record) for record in held)
    return [own, *(one for one in more if isinstance(one, Access))]


def _named(visit: Visit, then: str) -> tuple[Access, str] | None:
    """Return what a button names: a record, and a professional; what a client made up leads to the list."""
    accesses = _accesses(visit, then)
    if accesses is None:
        return None
    professional_id, _dot, carnet = visit.argument.partition(".")
    record = accesses[0].record if carnet == OWN else carnet_record(carnet)
    access = next((one for one in accesses if one.record == record), None)
    if access is None or not professional_id:
        visit.argument = ""
        actors(visit)
        return None
    return access, professional_id


def _chosen(visit: Visit, screen: str) -> tuple[Access, Actor] | None:
    named = _named(visit, f"{screen}:{visit.argument}" if screen == "acteur" else screen)
    if named is None:
        return None
    access, professional_id = named
    found = authorising.listed(visit.work, [access])
    one = next((one for one in found if one.professional.id == professional_id), None)
    if one is None:  # removed meanwhile, here or elsewhere
        visit.argument = ""
        actors(visit, _("This professional has no access any more."))
        return None
    return access, one


def _key(one: Actor) -> str:
    carnet = one.record.removeprefix(CARNET) if one.record.startswith(CARNET) else OWN
    return f"{one.professional.id}.{carnet}"


def _name(one: Actor) -> str:
    who = one.professional
    return f"{who.name} (…{who.mark})" if who.mark else who.name  # another bears her name


def _children(visit: Visit) -> dict[str, str]:
    mine = carnets.of(visit.work, visit.me.account_id) if visit.me else []
    return {one.record: one.first_name for one in mine}


def _face(one: Actor, names: dict[str, str]) -> Words:
    whose = names.get(one.record)
    return (
        _("{name}, for {child}", name=_name(one), child=whose) if whose else plain("{name}", name=_name(one))
    )


def _lines(visit: Visit, one: Actor, gone: set[str]) -> list[Words]:
    """Return what there is to say of a professional beyond who she is: what she may, since when and until when."""
    lines: list[Words] = []
    if one.rights:
        does = _("reads and follows you") if Right.FOLLOW in one.rights else _("reads, and may add documents")
        lines.append(_("{does}, since {date}", does=does, date=_day(visit, one.since)))
        lines.append(
            _("until {date}", date=_day(visit, one.until - A_MOMENT))
            if one.until
            else _("until you withdraw it")
        )
    if one.blocked_at is not None:
        lines.append(_("blocked since {date}", date=_day(visit, one.blocked_at)))
    if one.professional.disabled:
        lines.append(_("no longer reads anything: her access to MaSanté was closed"))
    elif one.professional.rpps in gone:
        lines.append(_("is no longer in the directory of professionals"))
    return lines


def _day(visit: Visit, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(accounts.reader(visit.work, visit.chat).timezone)).date()


def _gone(visit: Visit, shown: Sequence[Actor]) -> set[str]:
    """Return the numbers of those whom only the directory knew, and who are not listed there any more."""
    asked = sorted({one.professional.rpps for one in shown if one.professional.listed})
    if not asked:
        return set()
    root = visit.work.policy.directory
    found = visit.work.thought(f"listed:{','.join(asked)}", lambda: directory.at(root).find(asked))
    return set() if isinstance(found, Refused) else {one for one in asked if one not in found}


SCREENS = (
    Screen("acteurs", actors, ("acteurs", "professionals"), _("Professionals you authorise")),
    Screen("acteur", actor),
    Screen("acteur-retirer", remove),
    Screen("acteur-rendre", bring_back),
    Screen("acteur-bloquer", block),
    Screen("acteur-debloquer", unblock),
    Screen("autoriser", begin),
)
