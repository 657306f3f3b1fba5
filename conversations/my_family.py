"""My family situation: how I live, children, occupation."""

from typing import Any

from conversations.amounts import Number
from conversations.form import Form, Recap
from conversations.my_particulars import LABELS, STATUSES, Line, among, save, shown, wrong_line
from conversations.owning import first
from conversations.questions import Choice, Option
from conversations.turn import Said, Turn
from locales import _
from portal import particulars
from portal.errors import Refused
from portal.particulars import FAMILY

FIELDS = ("status", "children", "profession")


class Children(Number):
    """How many children."""

    def shown(self, turn: Turn, value: Any) -> Any:  # noqa: ARG002
        """Return how many there are, in words."""
        return shown("children", value)


my_family = Form(
    "my_family",
    Choice(
        "status",
        _("What is your family situation?"),
        help=(_("Tap a button, or write it in your own words."),),
        label=LABELS["status"],
        offers=[Option(code, words) for code, words in STATUSES.items()],
        other=True,
        optional=True,
        check=wrong_line("status"),
        when=among("status"),
    ),
    Children(
        "children",
        _("How many children do you have?"),
        label=LABELS["children"],
        whole=True,
        scale=(0, 1, 2, 3, 4, 5),
        optional=True,
        check=lambda _turn, value: particulars.wrong_children(value),
        when=among("children"),
    ),
    Line(
        "profession",
        _("What is your occupation?"),
        help=(_("A job, studies, retired, looking for work: in a few words."),),
        label=LABELS["profession"],
        optional=True,
        check=wrong_line("profession"),
        when=among("profession"),
    ),
    title=_("Family situation"),
    recap=Recap(_("Please check before saving"), _("Save")),
    first=first("identite-famille"),
)


@my_family.send
def send(turn: Turn) -> Said | Refused:
    """Write it down."""
    return save(turn, FAMILY, FIELDS)
