"""The access code: sent when the question comes up, sent again, explained, and checked; shared by conversations."""

from collections.abc import Sequence
from typing import Any

from conversations import stage
from conversations.credentials import Code
from conversations.doors import CONTACT_US
from conversations.questions import Action
from conversations.turn import Outcome, Turn
from locales import Sentence, Words, _
from portal import accounts
from portal.accounts import CodeSent, Proof
from portal.accounts.refusals import CodeExpired
from portal.errors import Refused

WHY = _(
    "Your record holds health information. A password can be guessed or stolen; your phone is in your hands. "
    "The code makes sure that it is you. Nobody from MaSanté will ever ask you for it."
)


def access_code(purpose: str, *, full: bool = False, **more: Any) -> Code:
    """Return the question that asks for a code; the proof's id is kept in the facts as `proof`.

    `full`: one by e-mail is not enough.
    """

    def words(turn: Turn) -> Words:
        return _asked(turn, purpose)

    def before(turn: Turn) -> Outcome:
        ways = accounts.channels(turn.work, turn.facts["account_id"])
        return _send(turn, purpose, next(iter(ways), "sms"))

    def again(channel: str) -> Action:
        label = _("Send it again by SMS") if channel == "sms" else _("Send it by e-mail")
        return Action(
            channel, label, lambda turn: _send(turn, purpose, channel) or _("A new code is on its way.")
        )

    def actions(turn: Turn) -> Sequence[Action]:
        why = Action("why", _("Why a code?"), lambda _turn: WHY)
        if not turn.facts.get("no_code"):
            return (Action("none", _("I don't receive my code"), lambda turn: _not_received(turn, full)), why)
        # Her number may be somebody else's by now.
        human = Action("contact", CONTACT_US.label, leads=CONTACT_US.data)
        return (*(again(way) for way in _ways(turn, full) if way != "app"), human, why)

    def step(turn: Turn, typed: str, _thought: object) -> Outcome:
        proof = _checked(turn, purpose, typed)
        if not isinstance(proof, Proof):
            return proof
        turn.facts["proof"] = proof.id
        stage.dismiss(turn, stage.DELAYED)
        return None

    return Code("code", words, before=before, actions=actions, step=step, **more)


def _checked(turn: Turn, purpose: str, typed: str) -> Proof | Refused:
    """Check a code. The app shows another every half minute: only the time to await one can be over, and it begins anew."""
    proof = accounts.check_code(turn.work, turn.chat, purpose, typed)
    if isinstance(proof, CodeExpired) and turn.facts.get("channel") == "app":
        _send(turn, purpose, "app")
        return accounts.check_code(turn.work, turn.chat, purpose, typed)
    return proof


def _ways(turn: Turn, full: bool) -> Sequence[str]:
    """Return how a code can come; not by e-mail where the phone must be proven."""
    ways = accounts.channels(turn.work, turn.facts["account_id"])
    return [way for way in ways if way != "email" or not (full or turn.facts.get("full"))]


def _asked(turn: Turn, purpose: str) -> Sentence:
    """Return where to look for the code; where none can be typed any more, that a new one is needed."""
    match turn.facts.get("channel"):
        case "app":
            return _("Type the 6-digit code shown by your authenticator app.")
        case _ if not accounts.code_waits(turn.work, turn.chat, purpose):
            return _("To go on, a new 6-digit code is needed.")
        case "email":
            return _("Type the 6-digit code we sent by e-mail to {hint}.", hint=turn.facts["hint"])
        case _:
            return _("Type the 6-digit code we sent by SMS to {hint}.", hint=turn.facts.get("hint", ""))


def _send(turn: Turn, purpose: str, channel: str) -> Refused | None:
    sent = accounts.send_code(turn.work, turn.chat, turn.facts["account_id"], purpose, channel)
    if not isinstance(sent, CodeSent):
        hints = accounts.channels(turn.work, turn.facts["account_id"])
        turn.facts.setdefault("channel", channel)  # one may be on its way already
        turn.facts.setdefault("hint", hints.get(channel, ""))
        return sent
    turn.facts.update(channel=sent.channel, hint=sent.hint)
    return None


def _not_received(turn: Turn, full: bool) -> Words:
    turn.facts["no_code"] = True
    if "email" in _ways(turn, full):
        return _("An SMS can take a minute or two. Is your phone on, with some signal? You can also choose:")
    return _(
        "An SMS can take a minute or two. Is your phone on, with some signal? If you no longer have this number, "
        "contact us: we make sure that it is you, then correct it."
    )
