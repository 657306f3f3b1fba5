"""Open an account because another parent shares a carnet: names, phone, password, code; it opens no carnet by itself."""

from collections.abc import Sequence

from conversations.access_code import access_code
from conversations.consenting import consent_question, refused
from conversations.form import Form
from conversations.messages import Block
from conversations.new_password import new_password
from conversations.questions import Hint, Text
from conversations.turn import AskAgain, Next, Outcome, Said, Turn, said
from locales import _
from portal import accounts
from portal.accounts import InvitationOpened, Linked
from portal.accounts.refusals import NeedsFullCode
from portal.carnets import accepting, entering
from portal.errors import Refused

LONGEST_NAME = 60


def first(turn: Turn) -> Refused | None:
    """Go on only as long as the invitation stands."""
    found = accepting.answerable(turn.work, turn.facts["invitation_id"])
    return found if isinstance(found, Refused) else None


def opening(turn: Turn) -> Sequence[Block]:
    """Say why an account is opened."""
    inviter = accepting.inviter(turn.work, turn.facts["invitation_id"])
    if not inviter:
        return ()
    words = _(
        "{who} invites you to share a child's carnet. For that, a MaSanté account is opened for you, in five questions.",
        who=inviter,
    )
    return (Block("plain", words),)


def a_name(_turn: Turn, typed: str) -> Hint | None:
    """Take what has a letter in it."""
    return None if any(map(str.isalpha, typed)) else Hint(_("Please write your name in letters."))


def begin(turn: Turn, phone: str, _thought: object) -> Outcome:
    """Open the account; nobody can sign in to it before the phone is proven."""
    opened = entering.begin_account(
        turn.work, turn.chat, turn.facts["invitation_id"], phone, turn["first_name"], turn["last_name"]
    )
    if not isinstance(opened, InvitationOpened):
        return opened
    turn.facts.update(account_id=opened.account_id, connection=opened.invitation_id)
    return None


def keep(turn: Turn, password_hash: str) -> Outcome:
    """Keep the chosen password until the code proves the phone."""
    return accounts.propose_password(turn.work, turn.chat, turn.facts["connection"], password_hash)


open_carnet_account = Form(
    "open_carnet_account",
    consent_question(),
    Text(
        "first_name",
        _("What is your first name?"),
        intro=refused,
        help=(_("Whoever invited you will see your name, and confirm that it is you."),),
        longest=LONGEST_NAME,
        check=a_name,
    ),
    Text("last_name", _("What is your last name?"), longest=LONGEST_NAME, check=a_name),
    Text(
        "phone",
        _("What is your mobile number?"),
        help=(_("A code is sent there by SMS, now and whenever you sign in."),),
        longest=LONGEST_NAME,
        step=begin,
    ),
    new_password(keep),
    access_code("link"),
    title=_("Open an account"),
    recap=False,
    opening=opening,
    first=first,
)


@open_carnet_account.send
def send(turn: Turn) -> Said | Refused | AskAgain:
    """Tie the chat to the new account, and go on to the invitation."""
    linked = accounts.link(turn.work, turn.chat, turn.facts["proof"], turn.facts["connection"])
    if isinstance(linked, NeedsFullCode):
        return AskAgain("code", linked)
    if not isinstance(linked, Linked):
        return linked
    turn.mark.account_id = linked.account_id  # what follows is hers
    invitation_id = turn.facts["invitation_id"]
    then = Next("accept_carnet", {"invitation_id": invitation_id}, invitation_id)
    return said(_("Your account is open: this chat is linked to it."), then=then)
