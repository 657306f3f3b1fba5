"""E-mails about who a patient is: to support, what should be corrected; to her, that it was."""

from datetime import date

from conversations.correct_identity import REASONS
from conversations.letter import Facts, Letter, Letters, at, hello, sign
from conversations.my_particulars import LABELS
from locales import Words, _, plain
from portal.policy import Policy


def _value(facts: Facts, name: str) -> Words:
    written = facts[name]
    if not written:
        return "–"
    return (
        plain("{date}", date=date.fromisoformat(written)) if facts["field"] == "birth_date" else str(written)
    )


def _correction_asked(facts: Facts, _policy: Policy) -> Letter:
    """Tell support: nothing of health; where the answer goes is in the e-mail's own Reply-To."""
    option = {"first_name": "--first-name", "last_name": "--last-name", "birth_date": "--birth-date"}[
        facts["field"]
    ]
    command = f"masante patient correct --patient {facts['account_id']} {option} …"
    lines: tuple[Words, ...] = (
        _("Hello,"),
        _("A patient asks for a correction of her identity."),
        _("Reference: {reference} · Account: {id} · {at}", reference=facts["reference"], id=facts["account_id"],
          at=at(facts)),
        _("{field}: “{now}” should be “{to}”.", field=LABELS[facts["field"]], now=_value(facts, "now"),
          to=_value(facts, "wanted")),
        _("Reason: {reason}", reason=REASONS[facts["why"]]) if facts["why"] else "",
        _("She wishes to be called, at the number of her account.") if facts["by_phone"]
        else _("Reply to this e-mail: your answer goes to her."),
        _("Once her identity is verified: {command}", command=command),
        _("The MaSanté team"),
    )  # fmt: skip
    return Letter(
        _("MaSanté: correction of an identity, {reference}", reference=facts["reference"]),
        tuple(line for line in lines if line),
    )


def _identity_corrected(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your identity was corrected"),
        (
            hello(facts),
            _(
                "On {at}, we have corrected your identity on MaSanté. You can check it in /identity.",
                at=at(facts),
            ),
            _("If you did not expect this, contact us."),
            *sign(policy),
        ),
    )


IDENTITY: Letters = {"correction_asked": _correction_asked, "identity_corrected": _identity_corrected}
