"""For whom forms are filled in: oneself, and for the children whose carnets she reads."""

from typing import NamedTuple

from conversations.turn import Turn
from locales import Words, _
from portal import authorisations, carnets
from portal.accounts import Me
from portal.authorisations import Access, NoRight, Right, carnet_record, patient_record
from portal.work import Work


class Whose(NamedTuple):
    """A record, and the first name of its child; none: it is her own."""

    access: Access
    child: str = ""

    @property
    def carnet_id(self) -> str:
        """The id of the carnet; none: it is her own record."""
        return self.access.record.removeprefix(carnet_record("")) if self.child else ""

    def titled(self, title: str) -> str:
        """Return a title, with the child's name after it."""
        return f"{title} · {self.child}" if self.child else title


def mine(work: Work, me: Me, right: Right) -> list[Whose]:
    """Return the records on which someone has a right: her own, then her children's."""
    ids = set(authorisations.carnets_of(work, me.account_id, right))
    named = [(patient_record(me.account_id), "")]
    if ids:
        read = carnets.of(work, me.account_id)
        named += [(one.record, one.first_name) for one in read if one.id in ids]
    asked = ((authorisations.require(work, me, right, record), child) for record, child in named)
    return [Whose(access, child) for access, child in asked if isinstance(access, Access)]


def record(turn: Turn) -> str | None:
    """Return the name of the record that a conversation is about: a child's, where it says so, else her own."""
    carnet_id = turn.facts.get("carnet_id")
    if carnet_id is not None:
        return carnet_record(carnet_id)
    return patient_record(turn.mark.account_id) if turn.mark.account_id else None


def access(turn: Turn, right: Right) -> Access | NoRight:
    """Return the access to the record that a conversation is about, asked for anew at each turn."""
    whose = record(turn)
    if turn.me is None or turn.me.account_id != turn.mark.account_id or whose is None:
        return NoRight()
    return authorisations.require(turn.work, turn.me, right, whose)


def for_child(name: str) -> Words:
    """Say for whom a form is."""
    return _("For {name}", name=name)
