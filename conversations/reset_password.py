"""I forgot my password: a code by e-mail, a new password; the linked chat then asks for a fresh code."""

from conversations.credentials import Code, Email
from conversations.doors import MENU, SIGN_IN
from conversations.form import Form
from conversations.messages import Button
from conversations.new_password import new_password
from conversations.questions import Action
from conversations.turn import AskAgain, Outcome, Said, Turn, said
from locales import Words, _
from portal import accounts
from portal.accounts import PasswordReset, ResetAsked, ResetProof
from portal.errors import Refused


def ask(turn: Turn, email: str, _thought: object) -> Outcome:
    """Send the e-mail; the same is said and done for an address nobody has."""
    asked = accounts.ask_reset(turn.work, turn.chat, email)
    return None if isinstance(asked, ResetAsked) else asked


def ask_once_more(turn: Turn) -> Outcome | Words:
    """Send the e-mail again."""
    return ask(turn, turn["email"], None) or _("If an account has this address, a new e-mail is on its way.")


def check(turn: Turn, typed: str, _thought: object) -> Outcome:
    """Check the code of the e-mail."""
    proof = accounts.check_reset(turn.work, turn.chat, typed)
    if not isinstance(proof, ResetProof):
        return proof
    turn.facts.update(reset_id=proof.reset_id, account_id=proof.account_id)
    return None


def keep(turn: Turn, password_hash: str) -> Outcome:
    """Set the new password, once."""
    done = accounts.reset_password(turn.work, turn.chat, turn.facts["reset_id"], password_hash)
    return None if isinstance(done, PasswordReset) else done


def by_code(turn: Turn) -> bool:
    """Tell whether the mailbox is proven by a typed code; a link of the e-mail has proven it already."""
    return not turn.facts.get("by_link")


reset_password = Form(
    "reset_password",
    Email("email", _("What is the e-mail address of your account?"), when=by_code, step=ask),
    Code(
        "mail_code",
        _("Type the 8-digit code of the e-mail we sent you."),
        help=(
            _(
                "If an account has this address, the e-mail arrives within a minute or two. Look among unwanted mail too."
            ),
        ),
        digits=8,
        when=by_code,
        step=check,
        actions=(
            Action("again", _("Send the e-mail again"), ask_once_more),
            Action("email", _("Correct the e-mail address"), lambda _turn: AskAgain("email")),
        ),
    ),
    new_password(keep),
    title=_("New password"),
    recap=False,
)


@reset_password.send
def send(turn: Turn) -> Said | Refused:
    """Say what comes next: a fresh code where this chat is linked, else signing in."""
    if turn.me is None:
        return said(_("Your new password is set."), rows=((SIGN_IN,),))
    return said(
        _("Your new password is set. To be safe, an access code is asked before your record is shown again."),
        rows=((Button(_("Enter a code"), "m:go:confirm_code"),), (MENU,)),
    )
