"""A new password: judged and hashed outside the transaction, shared by the conversations that choose one."""

from collections.abc import Callable
from typing import Any

from conversations.credentials import Secret
from conversations.no_password import as_it_is, doubted
from conversations.turn import Outcome, Turn
from locales import _
from portal import accounts
from portal.accounts import Strength, passwords
from portal.accounts.refusals import PasswordUnchanged
from portal.errors import Refused

HELP = (
    _(
        "At least 8 characters. A few words you like, with a number, make a strong password that is easy to keep."
    ),
    _("Your message is deleted from this chat at once."),
)


def new_password(
    keep: Callable[[Turn, str], Outcome],
    present: Callable[[Turn], str | None] = lambda _: None,
    **more: Any,
) -> Secret:
    """Return the question that chooses a password; `keep` is given its argon2id hash.

    `present`: the hash of the one it must not be.
    """

    def think(turn: Turn, typed: str) -> Callable[[], Refused | str]:
        personal, known = accounts.personal(turn.work, turn.facts["account_id"]), present(turn)

        def judge_and_hash() -> Refused | str:
            if known is not None and passwords.verify(known, typed):
                return PasswordUnchanged()
            judged = passwords.judge(typed, personal)
            return passwords.hash(typed) if isinstance(judged, Strength) else judged

        return judge_and_hash

    def step(turn: Turn, _typed: str, thought: Refused | str) -> Outcome:
        return keep(turn, thought) if isinstance(thought, str) else thought

    return Secret(
        "new_password", _("Choose your password."),
        help=HELP, check=doubted, actions=as_it_is, think=think, step=step, **more,
    )  # fmt: skip
