"""What the conversations about one's own particulars share: their words, what is asked this time, and what is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conversations import for_whom
from conversations.doors import MENU
from conversations.messages import Button
from conversations.questions import Hint, Text
from conversations.turn import Said, Turn, said
from locales import Words, _, n_, plain
from portal import particulars, phones
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.particulars import CONTACT, FAMILY

BACK: Mapping[str, Button] = {
    CONTACT: Button(_("‹ Contact details"), "m:identite-contact"),
    FAMILY: Button(_("‹ Family situation"), "m:identite-famille"),
}
LABELS: Mapping[str, Words] = {
    "country": _("Country"),
    "street": _("Number and street"),
    "complement": _("Building, floor, at whose home"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "phone": _("Other phone"),
    "email": _("Other e-mail"),
    "status": _("Situation"),
    "children": _("Children"),
    "profession": _("Occupation"),
    "physician": _("Regular physician"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "birth_date": _("Birth date"),
}
COUNTRIES: Mapping[str, Words] = {
    "FR": _("France, overseas included"),
    "BE": _("Belgium"),
    "CH": _("Switzerland"),
    "LU": _("Luxembourg"),
    "DE": _("Germany"),
    "ES": _("Spain"),
    "IT": _("Italy"),
    "PT": _("Portugal"),
    "GB": _("United Kingdom"),
}
STATUSES: Mapping[str, Words] = {
    "single": _("Single"),
    "married": _("Married"),
    "civil_union": _("In a civil union (PACS)"),
    "together": _("Living together"),
    "separated": _("Separated"),
    "divorced": _("Divorced"),
    "widowed": _("Widowed"),
}
OWN_WORDS = {"country": COUNTRIES, "status": STATUSES}  # fields with options, and other words


@dataclass(frozen=True, kw_only=True)
class Line(Text):
    """Words on one line."""

    def read(self, turn: Turn, typed: str) -> Any:
        """Take them without what breaks a line, or turns its direction."""
        return super().read(turn, particulars.one_line(typed))


def wrong_line(field: str) -> Callable[[Turn, Any], Refused | Hint | None]:
    """Return the check of a line, or of an answer in one's own words beside options."""

    def check(_turn: Turn, value: Any) -> Refused | None:
        if isinstance(value, dict):
            value = value["other"]
        elif field in OWN_WORDS:
            return None
        return particulars.wrong_line(field, str(value))

    return check


def among(field: str) -> Callable[[Turn], bool]:
    """Return whether a field is asked this time; of an address nothing, when its country was passed over."""

    def asked(turn: Turn) -> bool:
        fields = turn.facts.get("fields")
        mine = not isinstance(fields, list) or field in fields
        without = field in particulars.ADDRESS[1:] and "country" in turn.skipped
        return mine and not without

    return asked


def shown(field: str, value: Any) -> Words:
    """Return a field as it is read."""
    if field in OWN_WORDS:
        return OWN_WORDS[field].get(str(value), str(value))
    if field == "phone":
        return phones.written(str(value))
    if field == "children":
        return n_("{n} child", "{n} children", int(value)) if value else _("no child")
    return str(value)


def address(values: Mapping[str, Any]) -> Words:
    """Return a postal address on one line; nothing where there is none."""
    town = " ".join(filter(None, (values.get("postcode"), values.get("city"))))
    parts = [one for one in (values.get("street"), values.get("complement"), town) if one]
    abroad = "country" in values and values["country"] != particulars.FRANCE
    line = ", ".join(parts)
    return (
        plain("{line}, {country}", line=line, country=shown("country", values["country"])) if abroad else line
    )


def answers_of(values: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """Return what is written down as answers, to be changed."""
    known = {name: values[name] for name in fields if name in values}
    for name, offers in OWN_WORDS.items():
        if name in known and known[name] not in offers:
            known[name] = {"other": known[name]}
    return known


def save(turn: Turn, section: str, fields: Sequence[str]) -> Said | Refused:
    """Write what was asked this time, and leave the rest as it is."""
    allowed = for_whom.access(turn, Right.KEEP)
    if not isinstance(allowed, Access):
        return allowed
    only = turn.facts.get("fields") or fields
    told = {name: _plain(turn.get(name)) for name in fields if name in only}
    changed = particulars.change(turn.work, allowed, section, told)
    if isinstance(changed, Refused):
        return changed
    words = _("It is noted.") if changed else _("Nothing has changed.")
    return said(words, rows=((BACK[section],), (MENU,)))


def _plain(value: Any) -> Any:
    return value["other"] if isinstance(value, dict) else value
