"""Every refusal's code, turned into the sentence that says why and what to do next."""

from collections.abc import Mapping
from typing import Any

from locales import Sentence, Words, _, n_, plain
from portal.errors import Refused

WEAK: Mapping[str, Words] = {
    "short": _("it has fewer than 8 characters"),
    "long": _("it is too long"),
    "simple": _("it is easy to guess: add a few words or a number"),
    "common": _("many people use it"),
    "personal": _("it holds your name, your e-mail or your birth date"),
}
ASK_PROFESSIONAL = _(
    "This invitation is not valid. Ask the professional who follows you for a new one, or sign in."
)

SENTENCES: dict[str, Sentence] = {
    "email_taken": _("This e-mail address already has an account."),
    "email_invalid": _("This e-mail address does not look right. Please check it."),
    "phone_invalid": _("This phone number does not look right. Please check it."),
    "account_unknown": _("There is no account here any more. Please contact us."),
    "account_locked": _("Your account is locked. Please contact us: we will look at it together."),
    "invitation_unknown": ASK_PROFESSIONAL,
    "invitation_expired": _(
        "This invitation is too old. Ask the professional who follows you for a new one."
    ),
    "invitation_used": _(
        "This invitation has been used already. If it was by you, sign in. If not, contact us."
    ),
    "invited_elsewhere": _(
        "The invitation was sent to another address. Please write the one where you received it."
    ),
    "too_many_tries": _("There were too many tries. Please wait until {until}, then try again."),
    "credentials_wrong": _("The e-mail and the password do not match. Please check both and try again."),
    "code_too_soon": _("A code is on its way. You can ask for another one from {at}."),
    "codes_exhausted": _("Too many codes were asked for. Please wait until {until}, or contact us."),
    "code_expired": _("This code is too old. Tap “I don't receive my code” to get a new one."),
    "code_used": _("This code has been used already. Tap “I don't receive my code” to get a new one."),
    "code_locked": _("That was one try too many. You can ask for a new code from {until}."),
    "code_missing": _("No code is waiting here. Tap “I don't receive my code” to get one."),
    "proof_missing": _("Too much time has passed. Please begin again."),
    "needs_full_code": _("For this, a code from your phone is needed: one by e-mail is not enough."),
    "link_missing": _("This chat is not linked to an account. Please sign in."),
    "reset_unknown": _("This link is not valid. Ask for a new password again."),
    "reset_expired": _("This link is too old. Ask for a new password again."),
    "reset_used": _(
        "The password was already changed with this link. If it was not you, contact us at once."
    ),
    "totp_missing": _("No authenticator app is set up."),
    "totp_wrong": _("The app shows another code. Check the key, and that your phone's clock is right."),
    "form_closed": _("The time to fill in this form is over. The next one will come as planned."),
    "form_already_sent": _("This form has been sent already: your care team has your answers."),
    "form_incomplete": _("An answer is missing or does not fit. Please go through the form once more."),
    "follow_up_unknown": _("There is no such follow-up."),
    "alert_unknown": _("There is no such alert."),
    "alert_acknowledged": _("Someone has looked after this alert already, on {at}."),
    "no_right": _("You do not have the right to see this."),
    "plan_invalid": _("This plan cannot be kept: {key} ({why})."),
    "rpps_invalid": _("An RPPS number has 11 digits; this one is not right."),
    "rpps_taken": _("A professional with this RPPS number is registered already."),
    "professional_unknown": _("There is no such professional."),
}


def sentence(refused: Refused) -> Sentence:
    """Return the sentence of a refusal."""
    match refused.code, refused.facts:
        case "code_wrong", {"left": int(left)}:
            return n_(
                "This is not the code. You have {n} try left.",
                "This is not the code. You have {n} tries left.",
                left,
            )
        case "form_incomplete", {"why": why}:
            return plain("{why}", why=why)
        case "password_weak", {"reasons": reasons}:
            return _("Please choose another password: {reason}.", reason=WEAK[reasons[0]])
        case "email_not_allowed", {"reason": "first_connection"}:
            return _("The first time, the code only comes by SMS: it proves that the phone is yours.")
        case "email_not_allowed", facts:
            return _(
                "The password has just been changed: until {until}, the code only comes by SMS.",
                **_facts(facts),
            )
        case code, facts:
            return SENTENCES[code].fill(**_facts(facts))


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
