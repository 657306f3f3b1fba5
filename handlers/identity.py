"""My identity, in three sections: contact details, family situation, people to notify; what stood before; corrections."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from conversations.course import resume, start
from conversations.doors import CONTACT_US, MENU
from conversations.messages import Block, Button, Message, Rows
from conversations.my_particulars import BACK, LABELS, address, answers_of, shown
from conversations.refusals import sentence
from conversations.who import named
from handlers import people
from handlers.visit import Screen, Visit
from locales import Listed, Words, _, plain
from portal import accounts, bookmarks, emergencies, identity, particulars
from portal.accounts import AccountFacts
from portal.authorisations import Access, Right
from portal.particulars import ADDRESS, CONTACT, FAMILY, FIELDS

HOME = Button(_("‹ My identity"), "m:identite")
NOTHING = _("nothing written")
BEFORE_AT_ONCE = 4


class Group(NamedTuple):
    """Fields that are changed together: by which conversation, how the button is called."""

    section: str
    form: str
    fields: tuple[str, ...]
    face: Words


GROUPS: Mapping[str, Group] = {
    "adresse": Group(CONTACT, "my_contact_details", ADDRESS, _("Postal address")),
    "telephone": Group(CONTACT, "my_contact_details", ("phone",), LABELS["phone"]),
    "mail": Group(CONTACT, "my_contact_details", ("email",), LABELS["email"]),
    "coordonnees": Group(CONTACT, "my_contact_details", FIELDS[CONTACT], _("Fill in everything")),
    "situation": Group(FAMILY, "my_family", ("status",), LABELS["status"]),
    "enfants": Group(FAMILY, "my_family", ("children",), LABELS["children"]),
    "profession": Group(FAMILY, "my_family", ("profession",), LABELS["profession"]),
    "medecin": Group(FAMILY, "my_physician", ("physician",), LABELS["physician"]),
    "famille": Group(FAMILY, "my_family", FIELDS[FAMILY][:3], _("Fill in everything")),
}
EVERYTHING = {CONTACT: "coordonnees", FAMILY: "famille"}
SCREEN_OF = {CONTACT: "identite-contact", FAMILY: "identite-famille"}


def overview(visit: Visit) -> None:
    """Show who she is, and of each section what is written."""
    access = visit.health(Right.READ, "identite")
    if access is None:
        return
    contact, family = (particulars.read(visit.work, access, one) for one in (CONTACT, FAMILY))
    notified = [one.words for one in people.lines(emergencies.people(visit.work, access))]
    blocks = [
        Block("title", _("My identity")),
        *_verified(visit, access),
        Block("title", _("Contact details")),
        Block(
            "line",
            _in_short(address(contact), shown("phone", contact["phone"]) if "phone" in contact else ""),
        ),
        Block("title", _("Family situation")),
        Block("line", _in_short(*(shown(one, family[one]) for one in FIELDS[FAMILY] if one in family))),
        Block("title", _("People to notify")),
        *(Block("line", words) for words in notified or [NOTHING]),
    ]
    rows = (
        (Button(_("Contact details"), "m:identite-contact"),),
        (Button(_("Family situation"), "m:identite-famille"),),
        (Button(_("People to notify"), "m:identite-personnes"),),
        (Button(_("Ask for a correction"), "m:identite-corriger"),),
        (Button(_("Who saw what"), "m:journal"),),
        (MENU,),
    )
    visit.show(Message(tuple(blocks), rows), account_id=access.account_id)


def _verified(visit: Visit, access: Access) -> list[Block]:
    """Show what only support corrects, and what was asked of it."""
    who = identity.read(visit.work, access.account_id)
    lines: list[Words] = [] if who is None else [
        _("First name: {name}", name=who.first_name),
        _("Last name: {name}", name=who.last_name),
    ]  # fmt: skip
    if who is not None and who.birth_date is not None:
        lines.append(_("Born on {date}", date=who.birth_date))
    blocks = [Block("line", line) for line in lines]
    for one in particulars.waiting(visit.work, access)[:1]:
        words = _("Correction asked for on {at}. Reference: {reference}", at=one.at, reference=one.reference)
        blocks.append(Block("note", words))
    return blocks


def _in_short(*parts: Words) -> Words:
    told = tuple(part for part in parts if part)
    return Listed(told) if told else NOTHING


def contact(visit: Visit) -> None:
    """Show how she signs in, which /compte changes, and how else she is reached."""
    access = visit.health(Right.READ, "identite-contact")
    if access is None:
        return
    values = particulars.read(visit.work, access, CONTACT)
    told = [(_("Postal address"), address(values)), *_told(values, ("phone", "email"))]
    blocks = [
        Block("title", _("Contact details")),
        Block("section", _("To sign in")),
        *_of_account(visit, access),
        Block("section", _("To reach you otherwise")),
        *_pairs(told),
    ]
    rows = ((Button(_("My account"), "m:compte"),), *_changing(CONTACT, values))
    _show(visit, access, CONTACT, blocks, rows)


def _of_account(visit: Visit, access: Access) -> list[Block]:
    known = accounts.show(visit.work, access.account_id)
    if not isinstance(known, AccountFacts) or visit.me is None:
        return []
    full = visit.me.full
    email = known.email if full else accounts.email_hint(known.email)
    phone = shown("phone", known.phone) if full else accounts.phone_hint(known.phone)
    told = _pairs([(_("E-mail of the account"), email), (_("Phone of the account"), phone)])
    return [*told, Block("note", _("These are changed in “My account”."))]


def family(visit: Visit) -> None:
    """Show how she lives."""
    access = visit.health(Right.READ, "identite-famille")
    if access is None:
        return
    values = particulars.read(visit.work, access, FAMILY)
    blocks = [Block("title", _("Family situation")), *_pairs(_told(values, FIELDS[FAMILY]))]
    blocks.append(
        Block("note", _("You need not fill in any of this. The professionals you authorise can see it."))
    )
    _show(visit, access, FAMILY, blocks, _changing(FAMILY, values))


def _told(values: Mapping[str, Any], fields: Sequence[str]) -> list[tuple[Words, Words]]:
    return [(LABELS[one], shown(one, values[one]) if values.get(one) is not None else "") for one in fields]


def _pairs(told: Sequence[tuple[Words, Words]]) -> list[Block]:
    pattern = "{question}\n{answer}"
    return [Block("pair", plain(pattern, question=one, answer=said or NOTHING)) for one, said in told]


def _changing(section: str, values: Mapping[str, Any]) -> Rows:
    """Return a button for each group of fields; all at once is offered first where nothing is written."""
    faces = {
        name: Button(one.face, f"m:identite-changer:{name}")
        for name, one in GROUPS.items()
        if one.section == section
    }
    everything = (faces.pop(EVERYTHING[section]),)
    each = tuple(faces.values())
    pairs = tuple(each[at : at + 2] for at in range(0, len(each), 2))
    return (*pairs, everything) if values else (everything, *pairs)


def _show(visit: Visit, access: Access, section: str, blocks: Sequence[Block], rows: Rows) -> None:
    before = particulars.history(visit.work, access, section, 1)
    earlier: Rows = ((Button(_("What stood here before"), f"m:identite-avant:{section}"),),) if before else ()
    visit.show(Message(tuple(blocks), (*rows, *earlier, (HOME, MENU))), account_id=access.account_id)


def change(visit: Visit) -> None:
    """Begin to change a group of fields: one alone is asked at once, several are shown before they are sent."""
    group = GROUPS.get(visit.argument)
    if group is None:
        return overview(visit)
    access = visit.health(Right.KEEP, f"identite-changer:{visit.argument}")
    reading = visit.health(Right.READ, SCREEN_OF[group.section]) if access else None
    if access is None or reading is None:
        return None
    values = particulars.read(visit.work, reading, group.section)
    known = answers_of(values, group.fields)
    if group.form == "my_physician":
        known = {"who": {"other": values["physician"]}} if known else {}
    alone = next(iter(known)) if known and len(group.fields) == 1 else ""
    passed = [one for one in group.fields if one not in values] if known else []
    facts = {"fields": list(group.fields)}
    return start(
        visit.work, visit.chat, group.form, account_id=access.account_id, facts=facts, answers=known, passed=passed,
        change=alone,
    )  # fmt: skip


def before(visit: Visit) -> None:
    """Show what stood in a section before, the latest first."""
    section, _dot, at = visit.argument.partition(".")
    if section not in SCREEN_OF:
        return overview(visit)
    access = visit.health(Right.READ, f"identite-avant:{visit.argument}")
    if access is None:
        return None
    number = int(at) if at.isascii() and at.isdecimal() and len(at) < 9 else None
    found = particulars.history(visit.work, access, section, BEFORE_AT_ONCE + 1, number)
    told = found[:BEFORE_AT_ONCE]
    who = named(visit.work, access, [one.by for one in told])
    blocks = [Block("title", _("What stood here before"))]
    for one in told:
        until = _("Until {at}, changed by {who}", at=one.until, who=who[one.by])
        blocks += [Block("section", until), *_pairs(_told(one.values, [*one.values]))]
    if not told:
        blocks.append(Block("plain", NOTHING))
    more = told[-1:] if len(found) > len(told) else []
    older = [(Button(_("Older ›"), f"m:identite-avant:{section}.{one.number}"),) for one in more]
    rows = (*older, (BACK[section], MENU))
    return visit.show(Message(tuple(blocks), rows), account_id=access.account_id)


def correct(visit: Visit) -> None:
    """Begin to ask for a correction; say whom to call where nobody can be written to."""
    access = visit.health(Right.KEEP, "identite-corriger")
    if access is None:
        return None
    begun = bookmarks.about(visit.work, str(visit.chat), "correct_identity", None)
    if begun is not None:
        return resume(visit.work, visit.chat, begun)
    refused = particulars.may_ask(visit.work, access)
    if refused is not None:
        return visit.say(sentence(refused), rows=((CONTACT_US,), (HOME, MENU)))
    return start(visit.work, visit.chat, "correct_identity", account_id=access.account_id)


SCREENS = (
    Screen("identite", overview, ("identite", "identity"), _("Who you are, and whom to notify")),
    Screen("identite-contact", contact),
    Screen("identite-famille", family),
    Screen("identite-changer", change),
    Screen("identite-avant", before),
    Screen("identite-corriger", correct),
)
