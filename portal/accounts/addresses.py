"""E-mail addresses and phone numbers: made canonical, found again, and shown without giving them away."""

from portal.accounts.refusals import EmailAccented, EmailInvalid
from portal.keys import Keyring

LONGEST_NAME = 64  # octets before the @ (RFC 5321, 4.5.3.1.1)


def read_email(typed: str) -> str | EmailInvalid:
    """Return the canonical address; no DNS is asked."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  30 ms at start-up

    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        return EmailInvalid()


def mailable(typed: str) -> str | EmailInvalid | EmailAccented:
    """Return the canonical address, if mail from here can reach it."""
    address = read_email(typed)
    name = "" if isinstance(address, EmailInvalid) else address.rpartition("@")[0]
    if isinstance(address, EmailInvalid) or len(name) > LONGEST_NAME:
        return EmailInvalid()
    return address if name.isascii() else EmailAccented()


def email_key(keys: Keyring, typed: str) -> str:
    """Return the keyed hash that finds an address, whatever its case; what is no address has one too."""
    canonical = read_email(typed)
    return keys.find(
        "email", typed.strip().lower() if isinstance(canonical, EmailInvalid) else canonical.lower()
    )


def phone_key(keys: Keyring, number: str) -> str:
    """Return the keyed hash of a number in E.164."""
    return keys.find("phone", number)


def email_hint(address: str) -> str:
    """Return `c•••@e•••.fr` for `camille@exemple.fr`."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}•••@{domain[:1]}•••.{domain.rpartition('.')[2]}"


def phone_hint(number: str) -> str:
    """Return `•• •• •• •• 42` for a number that ends in 42."""
    return f"•• •• •• •• {number[-2:]}"
