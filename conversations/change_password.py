"""Change my password: the one I have, or a code from my phone; then the new one."""

from collections.abc import Callable
from typing import TypeAlias

from conversations.access_code import access_code
from conversations.credentials import Secret
from conversations.doors import MENU
from conversations.form import Form
from conversations.new_contact import KEPT, OVER, SECURITY
from conversations.new_password import new_password
from conversations.no_password import instead
from conversations.owning import linked
from conversations.questions import Action
from conversations.turn import AskAgain, Next, Outcome, Said, Turn, said
from locales import _
from portal import accounts
from portal.accounts import AccountFacts, Credentials, LinkMissing, SignedIn, passwords
from portal.accounts.refusals import CredentialsWrong, ProofMissing
from portal.errors import Refused

Verified: TypeAlias = tuple[Credentials | Refused, bool]


class PasswordWrong(Refused):
    """The password typed is not the one of the account that is linked here."""


def by_code(turn: Turn) -> bool:
    """Tell whether a code stands in for the old password."""
    return bool(turn.facts.get("by_code"))


def _given(turn: Turn) -> Credentials | Refused:
    return accounts.own_credentials(turn.work, turn.me, turn.chat) if turn.me else LinkMissing()


def present(turn: Turn) -> str | None:
    """Return the hash of the password there is."""
    given = _given(turn)
    return given.password_hash if isinstance(given, Credentials) else None


def own_address(turn: Turn) -> str | None:
    """Return the e-mail address of the account."""
    found = accounts.show(turn.work, turn.me.account_id) if turn.me else None
    return found.email if isinstance(found, AccountFacts) else None


def verify(turn: Turn, typed: str) -> Callable[[], Verified]:
    """Check the password outside the transaction."""
    given, known = _given(turn), present(turn)
    return lambda: (given, passwords.verify(known, typed))


def check(turn: Turn, _typed: str, verified: Verified) -> Outcome:
    """Record the outcome; wrong tries are counted as when signing in."""
    given, matched = verified
    if isinstance(given, Refused):
        return given
    signed = accounts.signed_in(turn.work, turn.chat, given, matched)
    if isinstance(signed, CredentialsWrong):
        return PasswordWrong()
    return None if isinstance(signed, SignedIn) else signed


def keep(turn: Turn, password_hash: str) -> Outcome:
    """Set the new one; what proved the old one may be too old by now."""
    if turn.me is None:
        return LinkMissing()
    proof = turn.facts.get("proof") if by_code(turn) else None
    refused = accounts.change_password(turn.work, turn.me, turn.chat, password_hash, proof)
    if isinstance(refused, ProofMissing):
        return AskAgain("code" if by_code(turn) else "password", refused)
    return refused


def _use_a_code(turn: Turn) -> None:
    turn.facts["by_code"] = True
    turn.forget_computed()


CODE = Action("code", _("Use a code instead"), _use_a_code)
FORGOTTEN = Action(
    "forgotten",
    _("I forgot my password"),
    lambda _turn: said(_("Let's choose a new one."), then=Next("reset_password")),
)

change_password = Form(
    "change_password",
    Secret(
        "password",
        _("What is your password now?"),
        help=(_("Your message is deleted from this chat at once."),),
        when=lambda turn: not by_code(turn),
        check=instead(own_address),
        actions=(CODE, FORGOTTEN),
        think=verify,
        step=check,
    ),
    access_code("change_password", full=True, when=by_code),
    new_password(keep, present),
    title=_("Change my password"),
    recap=False,
    kept=KEPT,
    over=OVER,
    first=linked,
)


@change_password.send
def send(_turn: Turn) -> Said:
    """Say that it is done; choosing it has done it."""
    return said(
        _("Your new password is set. Use it from now on when you sign in."),
        _("Codes and links that were sent before no longer work. We wrote to your mailbox, to be safe."),
        rows=((SECURITY,), (MENU,)),
    )
