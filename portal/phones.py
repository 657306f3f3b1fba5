"""Phone numbers as people write them: read, checked, made canonical (E.164), and written for people again."""

from typing import NamedTuple

from portal.errors import Refused

REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM", "NC", "PF")  # where a French national number may live
FICTION = "+3363998"  # mobile numbers that ARCEP keeps for fiction (decision 2018-0881): the demo's


class PhoneInvalid(Refused):
    """No such phone number can exist."""


class Phone(NamedTuple):
    """A phone number in E.164, and whether it looks like a landline, where an SMS may not arrive."""

    number: str
    fixed: bool


def read_phone(typed: str) -> Phone | PhoneInvalid:
    """Return the number in E.164; without a prefix it is French, overseas included."""
    import phonenumbers as pn  # noqa: PLC0415  90 ms at start-up, and only registration needs it

    for region in REGIONS:
        try:
            number = pn.parse(typed, region)
        except pn.NumberParseException:
            return PhoneInvalid()
        written = pn.format_number(number, pn.PhoneNumberFormat.E164)
        if pn.is_valid_number(number) or (written.startswith(FICTION) and len(written) == 12):
            return Phone(written, pn.number_type(number) == pn.PhoneNumberType.FIXED_LINE)
    return PhoneInvalid()


def written(number: str) -> str:
    """Return a number in E.164 as people dial it: a French one as 06 12 34 56 78, another with its country's code."""
    import phonenumbers as pn  # noqa: PLC0415  as above

    parsed = pn.parse(number)
    if parsed.country_code == 33:
        return pn.format_number(parsed, pn.PhoneNumberFormat.NATIONAL)
    return pn.format_number(parsed, pn.PhoneNumberFormat.INTERNATIONAL)
