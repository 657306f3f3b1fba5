"""Every way privacy says no: what is being made, what the law keeps, who has left already."""

from portal.errors import Refused


class ExportUnderWay(Refused):
    """An export of this record is being made: one at a time."""


class ExportUnknown(Refused):
    """There is no such export, or no longer: it is kept for a day."""


class AlreadyLeft(Refused):
    """The owner of this account has left already. Facts: erase_at (instant)."""


class ErasureHeld(Refused):
    """The law keeps this record: nothing of it is erased before a day. Facts: until (instant)."""


class NotHeld(Refused):
    """The law does not keep this record: there is no hold to release."""


class HoldOver(Refused):
    """A hold ends on a day that is to come."""
