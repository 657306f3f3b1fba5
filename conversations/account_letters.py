"""E-mails about an account: its invitation, its codes, its password, what proves who signs in."""

from datetime import datetime

from conversations.letter import Facts, Letter, Letters, at, deep_link, hello, sign
from locales import _, last_day, n_
from portal.policy import Policy


def _invitation(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your invitation to MaSanté"),
        (
            hello(facts),
            _(
                "Your care team has opened a MaSanté account for you, to follow your health together on Telegram."
            ),
            _("Open this link on the phone where you use Telegram:"),
            deep_link(policy, facts["token"]),
            _("It works once, until {date}.", date=last_day(datetime.fromisoformat(facts["expires_at"]))),
            _("If you did not expect this message, you can ignore it."),
            *sign(policy),
        ),
    )


def _code_by_email(facts: Facts, policy: Policy) -> Letter:
    valid = n_("It is valid for {n} minute.", "It is valid for {n} minutes.", facts["minutes"])
    never = _("Never give it to anyone: nobody from MaSanté will ask you for it.")
    return Letter(
        _("Your MaSanté access code"),
        (hello(facts), _("Your access code is {code}.", code=facts["code"]), valid, never, *sign(policy)),
    )


def _password_reset(facts: Facts, policy: Policy) -> Letter:
    page = (
        f"{policy.public_url}/reset/{facts['token']}"
        if policy.public_url
        else deep_link(policy, f"r-{facts['token']}")
    )
    return Letter(
        _("Choose a new password"),
        (
            hello(facts),
            _("Someone, probably you, asked for a new password for your MaSanté account."),
            _("Type this code in the chat: {code}", code=facts["code"]),
            _("Or open this link:"),
            page,
            _("Code and link work once, until {date}.", date=datetime.fromisoformat(facts["expires_at"])),
            _("If it was not you, ignore this message: nothing changes."),
            *sign(policy),
        ),
    )


def _password_changed(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your MaSanté password was changed"),
        (
            hello(facts),
            _("On {at}, the password of your account was changed.", at=at(facts)),
            _("If it was not you, contact us at once."),
            *sign(policy),
        ),
    )


def _app_added(facts: Facts, policy: Policy) -> Letter:
    words = _("On {at}, an authenticator app was added to your account.", at=at(facts))
    return Letter(
        _("An authenticator app was added"),
        (hello(facts), words, _("If it was not you, contact us at once."), *sign(policy)),
    )


def _app_removed(facts: Facts, policy: Policy) -> Letter:
    words = _("On {at}, the authenticator app was removed from your account.", at=at(facts))
    return Letter(
        _("The authenticator app was removed"),
        (hello(facts), words, _("If it was not you, contact us at once."), *sign(policy)),
    )


ACCOUNT: Letters = {
    "invitation": _invitation,
    "access_code": _code_by_email,
    "password_reset": _password_reset,
    "password_changed": _password_changed,
    "totp_added": _app_added,
    "totp_removed": _app_removed,
}
