"""Why something a patient tells of herself cannot be kept, or corrected."""

from portal.errors import Refused


class LineInvalid(Refused):
    """A line has a letter or a digit, and so many characters at most; facts: field, most."""


class PostcodeInvalid(Refused):
    """No such postcode can exist there; facts: why (digits, corsica, unknown, foreign)."""


class AddressIncomplete(Refused):
    """A postal address has a street, a town and, in France, a postcode."""


class OwnAlready(Refused):
    """Another phone or e-mail is not the one that the account has; facts: field."""


class ChildrenInvalid(Refused):
    """Nobody has so many children; facts: most."""


class NothingToCorrect(Refused):
    """What is asked for is what is written already."""


class BirthDateInvalid(Refused):
    """Nobody who lives was born then."""


class TooManyCorrections(Refused):
    """So many corrections are waiting for an answer; facts: until."""


class CorrectionsAway(Refused):
    """Nobody can be written to: the operator named no address, or no e-mail leaves; facts: phone, if there is one."""
