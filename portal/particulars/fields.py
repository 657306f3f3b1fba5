"""What a patient may tell of herself: the fields of each section, and what is wrong with a value.

Addresses are read loosely: a French one has a postcode of an existing département (La Poste's, Corsica is 20, overseas
97 and 98, the army's 00), a foreign one whatever its country writes.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from portal import identity
from portal.accounts.addresses import read_email
from portal.errors import Refused
from portal.particulars.refusals import AddressIncomplete, ChildrenInvalid, LineInvalid, PostcodeInvalid
from portal.phones import Phone, read_phone

CONTACT, FAMILY, NAMES = "contact", "family", "names"
ADDRESS = ("country", "street", "complement", "postcode", "city")
FIELDS: Mapping[str, tuple[str, ...]] = {
    CONTACT: (*ADDRESS, "phone", "email"),
    FAMILY: ("status", "children", "profession", "physician"),
}
FRANCE = "FR"
# With a button; others in one's own words.
COUNTRIES = (
    FRANCE,
    "BE",
    "CH",
    "LU",
    "DE",
    "ES",
    "IT",
    "PT",
    "GB",
)
STATUSES = ("single", "married", "civil_union", "together", "separated", "divorced", "widowed")
MOST_CHILDREN = 30
LONGEST = {
    "country": 60,
    "street": 100,
    "complement": 100,
    "city": 60,
    "profession": 80,
    "physician": 120,
    "status": 60,
}
FOREIGN_POSTCODE = re.compile(r"[A-Z0-9](?:[A-Z0-9 -]{0,10}[A-Z0-9])?")
OVERSEAS = {"971", "972", "973", "974", "975", "976", "977", "978", "980", "984", "986", "987", "988"}


def one_line(typed: str) -> str:
    """Return words on one line, without what could turn the direction of writing."""
    return identity.one_line(unicodedata.normalize("NFC", typed))


def wrong_line(field: str, typed: str) -> LineInvalid | None:
    """Return what is wrong with a line of words."""
    most = LONGEST[field]
    told = any(unicodedata.category(sign)[0] in "LN" for sign in typed)
    return None if told and len(one_line(typed)) <= most else LineInvalid(field=field, most=most)


def read_postcode(typed: str, country: str) -> str | PostcodeInvalid:
    """Return a postcode as it is written in its country."""
    plain = unicodedata.normalize("NFKC", typed).upper().strip()
    if country != FRANCE:
        found = " ".join(plain.split())
        return found if FOREIGN_POSTCODE.fullmatch(found) else PostcodeInvalid(why="foreign")
    digits = re.sub(r"[\s.-]", "", plain.removeprefix("F-"))
    if re.fullmatch(r"2[AB][0-9]{3}", digits):
        return PostcodeInvalid(why="corsica")
    if not re.fullmatch(r"[0-9]{5}", digits):
        return PostcodeInvalid(why="digits")
    return digits if _department(digits) else PostcodeInvalid(why="unknown")


def _department(postcode: str) -> bool:
    return postcode[:2] <= "95" or postcode[:3] in OVERSEAS


def wrong_children(count: int) -> ChildrenInvalid | None:
    """Return what is wrong with a number of children."""
    return None if 0 <= count <= MOST_CHILDREN else ChildrenInvalid(most=MOST_CHILDREN)


def checked(section: str, told: Mapping[str, Any]) -> dict[str, Any] | Refused:
    """Return a section as it is kept: the fields it has, canonical, the empty ones left out; or what is wrong."""
    known = {name: told[name] for name in FIELDS[section] if told.get(name) not in (None, "")}
    if section == CONTACT and "country" not in known:
        known = {name: value for name, value in known.items() if name not in ADDRESS}
    kept: dict[str, Any] = {}
    for name, value in known.items():
        read = _read(name, value, str(known.get("country", FRANCE)))
        if isinstance(read, Refused):
            return read
        kept[name] = read
    return _whole(kept) or kept


def _read(name: str, value: Any, country: str) -> Any:
    match name:
        case "postcode":
            return read_postcode(str(value), country)
        case "phone":
            phone = read_phone(str(value))
            return phone.number if isinstance(phone, Phone) else phone
        case "email":
            return read_email(str(value))
        case "children":
            return wrong_children(int(value)) or int(value)
    return wrong_line(name, str(value)) or one_line(str(value))


def _whole(kept: Mapping[str, Any]) -> AddressIncomplete | None:
    """Refuse an address with a country that lacks what a letter needs to arrive."""
    country = kept.get("country")
    needed = ("street", "city", "postcode") if country == FRANCE else ("street", "city")
    return AddressIncomplete() if country and not all(name in kept for name in needed) else None
