"""E-mails about an address or number that changes: its code, who is told, and the link that undoes it."""

from datetime import datetime

from conversations.letter import Facts, Letter, Letters, at, deep_link, hello, sign
from locales import Words, _, n_
from portal.policy import Policy

UNDO = "u-"  # a deep link that undoes a change begins so
NOT_YOU = _("If it was not you, contact us at once.")


def undo_link(facts: Facts, policy: Policy) -> str:
    """Return the address behind which a change can be undone: a page where there are any, else the chat."""
    token = facts["token"]
    return f"{policy.public_url}/undo/{token}" if policy.public_url else deep_link(policy, f"{UNDO}{token}")


def _code(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Confirm your new e-mail address"),
        (
            hello(facts),
            _(
                "To use this address for your MaSanté account, type this code in the chat: {code}",
                code=facts["code"],
            ),
            n_("It is valid for {n} minute.", "It is valid for {n} minutes.", facts["minutes"]),
            _("Never give it to anyone: nobody from MaSanté will ask you for it."),
            _("If you did not ask for this, ignore this message: nothing changes."),
            *sign(policy),
        ),
    )


def _taken(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Someone tried to use your e-mail address"),
        (
            hello(facts),
            _(
                "Someone wanted to use this address for a MaSanté account. It already belongs to one, so nothing changed."
            ),
            _("If it was you: an address serves one account only. Use another one, or contact us."),
            _("If it was not you, you need not do anything."),
            *sign(policy),
        ),
    )


def _email_changed(facts: Facts, policy: Policy) -> Letter:
    told = _(
        "On {at}, the e-mail address of your MaSanté account was changed to {new}.",
        at=at(facts),
        new=facts["new"],
    )
    return _changed(_("The e-mail address of your account was changed"), told, facts, policy)


def _phone_changed(facts: Facts, policy: Policy) -> Letter:
    told = _(
        "On {at}, the phone number of your MaSanté account was changed to {new}.",
        at=at(facts),
        new=facts["new"],
    )
    return _changed(_("The phone number of your account was changed"), told, facts, policy)


def _changed(subject: Words, told: Words, facts: Facts, policy: Policy) -> Letter:
    return Letter(
        subject,
        (
            hello(facts),
            told,
            _("If it was you, there is nothing to do."),
            _("If it was not you, open this link before {until}: it puts back what was there before, and signs everyone "
              "out.", until=datetime.fromisoformat(facts["until"])),
            undo_link(facts, policy),
            *sign(policy),
        ),
    )  # fmt: skip


def _restored(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your account is as it was before"),
        (
            hello(facts),
            _(
                "On {at}, the address and number of your account were put back. Nobody is signed in any more.",
                at=at(facts),
            ),
            _("To come back, open the chat, tap “I forgot my password”, and choose a new one:"),
            f"https://t.me/{policy.bot_username}",
            _("Then look at who is authorised on your record. If something is not yours, contact us."),
            *sign(policy),
        ),
    )


def _undone(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("A change of your account was undone"),
        (
            hello(facts),
            _(
                "On {at}, the former address and number of your account were put back, by the link of an e-mail we sent.",
                at=at(facts),
            ),
            NOT_YOU,
            *sign(policy),
        ),
    )


def _corrected(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("The contact details of your account were corrected"),
        (
            hello(facts),
            _("On {at}, the MaSanté team corrected the address or number of your account.", at=at(facts)),
            _("If you did not ask for this, contact us at once."),
            *sign(policy),
        ),
    )


CONTACTS: Letters = {
    "contact_code": _code,
    "contact_taken": _taken,
    "email_changed": _email_changed,
    "phone_changed": _phone_changed,
    "contacts_restored": _restored,
    "change_undone": _undone,
    "contacts_corrected": _corrected,
}
