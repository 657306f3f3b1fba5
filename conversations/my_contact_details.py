"""My contact details: a postal address, another phone, another e-mail address."""

from dataclasses import dataclass
from typing import Any

from conversations.credentials import Email, Phone
from conversations.form import Form, Recap
from conversations.my_particulars import COUNTRIES, LABELS, Line, among, save, wrong_line
from conversations.owning import first
from conversations.questions import Choice, Option
from conversations.turn import Said, Turn
from locales import _
from portal import particulars
from portal.accounts.addresses import read_email
from portal.errors import Refused
from portal.particulars import CONTACT, FIELDS, FRANCE, PostcodeInvalid


def _country(turn: Turn) -> str:
    country = turn.get("country", FRANCE)
    return str(country["other"] if isinstance(country, dict) else country)


@dataclass(frozen=True, kw_only=True)
class Postcode(Line):
    """A postcode, as the country chosen writes it."""

    def read(self, turn: Turn, typed: str) -> Any:
        """Read it with blanks and dots; what cannot be one is kept for the check to say why."""
        found = particulars.read_postcode(typed[:40], _country(turn))
        return typed.strip()[:40] if isinstance(found, Refused) else found


def _postcode(turn: Turn, typed: str) -> Refused | None:
    found = particulars.read_postcode(typed, _country(turn))
    return found if isinstance(found, PostcodeInvalid) else None


def _other(field: str, turn: Turn, value: str) -> Refused | None:
    told = {field: value}
    return particulars.wrong_other(turn.work, turn.me.account_id, told) if turn.me else None


def _email(turn: Turn, typed: str) -> Refused | None:
    address = read_email(typed)
    return address if isinstance(address, Refused) else _other("email", turn, address)


def _abroad(turn: Turn) -> bool:
    return _country(turn) != FRANCE


my_contact_details = Form(
    "my_contact_details",
    Choice(
        "country",
        _("In which country do you live?"),
        help=(_("Tap a button, or write the name of the country."),),
        label=LABELS["country"],
        offers=[Option(code, words) for code, words in COUNTRIES.items()],
        other=True,
        optional=True,
        check=wrong_line("country"),
        when=among("country"),
    ),
    Line(
        "street",
        _("What are the number and the street?"),
        help=(_("For instance: {example}", example="12 bis rue des Lilas"),),
        label=LABELS["street"],
        check=wrong_line("street"),
        when=among("street"),
    ),
    Line(
        "complement",
        _("Is there anything to add, so that a letter arrives?"),
        help=(_("A building, a floor, a name on the door, for instance."),),
        label=LABELS["complement"],
        optional=True,
        check=wrong_line("complement"),
        when=among("complement"),
    ),
    Postcode(
        "postcode",
        _("What is the postcode?"),
        label=LABELS["postcode"],
        check=_postcode,
        when=lambda turn: among("postcode")(turn) and not _abroad(turn),
    ),
    Line("city", _("And the town?"), label=LABELS["city"], check=wrong_line("city"), when=among("city")),
    Phone(
        "phone",
        _("At which other phone number can you be reached?"),
        help=(_("At home or at work, for instance. Codes never go there."),),
        label=LABELS["phone"],
        optional=True,
        check=lambda turn, value: _other("phone", turn, value),
        when=among("phone"),
    ),
    Email(
        "email",
        _("Do you have another e-mail address?"),
        help=(_("Only for your care team: you sign in with that of your account."),),
        label=LABELS["email"],
        optional=True,
        check=_email,
        when=among("email"),
    ),
    title=_("Contact details"),
    recap=Recap(_("Please check before saving"), _("Save")),
    first=first("identite-contact"),
)


@my_contact_details.send
def send(turn: Turn) -> Said | Refused:
    """Write them down."""
    return save(turn, CONTACT, FIELDS[CONTACT])
