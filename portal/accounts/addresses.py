"""E-mail addresses and phone numbers: read, made canonical, and shown without giving them away."""

from typing import NamedTuple

from portal.accounts.refusals import EmailInvalid, PhoneInvalid
from portal.keys import Keyring

REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM", "NC", "PF")  # where a French national number may live
FICTION = "+3363998"  # mobile numbers that ARCEP keeps for fiction (decision 2018-0881): the demo's


class Phone(NamedTuple):
    """A phone number in E.164, and whether it looks like a landline, where an SMS may not arrive."""

    number: str
    fixed: bool


def read_email(typed: str) -> str | EmailInvalid:
    """Return the canonical address; no DNS is asked."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  30 ms at start-up

    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        return EmailInvalid()


def email_key(keys: Keyring, typed: str) -> str:
    """Return the keyed hash that finds an address, whatever its case; what is no address has one too."""
    canonical = read_email(typed)
    return keys.find(
        "email", typed.strip().lower() if isinstance(canonical, EmailInvalid) else canonical.lower()
    )


def phone_key(keys: Keyring, number: str) -> str:
    """Return the keyed hash of a number in E.164."""
    return keys.find("phone", number)


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


def email_hint(address: str) -> str:
    """Return `c•••@e•••.fr` for `camille@exemple.fr`."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}•••@{domain[:1]}•••.{domain.rpartition('.')[2]}"


def phone_hint(number: str) -> str:
    """Return `•• •• •• •• 42` for a number that ends in 42."""
    return f"•• •• •• •• {number[-2:]}"
