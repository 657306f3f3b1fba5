"""Every refusal's code, turned into the sentence that says why and what to do next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conversations.carnet_refusals import CARNETS, birth_date_wrong
from conversations.contact_refusals import CONTACTS
from conversations.identity_refusals import IDENTITY, LINES, OWN, PHONED, POSTCODES
from conversations.privacy_refusals import PRIVACY
from conversations.support_refusals import SUPPORT
from locales import Hour, Sentence, Words, _, n_, plain
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

UNFIT: Mapping[str, Sentence] = {
    "empty": _("This file is empty. Please send it again, or send another one."),
    "unknown": _("I cannot keep this kind of file. Please send a photo (JPEG, PNG, HEIC) or a PDF."),
    "broken": _("This file cannot be opened: a part of it may be missing. Please send it again."),
    "no_pdf_here": _("Here I need a photo, not a PDF."),
    "pdf_here": _("Here I need a PDF, not a photo. Attach it with the paper clip."),
    "too_many_pixels": _(
        "This picture is too large. Please send it as a photo: your phone makes it smaller."
    ),
    "too_many_pages": _(
        "This PDF has too many pages. Please send only those that matter, or photos of them."
    ),
    "animated": _("This picture moves, so I cannot keep it whole. Please send a photo."),
    "several_pages": _("This scan has several pages. Please send a photo of the one that matters."),
    "unscanned": _(
        "This file is too large to be checked for viruses. Please send a smaller one, or a photo of it."
    ),
    "encrypted": _("This PDF is locked with a password. Please send a copy without one, or a photo of it."),
    "active": _("This PDF holds programs or other files, so I cannot keep it. Please send a photo of it."),
}
TITLE: Mapping[str, Sentence] = {
    "empty": _("Please write a title of a few words."),
    "wordless": _("Please write a title with a word or a number, so that you can find it again."),
}
WAITING: Mapping[str, Sentence] = {
    "scanner_away": _(
        "The virus check does not answer at the moment, so this cannot be saved yet. Nothing is lost: I try again by "
        "myself and tell you here."
    ),
    "file_not_fetched": _(
        "A file has not arrived from Telegram yet, so this cannot be saved. Nothing is lost: I try again by myself and "
        "tell you here. You can also send it again."
    ),
}
SENTENCES: dict[str, Sentence] = {
    **CARNETS,
    **CONTACTS,
    **IDENTITY,
    **PRIVACY,
    **SUPPORT,
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
    "code_expired": _("This code is too old. Tap a button below to get a new one."),
    "code_used": _("This code has been used already. Tap a button below to get a new one."),
    "code_locked": _("That was one try too many. You can ask for a new code from {until}."),
    "code_missing": _("No code is waiting here. Tap a button below to get one."),
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
    "response_unknown": _("This form cannot be shown any more. Go back to your follow-up to see the others."),
    "reminder_too_late": _(
        "There will be no other reminder of this form. You will find it in /followup while it is open."
    ),
    "zone_unknown": _("There is no such time zone: {zone}."),
    "files_gone": _("A photo or file waited for too long and is no longer here. Please send it again."),
    "file_unfit": _("I cannot keep this file. Please send a photo or a PDF."),
    "file_too_large": _(
        "This file is too large: {most} MB at most. A photo sent as a photo is always small enough."
    ),
    "file_not_fetched": _(
        "I could not get this file from Telegram. Your answers are all here. Please send it again in a moment."
    ),
    "file_not_kept": _(
        "I cannot keep files at the moment. Your answers are all here. Please send it again a little later."
    ),
    "file_infected": _(
        "Our virus scanner refused this file, so it was not kept. That can happen without your knowing. "
        "Please send another one, or a photo of the document."
    ),
    "scanner_away": _(
        "Files cannot be checked for viruses at the moment, so I cannot keep this one yet. Your answers are all "
        "here. Please send it again a little later."
    ),
    "document_unknown": _("This document is not here any more."),
    "document_deleted": _("This document was deleted. You can bring it back until {erased_at}."),
    "document_type_unknown": _("Please choose one of the kinds of document below."),
    "title_invalid": _("Please keep the title under {most} characters."),
    "document_date_invalid": _("Please give the day on the document: it cannot be in the future."),
    "not_your_document": _("Only who deposited a document can delete it. You can hide it."),
    "nothing_found": _(
        "I found nothing with these words. Try a single word, or its beginning; or look through the list."
    ),
    "document_files_gone": _(
        "The photos waited for too long and are no longer here. Please send them again."
    ),
    "too_many_people": _("{most} people are enough here. To add someone, remove another one first."),
    "person_unknown": _("This person is not on your list any more."),
    "name_invalid": _("Please write a name of {most} characters at most, in letters."),
    "not_your_people": _("For a child, the parents who share the carnet are told."),
    "reason_invalid": _("Please say why in {least} to {most} characters."),
    "emergency_not_open": _("There is no emergency access to this record now."),
    "emergency_unknown": _("This emergency access cannot be shown here."),
    "files_waiting": _("This cannot be saved yet: please try again a little later. Nothing is lost."),
    "carnet_closed": _("This carnet is not open to you any more. Please choose where to keep the document."),
    "blob_unknown": _("There is no such file."),
    "follow_up_unknown": _("There is no such follow-up."),
    "alert_unknown": _("There is no such alert."),
    "alert_acknowledged": _("Someone has looked after this alert already, on {at}."),
    "no_right": _("You do not have the right to see this."),
    "plan_invalid": _("This plan cannot be kept: {key} ({why})."),
    "rpps_invalid": _("An RPPS number has 11 digits; this one is not right."),
    "rpps_taken": _("A professional with this RPPS number is registered already."),
    "professional_unknown": _("There is no such professional."),
    "directory_empty": _(
        "The directory of professionals is not here yet. Please try again later, or contact us."
    ),
    "nobody_found": _(
        "I found nobody. Please check the spelling, or write less: the last name and the town, for instance."
    ),
    "none_of_these": _("Then please write it again, with the town, the first name or the profession."),
    "nothing_to_bring_back": _("It is too late to undo this. You can authorise this professional again."),
    "directory_busy": _("The directory of professionals is being renewed. Please try again later."),
    "directory_shrunk": _("There would be {after} professionals instead of {before}."),
    "extraction_broken": _("{bad} of {lines} lines of {file} cannot be read."),
    "extraction_cut": _("{file} ends in the middle of line {line}."),
    "extraction_empty": _("{file} holds no professional."),
    "extraction_unknown": _("{file} is no extraction that can be read ({missing})."),
    "professionals_missing": _("Structures alone fill no directory."),
}


def _code_wrong(left: int) -> Sentence:
    return n_(
        "This is not the code. You have {n} try left.", "This is not the code. You have {n} tries left.", left
    )


BY_FACT: Mapping[str, tuple[str, Mapping[str, Sentence]]] = {  # which fact decides what is said
    "title_invalid": ("why", TITLE),
    "file_unfit": ("why", UNFIT),
    "files_waiting": ("why", WAITING),
    "postcode_invalid": ("why", POSTCODES),
    "line_invalid": ("field", LINES),
    "own_already": ("field", OWN),
}
SOON = ("code_too_soon", "code_not_yet", "sent_just_now")  # a matter of minutes: the day goes without saying
LEFT = {"code_wrong": _code_wrong, "birth_date_wrong": birth_date_wrong}  # what counts its tries


def sentence(refused: Refused) -> Sentence:
    """Return the sentence of a refusal."""
    name, by_fact = BY_FACT.get(refused.code, ("", {}))
    found = by_fact.get(str(refused.facts.get(name)))
    if found is not None:
        return found.fill(**_facts(refused.facts))
    match refused.code, refused.facts:
        case code, {"left": int(left)} if code in LEFT:
            return LEFT[code](left)
        case "form_incomplete", {"why": why}:
            return plain("{why}", why=why)
        case "corrections_away", {"phone": str(phone)}:
            return PHONED.fill(phone=phone)
        case "password_weak", {"reasons": reasons}:
            return _("Please choose another password: {reason}.", reason=WEAK[reasons[0]])
        case "email_not_allowed", {"reason": "first_connection"}:
            return _("The first time, the code only comes by SMS: it proves that the phone is yours.")
        case "email_not_allowed", facts:
            return _(
                "The password has just been changed: until {until}, the code only comes by SMS.",
                **_facts(facts),
            )
        case code, {"at": datetime() as at} if code in SOON:
            return SENTENCES[code].fill(at=Hour(at))
        case code, facts:
            return SENTENCES[code].fill(**_facts(facts))


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
