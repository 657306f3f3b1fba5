"""Why a record is not opened in an emergency, or not any more."""

from portal.errors import Refused


class ReasonInvalid(Refused):
    """Whoever opens a record in an emergency says why, in a few words; facts: least, most, why (missing, short, long)."""


class EmergencyNotOpen(Refused):
    """A professional has not opened this record in an emergency, or her time is over; facts: until, if it was."""


class EmergencyUnknown(Refused):
    """There is no such emergency access, or not for whoever asks."""


class NotYourPeople(Refused):
    """Whom to notify for a child follows from who shares her carnet."""
