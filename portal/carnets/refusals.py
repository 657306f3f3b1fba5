"""Every way a carnet's sharing says no; the facts of each are in its docstring."""

from portal.errors import Refused


class OwnAddress(Refused):
    """Nobody shares a carnet with herself."""


class AlreadyShared(Refused):
    """Whoever has this address reads the carnet already."""


class AlreadyInvited(Refused):
    """An invitation to this address stands."""


class TooManyParents(Refused):
    """As many share this carnet, or are invited to, as may. Facts: most."""


class TooManyInvitations(Refused):
    """Too many invitations left for this carnet. Facts: until (instant)."""


class SentJustNow(Refused):
    """The invitation left a moment ago. Facts: at (instant from which it can be sent again)."""


class GrownUp(Refused):
    """Whose carnet this is, is of age: nobody but she decides."""


class TooYoung(Refused):
    """A child has an access of her own from an age on. Facts: from_age (years)."""


class AccessOpen(Refused):
    """Whom this carnet is about has an access of her own already."""


class HolderOnly(Refused):
    """Only the parent who holds the carnet may do this."""


class HolderStays(Refused):
    """Who holds a carnet cannot leave it, nor be sent away."""


class ShareUnknown(Refused):
    """There is no such invitation, or its link was replaced by a newer one."""


class ShareExpired(Refused):
    """The invitation is older than thirty days."""


class ShareUsed(Refused):
    """The invitation was accepted already."""


class ShareCancelled(Refused):
    """Whoever invited has cancelled the invitation."""


class ShareDeclined(Refused):
    """The invitation was declined."""


class ShareUnconfirmed(Refused):
    """It was accepted, and whoever invited has not said yet that it is the right person."""


class NotInvited(Refused):
    """The invitation is for another address than that of the account that opened it."""


class BirthDateWrong(Refused):
    """The child was born on another day. Facts: left (tries of this carnet, whoever makes them)."""


class BirthDateMissing(Refused):
    """Nobody has shown yet to know when the child was born."""


class CarnetLocked(Refused):
    """The birth date was told wrong three times: nobody is invited to this carnet before the operator has looked."""
