"""Carnets in words: how old a child is, who shares, and the names of vaccines."""

from collections.abc import Mapping
from datetime import date

from locales import Words, _, n_, plain
from portal.carnets.ages import age_on, months_on
from portal.carnets.vaccines import Dose

COUNTED_IN_MONTHS = 36

VACCINES: Mapping[str, Words] = {
    "hexavalent": _("Diphtheria, tetanus, polio, whooping cough, Hib, hepatitis B"),
    "pneumococcus": _("Pneumococcus"),
    "menb": _("Meningococcus B"),
    "menc": _("Meningococcus C"),
    "menacwy": _("Meningococci A, C, W, Y"),
    "mmr": _("Measles, mumps, rubella"),
}


def age_words(birth_date: date, today: date) -> Words:
    """Return how old a child is: in months before she is three."""
    months = months_on(birth_date, today)
    if months < 1:
        return _("less than a month")
    if months < COUNTED_IN_MONTHS:
        return n_("{n} month", "{n} months", months)
    return n_("{n} year", "{n} years", age_on(birth_date, today))


def at_age(months: int) -> Words:
    """Return an age of the vaccination calendar."""
    return n_("At {n} month", "At {n} months", months)


def dose_words(dose: Dose) -> Words:
    """Return what a dose is called."""
    return _("{vaccine}, dose {n}", vaccine=VACCINES[dose.vaccine], n=dose.number)


def full_name(first_name: str, last_name: str) -> Words:
    """Return a person's name, or words for who has none yet."""
    name = f"{first_name} {last_name}".strip()
    return plain("{name}", name=name) if name else _("another parent")
