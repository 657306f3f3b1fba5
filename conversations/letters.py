"""E-mails that the portal sends: each one's subject and paragraphs, to patients and to care teams.

Nothing of health in any of them, by default not even to a care team: a mailbox is read by others, and by machines.
"""

from collections.abc import Mapping
from datetime import datetime

from conversations.account_letters import ACCOUNT
from conversations.contact_letters import CONTACTS
from conversations.identity_letters import IDENTITY
from conversations.letter import Facts, Letter, Letters, at, deep_link, hello, sign
from conversations.privacy_letters import PRIVACY
from conversations.support_letters import SUPPORT
from locales import Words, _, last_day, n_
from portal.authorisations import CARNET
from portal.policy import Policy

COME_BACK = _(
    "To come back, open this link on the phone where you use Telegram, tap Start, and sign in if asked:"
)


def _out_of_reach(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your care team has something for you"),
        (
            hello(facts),
            _("Your care team has something for you to fill in, but we cannot reach you on Telegram."),
            COME_BACK,
            f"https://t.me/{policy.bot_username}",
            _("We will not write again about it until the chat is open again."),
            *sign(policy),
        ),
    )


def _documents_new(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("There is something new in your space"),
        (
            hello(facts),
            _("There is something new in your MaSanté space, but we cannot reach you on Telegram."),
            COME_BACK,
            f"https://t.me/{policy.bot_username}",
            _("We write about it once a day at most."),
            *sign(policy),
        ),
    )


def _emergency_opened(facts: Facts, policy: Policy) -> Letter:
    """Say that it was opened; by whom is not said: a profession or a place can tell of an illness."""
    since, until = at(facts), datetime.fromisoformat(facts["until"])
    opened = (
        _("On {at}, a health professional opened a carnet you look after in an emergency, until {until}.",
          at=since, until=until)
        if facts["carnet"]
        else _("On {at}, a health professional opened your record in an emergency, until {until}.",
               at=since, until=until)
    )  # fmt: skip
    return Letter(
        _("An emergency access was opened"),
        (
            hello(facts),
            opened,
            _("Who it was and why is in your space. Open this link on the phone where you use Telegram:"),
            f"https://t.me/{policy.bot_username}",
            _("If this surprises you, contact us: we will look at it together, and can end it at once."),
            *sign(policy),
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
    "danger": _("Words that may mean danger were written in the chat. Please contact the patient now."),
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
    about = facts["account_id"]
    whose = f"--carnet {about.removeprefix(CARNET)}" if about.startswith(CARNET) else f"--patient {about}"
    lines: tuple[Words, ...] = (
        _("Hello,"),
        KINDS[facts["kind"]],
        facts["text"],
        _("Patient: {who} · Follow-up: {id} · Alert of {at}", who=facts["who"] or "–", id=facts["followup_id"],
          at=at(facts)),
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
            deep_link(policy, f"c-{facts['token']}"),
            _("It works once, until {date}.", date=last_day(datetime.fromisoformat(facts["expires_at"]))),
            _("If you do not know who this is, ignore this message: nothing is opened."),
            *sign(policy),
        ),
    )


def _carnet_news(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Something new on MaSanté"),
        (
            hello(facts),
            _(
                "There is something new to see in your space. Open this link on the phone where you use Telegram:"
            ),
            f"https://t.me/{policy.bot_username}",
            *sign(policy),
        ),
    )


LETTERS: Letters = {
    **ACCOUNT,
    **CONTACTS,
    **IDENTITY,
    **PRIVACY,
    **SUPPORT,
    "carnet_invitation": _carnet_invitation,
    "carnet_news": _carnet_news,
    "out_of_reach": _out_of_reach,
    "documents_new": _documents_new,
    "emergency_opened": _emergency_opened,
    "alert": _alert,
}
