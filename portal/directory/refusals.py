"""Why the directory cannot be searched, or an extraction cannot take its place."""

from portal.errors import Refused


class DirectoryEmpty(Refused):
    """Nothing has been imported yet, or by another version of this program: `masante directory import`."""


class DirectoryBusy(Refused):
    """Another import is under way."""


class ExtractionUnknown(Refused):
    """A file is no extraction of the RPPS or of FINESS; facts: file, missing (columns that were not found)."""


class ExtractionBroken(Refused):
    """Too many lines of an extraction cannot be read; facts: file, bad, lines."""


class ExtractionEmpty(Refused):
    """An extraction holds no professional; facts: file."""


class ExtractionCut(Refused):
    """An extraction ends in the middle of a line; facts: file, line."""


class DirectoryShrunk(Refused):
    """An extraction has less than half of the professionals there were; facts: before, after."""


class ProfessionalsMissing(Refused):
    """Only structures were given, and there is no directory yet that they could go with."""
