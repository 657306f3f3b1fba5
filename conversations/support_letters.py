"""E-mails of "Contact us": what somebody asks, to support; and the receipt, to whoever asked."""

from collections.abc import Mapping

from conversations.letter import Facts, Letter, Letters, at, hello, sign
from locales import NAMES, Words, _, plain
from portal.policy import Policy

SUBJECTS: Mapping[str, Words] = {
    "sign_in": _("Signing in, codes, password"),
    "account": _("My account or my details"),
    "form": _("A form or a reminder"),
    "document": _("A document"),
    "carnet": _("A child's carnet"),
    "other": _("Something else"),
}


def subject_words(subject: object) -> Words:
    """Return what a message is about: a subject of ours, or hers in her own words."""
    own = subject.get("other") if isinstance(subject, dict) else None
    return str(own) if own else SUBJECTS.get(str(subject), str(subject))


def _message(facts: Facts, _policy: Policy) -> Letter:
    who = facts["account_id"]
    account: Words = _("Account: {id}", id=who) if who else _("Not linked to an account")
    return Letter(
        plain(
            "[{reference}] {subject}", reference=facts["reference"], subject=subject_words(facts["subject"])
        ),
        (
            facts["text"],
            "—",
            account,
            _("Name: {name}", name=facts["name"]) if facts["name"] else "",
            _("To be answered: {way}", way=facts["answer_to"]),
            _(
                "Sent on {at} from the chat. It speaks: {language}.",
                at=at(facts),
                language=NAMES.get(str(facts["spoken"])) or str(facts["spoken"]),
            ),
        ),
    )


def _receipt(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your message has reached us: {reference}", reference=facts["reference"]),
        (
            hello(facts),
            _("We have received your message. Its reference is {reference}.", reference=facts["reference"]),
            _("A person will answer you. If you did not write to us, you can ignore this message."),
            *sign(policy),
        ),
    )


SUPPORT: Letters = {"support_message": _message, "support_receipt": _receipt}
