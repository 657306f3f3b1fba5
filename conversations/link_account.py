"""Link this chat to my account: agree, e-mail, password, access code."""

from collections.abc import Callable
from typing import TypeAlias

from conversations.access_code import access_code
from conversations.consenting import agreed, consent_question, refused
from conversations.credentials import Email, Secret
from conversations.doors import MENU
from conversations.form import Form
from conversations.messages import Button
from conversations.new_password import new_password
from conversations.no_password import instead
from conversations.questions import Action
from conversations.turn import AskAgain, Next, Outcome, Said, Turn, said
from locales import _, n_
from portal import accounts, privacy
from portal.accounts import Credentials, InvitationOpened, Linked, SignedIn, passwords
from portal.accounts.refusals import CredentialsWrong, NeedsFullCode
from portal.errors import Refused
from portal.followups import due_now
from portal.privacy import Back

Verified: TypeAlias = tuple[Credentials | Refused, bool]


class InvitedElsewhere(Refused):
    """The invitation was sent to another address than the one typed."""


def first_time(turn: Turn) -> bool:
    """Tell whether the account has no password yet: it is chosen now."""
    return bool(turn.facts.get("first"))


def check_email(turn: Turn, email: str, _thought: object) -> Outcome:
    """Check the address against the invitation; without one, the password will tell."""
    if not first_time(turn):
        return None
    found = accounts.invitation_email_matches(turn.work, turn.chat, turn.facts["invitation_id"], email)
    if isinstance(found, CredentialsWrong):
        return InvitedElsewhere()  # no password was asked for yet: nothing to check but the address
    return None if isinstance(found, InvitationOpened) else found


def keep_proposed(turn: Turn, password_hash: str) -> Outcome:
    """Keep the chosen password with the invitation until the code proves the phone."""
    return accounts.propose_password(turn.work, turn.chat, turn.facts["invitation_id"], password_hash)


def verify(turn: Turn, typed: str) -> Callable[[], Verified]:
    """Check the password outside the transaction: the same work whether the account exists or not."""
    given = accounts.credentials(turn.work, turn.chat, turn["email"])
    known = None if isinstance(given, Refused) else given.password_hash
    return lambda: (given, passwords.verify(known, typed))


def sign_in(turn: Turn, _typed: str, verified: Verified) -> Outcome:
    """Record the outcome for what was verified; which of e-mail and password was wrong is never said."""
    given, matched = verified
    if isinstance(given, Refused):
        return given
    signed = accounts.signed_in(turn.work, turn.chat, given, matched)
    if not isinstance(signed, SignedIn):
        return signed
    turn.facts["account_id"] = signed.account_id
    return None


FORGOTTEN = Action(
    "forgotten",
    _("I forgot my password"),
    lambda _turn: said(_("Let's choose a new one."), then=Next("reset_password")),
)
OTHER_EMAIL = Action("email", _("Correct the e-mail address"), lambda _turn: AskAgain("email"))

link_account = Form(
    "link_account",
    consent_question(),
    Email(
        "email",
        _("What is your e-mail address?"),
        intro=refused,
        help=(_("The one you gave to your care team."),),
        step=check_email,
    ),
    new_password(keep_proposed, when=first_time),
    Secret(
        "password",
        _("What is your password?"),
        help=(_("Your message is deleted from this chat at once."),),
        when=lambda turn: not first_time(turn),
        check=instead(lambda turn: turn.get("email")),
        actions=(FORGOTTEN, OTHER_EMAIL),
        think=verify,
        step=sign_in,
    ),
    access_code("link"),
    title=_("Link my account"),
    recap=False,
)


@link_account.send
def send(turn: Turn) -> Said | Refused | AskAgain:
    """Tie the chat to the account; the chat that was linked before is told."""
    linked = accounts.link(turn.work, turn.chat, turn.facts["proof"], turn.facts.get("invitation_id"))
    if isinstance(linked, NeedsFullCode):
        return AskAgain("code", linked)
    if not isinstance(linked, Linked):
        return linked
    if linked.came_back:
        return welcome_back(turn, linked.account_id)
    done = _("It is done: this chat is linked to your account.")
    if then := turn.facts.get("then"):  # what brought her here
        return said(done, rows=((Button(_("Continue"), f"m:{then}"),), (MENU,)))
    if not agreed(turn):
        return said(done, rows=((Button(_("My account"), "m:compte"), MENU),))
    waiting = _("Your care team already has something for you to fill in.")
    rows = ((Button(_("My follow-up"), "m:suivi"),), (MENU,))
    return said(done, *[waiting][: due_now(turn.work, linked.account_id)], rows=rows)


def welcome_back(turn: Turn, account_id: str) -> Said:
    """Have everything be as before for who had left; her follow-ups are offered, not begun again by themselves."""
    back = privacy.come_back(turn.work, account_id)
    words = _("Welcome back: your account is open again, as before. Nothing is erased.")
    if not isinstance(back, Back) or not back.followups:
        return said(words, rows=((MENU,),))
    asked = n_(
        "Your follow-up is still stopped. Do you want to take it up again?",
        "Your {n} follow-ups are still stopped. Do you want to take them up again?",
        back.followups,
    )
    return said(words, asked, rows=((Button(_("Take it up again"), "m:suivi-reprendre"),), (MENU,)))
