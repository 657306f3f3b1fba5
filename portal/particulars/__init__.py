"""Particulars: how a patient is reached and lives, as she tells it; what stood before; corrections she asks for.

Names and birth date, which a professional has verified, are `portal.identity`'s: no function here lets her change them.
"""

from portal.particulars.correcting import (
    REASONS,
    Asked,
    Correction,
    Wanted,
    ask,
    asked_for,
    correct,
    may_ask,
    waiting,
    wrong,
)
from portal.particulars.fields import (
    ADDRESS,
    CONTACT,
    COUNTRIES,
    FAMILY,
    FIELDS,
    FRANCE,
    LONGEST,
    MOST_CHILDREN,
    NAMES,
    STATUSES,
    one_line,
    read_postcode,
    wrong_children,
    wrong_line,
)
from portal.particulars.keeping import (
    Before,
    IdentityFacts,
    change,
    everything,
    history,
    read,
    wrong_other,
)
from portal.particulars.refusals import CorrectionsAway, PostcodeInvalid

__all__ = [
    "ADDRESS",
    "CONTACT",
    "COUNTRIES",
    "FAMILY",
    "FIELDS",
    "FRANCE",
    "LONGEST",
    "MOST_CHILDREN",
    "NAMES",
    "REASONS",
    "STATUSES",
    "Asked",
    "Before",
    "Correction",
    "CorrectionsAway",
    "IdentityFacts",
    "PostcodeInvalid",
    "Wanted",
    "ask",
    "asked_for",
    "change",
    "correct",
    "everything",
    "history",
    "may_ask",
    "one_line",
    "read",
    "read_postcode",
    "waiting",
    "wrong",
    "wrong_children",
    "wrong_line",
    "wrong_other",
]  # fmt: skip
