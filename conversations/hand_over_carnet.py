"""Say at which address a child will be invited to take over her own carnet, on the day she is 18."""

from collections.abc import Sequence

from conversations import owning
from conversations.credentials import Email
from conversations.doors import MENU
from conversations.form import Form
from conversations.messages import Block, Button
from conversations.share_carnet import chosen, fits
from conversations.turn import Next, Said, Turn, said
from locales import _
from portal import authorisations
from portal.authorisations import Access, NoRight, Right, carnet_record
from portal.carnets import growing
from portal.carnets.ages import comes_of_age
from portal.errors import Refused


def first(turn: Turn) -> Next | Refused | None:
    """Let nobody decide it who is not surely herself."""
    return owning.before(turn, f"carnet-transmettre:{turn.facts['carnet_id']}", full=True)


def opening(turn: Turn) -> Sequence[Block]:
    """Say what happens, and when."""
    one = chosen(turn)
    if one is None:
        return ()
    words = _(
        "On {date}, {name} is 18: the share ends, and {name} is invited to take the carnet over.",
        date=comes_of_age(one.birth_date),
        name=one.first_name,
    )
    return (Block("plain", words),)


hand_over_carnet = Form(
    "hand_over_carnet",
    Email(
        "email",
        _("What is the young adult's own e-mail address?"),
        help=(_("It must be their own, not yours: the invitation will be sent there."),),
        label=_("The young adult's e-mail"),
        check=fits,
    ),
    title=_("Hand the carnet over"),
    opening=opening,
    first=first,
)


@hand_over_carnet.send
def send(turn: Turn) -> Said | Refused:
    """Keep the address until that day."""
    if turn.me is None:
        return NoRight()
    record = carnet_record(turn.facts["carnet_id"])
    access = authorisations.require(turn.work, turn.me, Right.HOLD, record)
    if not isinstance(access, Access):
        return access
    wrong = growing.set_heir(turn.work, turn.me, access, turn["email"])
    rows = ((Button(_("Open the carnet"), f"m:carnet:{turn.facts['carnet_id']}"),), (MENU,))
    return wrong or said(_("It is noted: the invitation will go to {email}.", email=turn["email"]), rows=rows)
