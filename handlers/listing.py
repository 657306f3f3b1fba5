"""How someone looks at the list of documents, in the few bytes of a button: whose, of which type, which page."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from conversations.document_words import TYPES
from handlers.history import number
from handlers.visit import Visit
from locales import Words, _
from portal import carnets
from portal.accounts import Me
from portal.authorisations import CARNET, PATIENT, Access, Right, carnet_record, patient_record
from portal.carnets import CarnetUnknown

OWN = "moi"  # her own documents; a carnet is named by its id, and all of them by nothing
LONGEST_ID = 16


class View(NamedTuple):
    """Whose documents, of which type, and which page; nothing: all of them."""

    whose: str = ""
    type: str = ""
    page: int = 0

    @property
    def packed(self) -> str:
        """The view as a button holds it: 24 bytes at most."""
        return f"{self.whose}.{self.type}.{self.page}"


def viewed(parts: Sequence[str]) -> View:
    """Return the view that a button holds; what a client made up is the first page of all."""
    whose, kind, page = (*parts, "", "", "")[:3]
    return View(whose[:LONGEST_ID], kind if kind in TYPES else "", number(page))


def accesses(visit: Visit, me: Me, whose: str) -> list[Access]:
    """Return the accesses to the records of a view; none, once it is said why, where one is not to be seen."""
    made_up = whose != OWN and isinstance(carnets.get(visit.work, whose), CarnetUnknown)
    if not whose or made_up:
        return carnets.open_to(visit.work, me)
    record = patient_record(me.account_id) if whose == OWN else carnet_record(whose)
    one = visit.access(me, Right.READ, record)
    return [one] if one is not None else []


def whose(visit: Visit, me: Me) -> Mapping[str, Words]:
    """Return whose records someone may look into: by the name of the record, her own first."""
    return {patient_record(me.account_id): _("Me"), **children(visit, me)}


def children(visit: Visit, me: Me) -> Mapping[str, str]:
    """Return the first names of the children whose carnets someone may look into, by the name of the record."""
    return {one.record: one.first_name for one in carnets.of(visit.work, me.account_id)}


def key(record: str) -> str:
    """Return how a view names a record."""
    return OWN if record.startswith(PATIENT) else record.removeprefix(CARNET)
