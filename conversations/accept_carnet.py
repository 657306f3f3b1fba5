"""Accept to share a child's carnet: who invites, the child's birth date, what it means, yes or no."""

from collections.abc import Sequence
from datetime import date

from conversations import owning
from conversations.amounts import Date, today
from conversations.doors import MENU
from conversations.form import Form
from conversations.messages import Block, Button
from conversations.questions import Action, Choice, Hint, Option
from conversations.refusals import sentence
from conversations.turn import Next, Outcome, Said, Turn, said
from locales import Words, _
from portal.authorisations import NoRight
from portal.carnets import accepting
from portal.carnets.accepting import Answered, Asked
from portal.carnets.ages import ADULT
from portal.carnets.model import SHARE
from portal.carnets.refusals import BirthDateWrong
from portal.errors import Refused

OLDEST = ADULT + 1  # years: whom nobody can mean


def asked(turn: Turn) -> Asked | Refused:
    """Return what this invitation shows."""
    return NoRight() if turn.me is None else accepting.asked(turn.work, turn.me, turn.facts["invitation_id"])


def first(turn: Turn) -> Next | Refused | None:
    """Go on only as long as the invitation stands, with who is surely the invited one."""
    before = owning.before(turn, f"carnet-accepter:{turn.facts['invitation_id']}", full=True)
    if before is not None:
        return before
    found = asked(turn)
    return found if isinstance(found, Refused) else None


def opening(turn: Turn) -> Sequence[Block]:
    """Say who invites, and to the carnet of whom; nothing else is shown yet."""
    found = asked(turn)
    if isinstance(found, Refused):
        return ()
    if found.invitation.kind != SHARE:
        words = _("{name}, you are of age: you can take over your own carnet.", name=found.child)
    else:
        words = _("{who} invites you to share the carnet of {name}.", who=found.inviter, name=found.child)
    return (Block("plain", words),)


def plausible(turn: Turn, born: date) -> Hint | None:
    """Take no try for a day that cannot be meant."""
    now = today(turn)
    if born > now or now.year - born.year > OLDEST:
        return Hint(_("This cannot be the birth date of a child. Please write day, month and year."))
    return None


def prove(turn: Turn, born: date, _thought: object) -> Outcome:
    """Compare the birth date; one that is wrong counts, whatever is sent again."""
    if turn.me is None:
        return NoRight()
    wrong = accepting.prove(turn.work, turn.me, turn.facts["invitation_id"], born)
    return wrong if wrong is None or isinstance(wrong, BirthDateWrong) else said(sentence(wrong))


def agreeing(turn: Turn) -> Words:
    """Ask for the yes, and name once more what it is about."""
    found = asked(turn)
    if isinstance(found, Refused) or found.invitation.kind != SHARE:
        return _("Do you accept?")
    return _("Do you accept to share the carnet of {name} with {who}?", name=found.child, who=found.inviter)


def decline(turn: Turn) -> Said | Refused:
    """Leave it; the other parent is told."""
    if turn.me is None:
        return NoRight()
    if isinstance(found := asked(turn), Refused):
        return found
    declined = accepting.decline(turn.work, turn.me, turn.facts["invitation_id"])
    return declined or said(_("Understood. Nothing is shared, and {who} is told.", who=found.inviter))


DECLINE = _("I do not accept")

accept_carnet = Form(
    "accept_carnet",
    Date(
        "born",
        _("When was the child born?"),
        help=(
            _("This shows that you know each other. Day, month and year: {example}.", example="25/03/2024"),
        ),
        buttons=False,
        check=plausible,
        actions=(Action("no", DECLINE, decline),),
        step=prove,
    ),
    Choice(
        "agree",
        agreeing,
        intro=(
            _(
                "You will see all of this carnet, and can add documents and answers to it. Whoever shares it sees what "
                "you add. Each look is noted in the carnet's journal. You can leave at any time."
            ),
        ),
        offers=(Option("yes", _("I accept")), Option("no", DECLINE)),
    ),
    title=_("Invitation to a carnet"),
    recap=False,
    opening=opening,
    first=first,
)


@accept_carnet.send
def send(turn: Turn) -> Said | Refused:
    """Begin to share, or leave it."""
    if turn["agree"] == "no":
        return decline(turn)
    if turn.me is None:
        return NoRight()
    if isinstance(found := asked(turn), Refused):
        return found
    answered = accepting.accept(turn.work, turn.me, turn.facts["invitation_id"])
    if not isinstance(answered, Answered):
        return answered
    if not answered.sure:
        words = _(
            "Thank you. {who} must still confirm that it is you. We will write to you here.",
            who=found.inviter,
        )
        return said(words, rows=((MENU,),))
    rows = ((Button(_("Open the carnet"), f"m:carnet:{answered.carnet_id}"),), (MENU,))
    return said(_("It is done: the carnet is now open to you."), rows=rows)
