"""Who did something with a record, as its patient knows them: herself, a parent, a professional, the technical team."""

from collections.abc import Mapping, Sequence

from locales import Words, _, plain
from portal import identity, professionals
from portal.authorisations import PATIENT, PROFESSIONAL, Access
from portal.professionals import Professional
from portal.work import Work

ITSELF = ("portal", "rules", "ticker")  # what nobody asked for
OPERATOR = _("the technical team of MaSanté")


def named(work: Work, access: Access, actors: Sequence[str], *, places: bool = False) -> Mapping[str, Words]:
    """Return what these actors of the journal are called by whoever asks; `places`: and where professionals work."""
    known = professionals.named(
        work, [one.removeprefix(PROFESSIONAL) for one in actors if one.startswith(PROFESSIONAL)]
    )
    called = {one: _named(work, access, one, known) for one in actors}
    for one in known.values() if places else ():
        actor = f"{PROFESSIONAL}{one.id}"
        if one.structure:
            called[actor] = plain("{who}, {where}", who=called[actor], where=one.structure)
    return called


def _named(work: Work, access: Access, actor: str, known: Mapping[str, Professional]) -> Words:
    if actor == access.actor:
        return _("you")
    if actor.startswith(PATIENT):
        return identity.first_name(work, actor.removeprefix(PATIENT)) or _("the other parent")
    if actor in ITSELF:
        return _("MaSanté, by itself")
    found = known.get(actor.removeprefix(PROFESSIONAL))
    return by_profession(found) if found else OPERATOR


def by_profession(one: Professional) -> Words:
    """Return a professional's name and what she does; one who shares her name, with the end of her number."""
    return professional(one.name, one.profession, one.mark)


def professional(name: str, profession: str, digits: str = "") -> Words:
    """Return a professional by name; `digits`: the end of her RPPS number, which tells namesakes apart."""
    if digits:
        mark = f"RPPS …{digits}"
        about = plain("{what}, {mark}", what=profession, mark=mark) if profession else mark
        return plain("{name} ({about})", name=name, about=about)
    return plain("{name}, {what}", name=name, what=profession) if profession else name
