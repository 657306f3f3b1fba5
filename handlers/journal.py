"""Who saw what: the journal of my record, or of a carnet I hold, in plain words; by pages, by kind, by person."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from conversations import journal_words
from conversations.doors import MENU
from conversations.journal_words import GROUPS
from conversations.messages import Block, Button, Message, Rows
from conversations.who import named
from handlers.listing import OWN, children, key
from handlers.visit import Screen, Visit
from locales import Words, _, plain
from portal import authorising, documents, emergencies, reviewing
from portal.accounts import Me
from portal.authorisations import PATIENT, PROFESSIONAL, Access, Right, carnet_record, patient_record
from portal.journal import Line
from portal.reviewing import Page, View

PER_PAGE = 8
PEOPLE_SHOWN = 20
LONGEST_REASON = 160  # characters; all of it is with the emergency access itself
ALL = ""
SHORT = {PROFESSIONAL: "p-", PATIENT: "u-"}  # how a button names an actor


class Place(NamedTuple):
    """Which record, which lines of it, from where on: what a button holds."""

    record: str
    chosen: str = ALL
    at: str = ""

    @property
    def packed(self) -> str:
        """The place as a button holds it: 40 bytes at most."""
        return f"{key(self.record)}.{self.chosen}.{self.at}"

    @property
    def actor(self) -> str | None:
        """The actor whose lines alone are shown."""
        return next((whole + self.chosen[2:] for whole, short in SHORT.items() if self.chosen.startswith(short)),
                    self.chosen[2:] if self.chosen.startswith("x-") else None)  # fmt: skip

    def view(self) -> View:
        """Return it as the portal is asked."""
        actions = journal_words.actions_of(self.chosen) if self.chosen in GROUPS else None
        from_here = int(self.at[1:]) if self.at[1:].isascii() and self.at[1:].isdecimal() else None
        before, after = (from_here, None) if self.at.startswith("b") else (None, from_here)
        return View(actions, self.actor, before, after)


def look(visit: Visit) -> None:
    """Show some lines, the newest first."""
    found = _asked(visit, "journal")
    if found is None:
        return
    me, access, place = found
    page = reviewing.page(visit.work, access, place.view(), PER_PAGE)
    blocks = [Block("title", _("Who saw what")), *_heading(visit, me, access, place)]
    blocks += [Block("pair", words) for words in _lines(visit, access, page.lines)]
    if not page.lines:
        blocks.append(Block("plain", _("There is nothing of this kind.")))
    rows = (*_turning(place, page), *_doors(visit, me, place), (MENU,))
    visit.show(Message(tuple(blocks), rows), account_id=me.account_id)


def _heading(visit: Visit, me: Me, access: Access, place: Place) -> list[Block]:
    """Say whose journal it is, and which lines of it."""
    whose = _whose(visit, me)[access.record]
    chosen: Words = GROUPS.get(place.chosen, "")
    if place.actor is not None:
        chosen = named(visit.work, access, [place.actor])[place.actor]
    said = plain("{whose} · {chosen}", whose=whose, chosen=chosen) if chosen else whose
    return [Block("note", said)]


def _whose(visit: Visit, me: Me) -> Mapping[str, Words]:
    """Return the records whose journal she may look through: her own, and the carnets she holds."""
    held = authorising.records(visit.work, me.account_id)
    names = children(visit, me)
    mine: dict[str, Words] = {patient_record(me.account_id): _("My record")}
    return mine | {one: _("Carnet of {name}", name=names[one]) for one in held if one in names}


def _asked(visit: Visit, screen: str) -> tuple[Me, Access, Place] | None:
    """Return who asks, her access, and what a button names; what a client made up is her own record, from its end."""
    me = visit.admitted(f"{screen}:{visit.argument}" if visit.argument else screen)
    if me is None:
        return None
    whose, chosen, at = (*visit.argument.split(".", 2), "", "", "")[:3]
    record = carnet_record(whose) if whose not in ("", OWN) else patient_record(me.account_id)
    if record not in _whose(visit, me):
        record, chosen, at = patient_record(me.account_id), ALL, ""
    access = visit.access(me, Right.READ, record)
    known = chosen in GROUPS or (chosen[:2] in (*SHORT.values(), "x-") and chosen[2:].isalnum())
    return (me, access, Place(record, chosen[:20] if known else ALL, at[:10])) if access else None


def _lines(visit: Visit, access: Access, lines: Sequence[Line]) -> list[Words]:
    """Return lines in words, with the titles of documents, the reasons of emergencies, the names of people."""
    about = [one for one in map(journal_words.somebody, lines) if one]
    who = named(visit.work, access, list(dict.fromkeys((*(one.actor for one in lines), *about))), places=True)
    ids = [one.subject for one in lines if one.action.startswith("document_")]
    titles = {one.id: one.title for one in documents.these(visit.work, [access], ids)} if ids else {}
    opened = [one.subject for one in lines if one.action in ("emergency_opened", "emergency_prolonged")]
    reasons = {
        (opening_id, reason.at): reason.words[:LONGEST_REASON]
        for opening_id, given in emergencies.reasons(visit.work, access, opened).items()
        for reason in given
    }
    told = []
    for one in lines:
        person = journal_words.somebody(one)
        to: Words = (
            titles.get(one.subject) or reasons.get((one.subject, one.at)) or (who[person] if person else "")
        )
        told.append(journal_words.said(one, who[one.actor], to))
    return told


def _turning(place: Place, page: Page) -> Rows:
    """Return the row that turns the pages: by number, so that new lines move nothing."""
    row = []
    if page.newer and page.lines:
        row.append(Button(_("‹ Newer"), f"m:journal:{place._replace(at=f'a{page.lines[0].number}').packed}"))
    if page.older and page.lines:
        row.append(Button(_("Older ›"), f"m:journal:{place._replace(at=f'b{page.lines[-1].number}').packed}"))
    return (tuple(row),) if row else ()


def _doors(visit: Visit, me: Me, place: Place) -> Rows:
    others = {one: words for one, words in _whose(visit, me).items() if one != place.record}
    choose = (Button(_("Choose what is shown"), f"m:journal-choix:{Place(place.record).packed}"),)
    return (choose, *((Button(label, f"m:journal:{Place(one).packed}"),) for one, label in others.items()))


def choose(visit: Visit) -> None:
    """Offer the kinds of lines, and who did something."""
    found = _asked(visit, "journal-choix")
    if found is None:
        return
    me, access, place = found
    everything = Button(_("Everything"), f"m:journal:{place.packed}")
    kinds = [
        (Button(label, f"m:journal:{place._replace(chosen=one).packed}"),) for one, label in GROUPS.items()
    ]
    actors = reviewing.actors(visit.work, access)[:PEOPLE_SHOWN]
    names = named(visit.work, access, actors)
    people = [
        (Button(names[one], f"m:journal:{place._replace(chosen=_short(one)).packed}"),) for one in actors
    ]
    words = _("What would you like to see? A kind of lines, or what one person did.")
    back = (Button(_("‹ Who saw what"), f"m:journal:{place.packed}"), MENU)
    blocks = (
        Block("title", _("Who saw what")),
        Block("note", _whose(visit, me)[access.record]),
        Block("plain", words),
    )
    visit.show(Message(blocks, ((everything,), *kinds, *people, back)), account_id=me.account_id)


def _short(actor: str) -> str:
    """Return how a button names an actor."""
    return next((short + actor.removeprefix(whole) for whole, short in SHORT.items() if actor.startswith(whole)),
                f"x-{actor}")  # fmt: skip


SCREENS = (
    Screen("journal", look),
    Screen("journal-choix", choose),
)
