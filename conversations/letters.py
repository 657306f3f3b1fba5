"""E-mails that the portal sends: each one's subject and paragraphs, to patients and to care teams.

Nothing of health in any of them, by default not even to a care team: a mailbox is read by others, and by machines.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from locales import Words, _, n_
from portal.policy import Policy

Facts = Mapping[str, Any]


class Letter(NamedTuple):
    """An e-mail: its subject and its paragraphs."""

    subject: Words
    paragraphs: tuple[Words, ...]


def _at(facts: Facts) -> datetime:
    return datetime.fromisoformat(facts["at"])


def _hello(facts: Facts) -> Words:
    name = facts.get("first_name")
    return _("Hello {name},", name=name) if name else _("Hello,")


def _deep_link(policy: Policy, payload: str) -> str:
    return f"https://t.me/{policy.bot_username}?start={payload}"


def _sign(policy: Policy) -> tuple[Words, ...]:
    ways = " · ".join(filter(None, (policy.support_email, policy.support_phone)))
    help_ = (_("A question? {ways}", ways=ways),) if ways else ()
    return (*help_, _("The MaSanté team"))


def _invitation(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your invitation to MaSanté"),
        (
            _hello(facts),
            _(
                "Your care team has opened a MaSanté account for you, to follow your health together on Telegram."
            ),
            _("Open this link on the phone where you use Telegram:"),
            _deep_link(policy, facts["token"]),
            _("It works once, until {date}.", date=datetime.fromisoformat(facts["expires_at"])),
            _("If you did not expect this message, you can ignore it."),
            *_sign(policy),
        ),
    )


def _code_by_email(facts: Facts, policy: Policy) -> Letter:
    valid = n_("It is valid for {n} minute.", "It is valid for {n} minutes.", facts["minutes"])
    never = _("Never give it to anyone: nobody from MaSanté will ask you for it.")
    return Letter(
        _("Your MaSanté access code"),
        (_hello(facts), _("Your access code is {code}.", code=facts["code"]), valid, never, *_sign(policy)),
    )


def _password_reset(facts: Facts, policy: Policy) -> Letter:
    page = (
        f"{policy.public_url}/reset/{facts['token']}"
        if policy.public_url
        else _deep_link(policy, f"r-{facts['token']}")
    )
    return Letter(
        _("Choose a new password"),
        (
            _hello(facts),
            _("Someone, probably you, asked for a new password for your MaSanté account."),
            _("Type this code in the chat: {code}", code=facts["code"]),
            _("Or open this link:"),
            page,
            _("Code and link work once, until {date}.", date=datetime.fromisoformat(facts["expires_at"])),
            _("If it was not you, ignore this message: nothing changes."),
            *_sign(policy),
        ),
    )


def _password_changed(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your MaSanté password was changed"),
        (
            _hello(facts),
            _("On {at}, the password of your account was changed.", at=_at(facts)),
            _("If it was not you, contact us at once."),
            *_sign(policy),
        ),
    )


def _app_added(facts: Facts, policy: Policy) -> Letter:
    words = _("On {at}, an authenticator app was added to your account.", at=_at(facts))
    return Letter(
        _("An authenticator app was added"),
        (_hello(facts), words, _("If it was not you, contact us at once."), *_sign(policy)),
    )


def _app_removed(facts: Facts, policy: Policy) -> Letter:
    words = _("On {at}, the authenticator app was removed from your account.", at=_at(facts))
    return Letter(
        _("The authenticator app was removed"),
        (_hello(facts), words, _("If it was not you, contact us at once."), *_sign(policy)),
    )


COME_BACK = _(
    "To come back, open this link on the phone where you use Telegram, tap Start, and sign in if asked:"
)


def _out_of_reach(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your care team has something for you"),
        (
            _hello(facts),
            _("Your care team has something for you to fill in, but we cannot reach you on Telegram."),
            COME_BACK,
            f"https://t.me/{policy.bot_username}",
            _("We will not write again about it until the chat is open again."),
            *_sign(policy),
        ),
    )


def _documents_new(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("There is something new in your space"),
        (
            _hello(facts),
            _("There is something new in your MaSanté space, but we cannot reach you on Telegram."),
            COME_BACK,
            f"https://t.me/{policy.bot_username}",
            _("We write about it once a day at most."),
            *_sign(policy),
        ),
    )


def _emergency_opened(facts: Facts, policy: Policy) -> Letter:
    """Say that it was opened; by whom is not said: a profession or a place can tell of an illness."""
    at, until = _at(facts), datetime.fromisoformat(facts["until"])
    opened = (
        _("On {at}, a health professional opened a carnet you look after in an emergency, until {until}.",
          at=at, until=until)
        if facts["carnet"]
        else _("On {at}, a health professional opened your record in an emergency, until {until}.",
               at=at, until=until)
    )  # fmt: skip
    return Letter(
        _("An emergency access was opened"),
        (
            _hello(facts),
            opened,
            _("Who it was and why is in your space. Open this link on the phone where you use Telegram:"),
            f"https://t.me/{policy.bot_username}",
            _("If this surprises you, contact us: we will look at it together, and can end it at once."),
            *_sign(policy),
        ),
    )


SEVERITIES: Mapping[str, Words] = {
    "high": _("high severity"),
    "medium": _("medium severity"),
    "low": _("low severity"),
}
KINDS: Mapping[str, Words] = {
    "rule": _("What was answered meets a rule that your team set."),
    "silence": _("Several forms in a row were not filled in."),
    "unjudged": _("Your team's rules could not be judged on what was answered: please read it."),
}


def _alert(facts: Facts, _policy: Policy) -> Letter:
    """Tell the care team. Initials and references alone, unless its plan asks for more (decision 9)."""
    severity = SEVERITIES[facts["severity"]]
    subject = (
        _("MaSanté: alert, {severity}", severity=severity)
        if facts["told"] == 1
        else _("MaSanté: alert not acknowledged yet, {severity}", severity=severity)
    )
    whose = f"--patient {facts['account_id']}"
    lines: tuple[Words, ...] = (
        _("Hello,"),
        KINDS[facts["kind"]],
        facts["text"],
        _("Patient: {who} · Follow-up: {id} · Alert of {at}", who=facts["who"] or "–", id=facts["followup_id"],
          at=_at(facts)),
        _("To read it: {command}", command=f"masante followup alerts {whose}"),
        _("To say that you look after it: {command}",
          command=f"masante followup ack {whose} --alert {facts['alert_id']}"),
        _again(facts["again_after"]),
        _("An address that the plan names refuses our e-mails: please have it corrected.") if facts["refused"] else "",
        _("The MaSanté team"),
    )  # fmt: skip
    return Letter(subject, tuple(line for line in lines if line))


def _again(minutes: int) -> Words:
    if not minutes:
        return ""
    if minutes % 60 == 0:
        return n_(
            "As long as nobody says so, it is told again in {n} hour.",
            "As long as nobody says so, it is told again in {n} hours.",
            minutes // 60,
        )
    return n_(
        "As long as nobody says so, it is told again in {n} minute.",
        "As long as nobody says so, it is told again in {n} minutes.",
        minutes,
    )


def _carnet_invitation(facts: Facts, policy: Policy) -> Letter:
    """Say who invites; neither the child's name nor anything else of the carnet."""
    of_age = facts["kind"] == "coming_of_age"
    what = (
        _("You are of age: the health record that your parents kept for you can be yours now, on Telegram.")
        if of_age
        else _("{who} invites you to share a child's carnet de santé on Telegram.", who=facts["inviter"])
    )
    return Letter(
        _("An invitation to a carnet de santé"),
        (
            _("Hello,"),
            what,
            _("Open this link on the phone where you use Telegram:"),
            _deep_link(policy, f"c-{facts['token']}"),
            _("It works once, until {date}.", date=datetime.fromisoformat(facts["expires_at"])),
            _("If you do not know who this is, ignore this message: nothing is opened."),
            *_sign(policy),
        ),
    )


def _carnet_news(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Something new on MaSanté"),
        (
            _hello(facts),
            _(
                "There is something new to see in your space. Open this link on the phone where you use Telegram:"
            ),
            f"https://t.me/{policy.bot_username}",
            *_sign(policy),
        ),
    )


LETTERS: dict[str, Callable[[Facts, Policy], Letter]] = {
    "carnet_invitation": _carnet_invitation,
    "carnet_news": _carnet_news,
    "invitation": _invitation,
    "access_code": _code_by_email,
    "password_reset": _password_reset,
    "password_changed": _password_changed,
    "totp_added": _app_added,
    "totp_removed": _app_removed,
    "out_of_reach": _out_of_reach,
    "documents_new": _documents_new,
    "emergency_opened": _emergency_opened,
    "alert": _alert,
}
