"""E-mails about taking along and leaving: to patients, to care teams that are left, to support; nothing of health."""

from datetime import datetime

from conversations.letter import Facts, Letter, Letters, at, hello, sign
from conversations.privacy_notices import KEPT_BY_LAW
from locales import Day, Words, _, n_
from portal.authorisations import CARNET
from portal.policy import Policy

NOT_YOU = _("If it was not you, contact us at once.")
WAY_BACK = _("Changed your mind? Open this link on the phone where you use Telegram, tap Start, and sign in:")


def _day(facts: Facts, name: str) -> Day:
    return Day(datetime.fromisoformat(facts[name]))


def _by_law(facts: Facts) -> tuple[Words, ...]:
    return (KEPT_BY_LAW.fill(date=_day(facts, "held_until")),) if facts.get("held_until") else ()


def _link(policy: Policy) -> str:
    return f"https://t.me/{policy.bot_username}"


def _left(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your MaSanté account is closed"),
        (
            hello(facts),
            _("On {at}, your account was closed, as you asked.", at=at(facts)),
            _("It is erased on {date}, with everything in it.", date=_day(facts, "erase_at")),
            *_by_law(facts),
            WAY_BACK,
            _link(policy),
            _("Until that day everything comes back as it was. After it, nothing can."),
            NOT_YOU,
            *sign(policy),
        ),
    )


def _leaving_soon(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your MaSanté account is erased in three days"),
        (
            hello(facts),
            _(
                "You have closed your account. It is erased on {date}, with everything in it.",
                date=_day(facts, "erase_at"),
            ),
            *_by_law(facts),
            WAY_BACK,
            _link(policy),
            *sign(policy),
        ),
    )


def _back(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your MaSanté account is open again"),
        (
            hello(facts),
            _(
                "On {at}, you signed in: your account is open again, as before. Nothing is erased.",
                at=at(facts),
            ),
            NOT_YOU,
            *sign(policy),
        ),
    )


def _held(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your MaSanté account is erased later"),
        (
            hello(facts),
            KEPT_BY_LAW.fill(date=_day(facts, "until")),
            _("Until then nobody sees it."),
            *sign(policy),
        ),
    )


def _erased(facts: Facts, policy: Policy) -> Letter:
    return Letter(
        _("Your MaSanté account is erased"),
        (
            hello(facts),
            _(
                "On {at}, your account and everything in it were erased. This is our last message.",
                at=at(facts),
            ),
            _("Reference of the erasure, for any question: {reference}", reference=facts["reference"]),
            _(
                "Copies in our sealed backups go when these are replaced. Your professionals keep their own files."
            ),
            *sign(policy),
        ),
    )


def _for_support(facts: Facts, _policy: Policy) -> Letter:
    counts = ", ".join(f"{kind} {count}" for kind, count in sorted(facts["counts"].items()))
    return Letter(
        _("MaSanté: an account was erased"),
        (
            _("On {at}, an account was erased.", at=at(facts)),
            _("Account: {id} · Reference: {reference}", id=facts["account_id"], reference=facts["reference"]),
            _("Erased: {counts}", counts=counts),
            _(
                "Keep this message: after restoring an older backup, erase this account again with this command:"
            ),
            f"masante patient erase {facts['account_id']}",
        ),
    )


def _export_made(facts: Facts, policy: Policy) -> Letter:
    by = (
        _("On {at}, our technical team made an export of your record, at your request.", at=at(facts))
        if facts["by_operator"]
        else _("On {at}, an export of your record was made from your chat.", at=at(facts))
    )
    return Letter(_("An export of your record was made"), (hello(facts), by, NOT_YOU, *sign(policy)))


def _patient_left(facts: Facts, _policy: Policy) -> Letter:
    about = str(facts["account_id"])
    child = about.startswith(CARNET)
    whose = f"--carnet {about.removeprefix(CARNET)}" if child else f"--patient {about}"
    alerts: tuple[Words, ...] = (
        n_("{n} alert of this patient is not acknowledged yet: it must still be looked after.",
           "{n} alerts of this patient are not acknowledged yet: they must still be looked after.", facts["alerts"]),
        _("To read it: {command}", command=f"masante followup alerts {whose}"),
    ) if facts["alerts"] else ()  # fmt: skip
    return Letter(
        _("MaSanté: a patient has left"),
        (
            _("Hello,"),
            _(
                "The parent of a child who is followed has closed the account, and no other parent fills in. The follow-up "
                "is stopped; no more answers will come."
            )
            if child
            else _(
                "A patient has closed her or his account. The follow-up is stopped; no more answers will come."
            ),
            _patient(facts),
            *alerts,
            _(
                "The account is erased on {date}, unless the patient comes back. Keep what the law asks you to keep.",
                date=_day(facts, "erase_at"),
            ),
            _("The MaSanté team"),
        ),
    )


def _patient_back(facts: Facts, _policy: Policy) -> Letter:
    return Letter(
        _("MaSanté: a patient is back"),
        (
            _("Hello,"),
            _("A patient who had left is back, and has taken up the follow-up again, at the hours it had."),
            _patient(facts),
            _("The MaSanté team"),
        ),
    )


def _patient(facts: Facts) -> Words:
    ids = ", ".join(facts["followups"])
    return _("Patient: {who} · Follow-up: {id} · On {at}", who=facts["who"] or "–", id=ids, at=at(facts))


PRIVACY: Letters = {
    "left": _left,
    "leaving_soon": _leaving_soon,
    "back": _back,
    "held": _held,
    "erased": _erased,
    "erased_for_support": _for_support,
    "export_made": _export_made,
    "patient_left": _patient_left,
    "patient_back": _patient_back,
}
