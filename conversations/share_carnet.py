"""Share a child's carnet with the other parent, who must accept."""

from collections.abc import Sequence
from typing import Any

from conversations import owning
from conversations.credentials import Email
from conversations.doors import MENU
from conversations.form import Form
from conversations.messages import Block, Button
from conversations.questions import Choice, Option
from conversations.turn import Next, Said, Turn, said
from locales import _, last_day
from portal import authorisations, carnets
from portal.authorisations import Access, Right, carnet_record
from portal.carnets import Carnet, inviting
from portal.errors import Refused


def carnets_i_hold(turn: Turn) -> list[Carnet]:
    """Return the carnets that this person may share."""
    if turn.me is None:
        return []
    ids = authorisations.carnets_of(turn.work, turn.me.account_id, Right.HOLD)
    return [one for one in carnets.of(turn.work, turn.me.account_id) if one.id in ids]


def offers(turn: Turn) -> list[Option]:
    """Return them as options."""
    return [Option(one.id, one.first_name) for one in carnets_i_hold(turn)]


def chosen(turn: Turn) -> Carnet | None:
    """Return the carnet to be shared."""
    wanted = turn.facts.get("carnet_id") or turn.get("carnet")
    return next((one for one in carnets_i_hold(turn) if one.id == wanted), None)


def fits(turn: Turn, email: Any) -> Refused | None:
    """Return what is wrong with the other parent's address."""
    return inviting.wrong_address(turn.work, turn.me, email) if turn.me else None


def first(turn: Turn) -> Next | Refused | None:
    """Let nobody share who is not surely herself."""
    return owning.before(turn, f"carnet-partager:{turn.facts.get('carnet_id') or ''}", full=True)


def opening(turn: Turn) -> Sequence[Block]:
    """Say whose carnet it is, when that was not asked."""
    one = chosen(turn)
    return () if one is None else (Block("plain", _("You share the carnet of {name}.", name=one.first_name)),)


def closing(turn: Turn) -> Sequence[Block]:
    """Say what the other parent will be able to do, before it begins."""
    what = _(
        "The other parent will see all of this carnet, and can add documents and answers to it. They will be asked for "
        "the child's birth date. You can cancel the invitation, and end the share at any time."
    )
    return (*opening(turn), Block("note", what))


share_carnet = Form(
    "share_carnet",
    Choice(
        "carnet",
        _("Which carnet do you want to share?"),
        label=_("Carnet"),
        offers=offers,
        when=lambda turn: not turn.facts.get("carnet_id"),
    ),
    Email(
        "email",
        _("What is the other parent's e-mail address?"),
        help=(_("An invitation is sent there. It is valid for 30 days."),),
        label=_("The other parent's e-mail"),
        check=fits,
    ),
    title=_("Share a carnet"),
    opening=opening,
    closing=closing,
    first=first,
)


@share_carnet.send
def send(turn: Turn) -> Said | Refused:
    """Invite the other parent: the same is said whether the address has an account or not."""
    wanted = turn.facts.get("carnet_id") or turn["carnet"]
    me = turn.me
    if me is None:
        return authorisations.NoRight()
    access = authorisations.require(turn.work, me, Right.HOLD, carnet_record(wanted))
    if not isinstance(access, Access):
        return access
    instead_of = turn.facts.get("instead_of") or ""
    sent = inviting.invite(turn.work, me, access, turn["email"], instead_of=instead_of)
    if isinstance(sent, Refused):
        return sent
    rows = ((Button(_("Open the carnet"), f"m:carnet:{sent.carnet_id}"),), (MENU,))
    until = last_day(sent.expires_at)
    done = _("The invitation is sent to {email}. It is valid until {date}.", email=sent.email, date=until)
    return said(done, _("You will be told here when the other parent has answered."), rows=rows)
