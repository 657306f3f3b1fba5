"""Name someone to notify in an emergency, or change what is written down of her."""

from collections.abc import Mapping, Sequence
from typing import Any

from conversations import for_whom
from conversations.credentials import Phone
from conversations.form import Form
from conversations.messages import Block, Button
from conversations.owning import first
from conversations.questions import Choice, Option, Text
from conversations.turn import Said, Turn, said
from locales import Words, _
from portal import emergencies, identity
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.identity import NewPerson, Person, PersonUnknown

PEOPLE = Button(_("People to notify"), "m:identite-personnes")
RELATIONS: Mapping[str, Words] = {
    "partner": _("Husband, wife or partner"),
    "parent": _("Father or mother"),
    "child": _("Son or daughter"),
    "sibling": _("Brother or sister"),
    "friend": _("Friend"),
    "neighbour": _("Neighbour"),
}


def relation_words(relation: str) -> Words:
    """Return what someone is to the patient, as she says it."""
    return RELATIONS.get(relation, relation)


def answers_of(one: Person) -> dict[str, Any]:
    """Return what is written down of someone as answers, to be changed."""
    known = one.relation in RELATIONS
    return {
        "first_name": one.first_name,
        "last_name": one.last_name,
        "relation": one.relation if known else {"other": one.relation},
        "phone": one.phone,
    }


def _name(_turn: Turn, typed: str) -> Refused | None:
    return identity.wrong_name(typed)


def _relation(_turn: Turn, value: Any) -> Refused | None:
    return identity.wrong_name(value["other"]) if isinstance(value, dict) else None


def _closing(_turn: Turn) -> Sequence[Block]:
    words = _(
        "In an emergency, a physician who opens your record sees this name and number. Please tell this person."
    )
    return (Block("note", words),)


notify_someone = Form(
    "notify_someone",
    Text("first_name", _("What is this person's first name?"), label=_("First name"), check=_name),
    Text("last_name", _("And the last name?"), label=_("Last name"), check=_name),
    Choice(
        "relation",
        _("Who is this person to you?"),
        help=(_("Tap a button, or write it in your own words."),),
        label=_("Relation"),
        offers=[Option(code, words) for code, words in RELATIONS.items()],
        other=True,
        check=_relation,
    ),
    Phone("phone", _("At which phone number can this person be reached?"), label=_("Phone")),
    title=_("Person to notify"),
    closing=_closing,
    first=first("identite-personnes"),
)


@notify_someone.send
def send(turn: Turn) -> Said | Refused:
    """Write her down; who was removed meanwhile is written down again."""
    allowed = for_whom.access(turn, Right.KEEP)
    if not isinstance(allowed, Access):
        return allowed
    relation = turn["relation"]
    words = relation["other"] if isinstance(relation, dict) else relation
    new = NewPerson(turn["first_name"], turn["last_name"], words, turn["phone"])
    known = turn.facts.get("person_id")
    refused: object = emergencies.change(turn.work, allowed, known, new) if known else PersonUnknown()
    if isinstance(refused, PersonUnknown):
        refused = emergencies.add(turn.work, allowed, new)
    if isinstance(refused, Refused):
        return refused
    name = f"{new.first_name} {new.last_name}"
    return said(_("It is noted: {name} will be among those to notify.", name=name), rows=((PEOPLE,),))
