"""What an operator reads when the portal says no."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.commands.printing import shown
from portal.errors import Refused

SENTENCES = {
    "account_unknown": "No patient has this e-mail address or id.",
    "account_locked": "This account is locked: `masante patient unlock` opens it.",
    "email_taken": "Another account has this e-mail address: {account_id}.",
    "email_invalid": "This is no e-mail address.",
    "email_accented": "An e-mail address has no accent before the @: hardly any mailbox would get it.",
    "phone_invalid": "This is no telephone number.",
    "already_left": "The owner of this account has left; it is erased on {erase_at}.",
    "erasure_held": "The law keeps this record until {until}: nothing is erased (`masante patient release` ends the hold).",
    "not_held": "No hold is on this record.",
    "hold_over": "A hold ends on a day that is to come.",
    "link_missing": "This account is linked to no chat.",
    "rpps_invalid": "An RPPS number has 11 digits, the last of them a Luhn key: this is none.",
    "rpps_taken": "A professional with this RPPS number is registered already: {id}.",
    "professional_unknown": "No professional has this id, or she was disabled.",
    "directory_empty": "The directory is empty: `masante directory import FILE…` fills it (see docs/operations.md).",
    "directory_busy": "Another import is under way; nothing was changed.",
    "extraction_unknown": "{file} is no extraction of the RPPS or of FINESS{lacking}; nothing was replaced.",
    "extraction_empty": "{file} holds no professional; nothing was replaced.",
    "extraction_broken": "{bad} of {lines} lines of {file} cannot be read; nothing was replaced.",
    "extraction_cut": "{file} ends in the middle of line {line}: get it again, or add --partial; nothing was replaced.",
    "directory_shrunk": "There would be {after} professionals instead of {before} (--partial takes them all the same); "
    "nothing was replaced.",
    "professionals_missing": "Give an extraction of the RPPS too: structures alone fill no directory.",
    "carnet_unknown": "There is no such carnet.",
    "no_child": "A carnet is for a child: born already, and not 18 yet.",
    "too_young": "A child has an access of her own from {from_age} years on.",
    "access_open": "There is such an access already: --end ends it.",
    "already_shared": "This account shares the carnet as a parent: it cannot be the child's own.",
    "share_unknown": "There is no such access to this carnet.",
    "access_incomplete": "Name her account with --patient, or give --email, --phone and --last-name to open one.",
    "grown_up": "This child is 18: follow her up under her own account (--patient).",
    "no_right": "This professional has no right to do this with this record; the attempt is journalled.",
    "period_empty": "The period ends before it begins: --since is the first day, --until the last.",
    "follow_up_unknown": "There is no such follow-up, or it is of another record: `masante followup list` names them.",
    "blob_unknown": "No answer in this record has such a file.",
    "file_infected": "The virus scanner refuses this file: {name}. Nothing was stored.",
    "scanner_away": "The virus scanner (MASANTE_CLAMD_URL) does not answer, and no file passes unscanned. Try again.",
    "document_unknown": "There is no such document in this record, or not for this professional.",
    "document_deleted": "This document was deleted.",
    "document_type_unknown": "Professionals have no document type {code}. There are:{known}",
    "title_invalid": "A title has a few words, {most} characters at most.",
    "document_date_invalid": "A document bears a day between 1900 and today.",
    "document_files_gone": "The file of this document could not be kept; nothing was stored. Try again.",
    "not_your_document": "Only who deposited a document can delete it.",
    "file_unfit": "This file cannot be taken: {because}. Nothing was stored.",
    "file_too_large": "This file is larger than {most} MB. Nothing was stored.",
    "file_not_kept": "The vault (MASANTE_VAULT_URL) is full or cannot be reached. Nothing was stored; try again.",
    "reason_invalid": "Say why in a sentence of {least} to {most} characters: the patient will read it.",
    "emergency_not_open": "This professional has no emergency access to this record now: `masante emergency open` "
    "gives one. The attempt is journalled.",
    "emergency_unknown": "There is no such emergency access, or it is somebody else's.",
    "alert_unknown": "There is no such alert in this record, or none that stands.",
    "alert_acknowledged": "This alert was acknowledged already, on {at}.",
    "patient_needed": "Name whose with --patient or --carnet; without, only what stands is listed, and nothing of health.",
    "follow_up_ambiguous": "Several follow-ups are under way; name one with --followup (to stop them, also --all): {ids}.",
    "ring_inline": "The key ring is written out in MASANTE_KEYS, where no command can change it: put it into a file, name "
    "that in MASANTE_KEYS and restart the bot. (docs/operations.md, Keys, tells how to go on without a file.)",
    "ring_fresh": "The ring was changed a moment ago, and a bot may seal with the key before: again in {minutes} min.",
    "key_not_in_ring": "The ring holds no key {key}: `masante keys list` names them.",
    "key_seals": "{key} is the key that seals: `masante keys rotate` begins another one first.",
    "key_needed": "{values} values are still sealed with {key}: `masante keys reseal`, then again.",
    "nothing_to_correct": "It is written so already: give --first-name, --last-name or --birth-date as it should be.",
    "update_unknown": "No update {id} is set aside: `masante updates list` names those that are.",
    "zone_unknown": "There is no time zone {zone}: write one such as Indian/Reunion.",
    "plan_invalid": "The plan cannot be kept: {key} {because}.",
    "questionnaire_not_walkable": "This form cannot be walked:{lines}",
}
BECAUSE = {
    "not_understood": "is not understood",
    "unknown": "is no word of a plan",
    "before_start": "is before the first day",
    "after_window": "is not before the form closes",
    "no_address": "holds something that is no e-mail address",
    "no_fhirpath": "is no FHIRPath",
    "past": "is over: nothing would ever be due",
}
WRITTEN = {  # how what a plan holds is written, in its file and as an option
    "every": '"day", "2 days", "week", or ["mon", "thu"] (--every mon,thu)',
    "at": '"08:00", or ["08:00", "18:00"] (--at 08:00,18:00)',
    "from": "2026-03-02",
    "until": "2026-03-02",
    "count": "10",
    "window": '"12 h", "90 min" or "2 days"',
    "late_after": '"3 h"',
    "nudge_after": '"4 h"',
    "again_after": '"4 h"',
    "quiet": '["21:30", "07:30"]',
    "silence": "3",
    "otherwise": '"email", "sms" or "none"',
}
UNFIT = {
    "unknown": "only JPEG, PNG, WebP, HEIC, TIFF and PDF can",
    "empty": "it is empty",
    "unscanned": "the virus scanner takes no file as large as this one (StreamMaxLength)",
    "broken": "it is damaged, or a part of it is missing",
    "too_many_pixels": "the picture has too many pixels",
    "too_many_pages": "it has too many pages",
    "encrypted": "it is locked with a password",
    "active": "it holds programs or other files",
    "animated": "it is an animation",
}


@dataclass(frozen=True)
class Refusal:
    """A no, with its code, the facts behind it, and the words that fill its sentence."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Return what the operator reads."""
        told = {name: shown(one) if isinstance(one, datetime) else one for name, one in self.facts.items()}
        return SENTENCES.get(self.code, f"Refused: {self.code}.").format_map({**told, **self.words})

    def to_json(self) -> dict[str, Any]:
        """Return what a program reads."""
        return {"refused": self.code, **self.facts}


def refusal(refused: Refused) -> Refusal:
    """Return a refusal of the portal as an operator reads it."""
    reasons = UNFIT if refused.code == "file_unfit" else BECAUSE
    because = reasons.get(str(refused.facts.get("why")), "cannot be kept")
    written = (
        WRITTEN.get(str(refused.facts.get("key"))) if refused.facts.get("why") == "not_understood" else None
    )
    because += f"; it is written {written}" if written else ""
    missing = refused.facts.get("missing")
    lacking = f" (not found: {missing})" if missing else ""
    return Refusal(refused.code, refused.facts, {"because": because, "lacking": lacking})
