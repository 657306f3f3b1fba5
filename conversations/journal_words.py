"""The journal in plain words: what was done, to what, why; each action that the code writes has its words here."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from locales import Words, _, plain
from portal.journal import Line

READ, WRITTEN, RIGHTS, EMERGENCIES, ACCOUNT = "lu", "ecrit", "droits", "urgences", "compte"
GROUPS: Mapping[str, Words] = {
    READ: _("What was looked at"),
    WRITTEN: _("What was added or changed"),
    RIGHTS: _("Rights"),
    EMERGENCIES: _("Emergencies"),
    ACCOUNT: _("Account and reminders"),
}


class Action(NamedTuple):
    """What an action is called, and in which group it is found."""

    group: str
    words: Words


ACTIONS: Mapping[str, Action] = {
    "alert_acknowledged": Action(WRITTEN, _("Alert taken in charge")),
    "alert_failed": Action(WRITTEN, _("Alert that could not be told")),
    "alert_raised": Action(WRITTEN, _("Alert to the care team, because of an answer")),
    "alert_told": Action(WRITTEN, _("Alert sent to the care team")),
    "alert_unanswered": Action(WRITTEN, _("Alert that nobody took in charge")),
    "alerts_read": Action(READ, _("Alerts looked at")),
    "birth_date_wrong": Action(RIGHTS, _("Wrong birth date given for the share")),
    "blocked": Action(RIGHTS, _("Professional blocked")),
    "brought_back": Action(RIGHTS, _("Access given back")),
    "came_of_age": Action(RIGHTS, _("Of age: the parents' shares ended")),
    "carnet_created": Action(ACCOUNT, _("Carnet opened")),
    "carnet_seen": Action(READ, _("Carnet looked at")),
    "carnet_unlocked": Action(RIGHTS, _("Sharing made possible again")),
    "closing_failed": Action(ACCOUNT, _("Form that could not be closed")),
    "correction_asked": Action(ACCOUNT, _("Correction of the identity asked for")),
    "document_broken": Action(READ, _("Document that could not be opened")),
    "document_brought_back": Action(WRITTEN, _("Deleted document brought back")),
    "document_deleted": Action(WRITTEN, _("Document deleted")),
    "document_deposited": Action(WRITTEN, _("Document added")),
    "document_emergency": Action(WRITTEN, _("Emergency setting of a document changed")),
    "document_erased": Action(WRITTEN, _("Deleted document erased for good")),
    "document_hidden": Action(RIGHTS, _("Document hidden")),
    "document_read": Action(READ, _("Document opened")),
    "document_refused": Action(WRITTEN, _("Document refused")),
    "document_renamed": Action(WRITTEN, _("Document renamed")),
    "document_seen": Action(READ, _("Document looked at, not opened")),
    "document_shown": Action(RIGHTS, _("Document no longer hidden")),
    "document_unknown": Action(READ, _("Document asked for in vain")),
    "documents_listed": Action(READ, _("List of documents looked at")),
    "documents_searched": Action(READ, _("Documents searched")),
    "emergency_closed": Action(EMERGENCIES, _("Emergency access ended")),
    "emergency_looked_at": Action(EMERGENCIES, _("Details of an emergency access looked at")),
    "emergency_opened": Action(EMERGENCIES, _("Record opened in an emergency")),
    "emergency_prolonged": Action(EMERGENCIES, _("Emergency access prolonged")),
    "emergency_told": Action(EMERGENCIES, _("Emergency access told to those who read this record")),
    "emergency_unknown": Action(EMERGENCIES, _("Emergency access asked for in vain")),
    "file_broken": Action(READ, _("Photo or file that could not be opened")),
    "file_infected": Action(WRITTEN, _("File refused by the virus scanner")),
    "file_read": Action(READ, _("Photo or file of an answer opened")),
    "file_received": Action(WRITTEN, _("Photo or file received")),
    "file_unknown": Action(READ, _("Photo or file asked for in vain")),
    "followup_revised": Action(WRITTEN, _("Form of the follow-up revised")),
    "followup_started": Action(WRITTEN, _("Follow-up started")),
    "followup_stopped": Action(WRITTEN, _("Follow-up stopped")),
    "followups_listed": Action(READ, _("List of follow-ups looked at")),
    "form_not_computed": Action(WRITTEN, _("Form sent, a part of which could not be worked out")),
    "form_sent": Action(WRITTEN, _("Form sent")),
    "granted": Action(RIGHTS, _("Access given")),
    "heir_forgotten": Action(ACCOUNT, _("Address of the young adult removed")),
    "heir_kept": Action(ACCOUNT, _("Address of the young adult noted")),
    "history_read": Action(READ, _("Forms sent before looked at")),
    "hours_changed": Action(ACCOUNT, _("Hours of the follow-up changed")),
    "identity_corrected": Action(ACCOUNT, _("Identity corrected")),
    "identity_read": Action(READ, _("Identity and contact details looked at")),
    "invited": Action(ACCOUNT, _("Invitation sent")),
    "journal_forgotten": Action(ACCOUNT, _("Details of this journal erased")),
    "journal_read": Action(READ, _("This journal looked at")),
    "locked": Action(ACCOUNT, _("Account locked")),
    "moved": Action(ACCOUNT, _("Time zone of the account changed")),
    "particulars_changed": Action(WRITTEN, _("Personal details changed")),
    "particulars_read": Action(READ, _("Personal details looked at")),
    "pause_ended": Action(ACCOUNT, _("Pause of the follow-up ended")),
    "paused": Action(ACCOUNT, _("Follow-up paused")),
    "people_to_notify_read": Action(READ, _("People to notify looked at")),
    "person_to_notify_added": Action(WRITTEN, _("Person to notify added")),
    "person_to_notify_changed": Action(WRITTEN, _("Person to notify changed")),
    "person_to_notify_moved": Action(WRITTEN, _("Order of the people to notify changed")),
    "person_to_notify_removed": Action(WRITTEN, _("Person to notify removed")),
    "prolonged": Action(RIGHTS, _("Access prolonged")),
    "readings_seen": Action(READ, _("List of who read the answers looked at")),
    "refused": Action(RIGHTS, _("Access refused")),
    "registered": Action(ACCOUNT, _("Account opened")),
    "release_failed": Action(ACCOUNT, _("Form that could not be opened")),
    "reminder_failed": Action(ACCOUNT, _("Reminder that could not be sent")),
    "reminder_put_off": Action(ACCOUNT, _("Reminder put off")),
    "reminders_resumed": Action(ACCOUNT, _("Reminders started again")),
    "reminders_stopped": Action(ACCOUNT, _("Reminders stopped")),
    "reminders_stopped_because": Action(ACCOUNT, _("Reason given for stopping reminders")),
    "response_opened": Action(READ, _("Form sent before opened")),
    "responses_read": Action(READ, _("Answers read")),
    "share_accepted": Action(RIGHTS, _("Share accepted")),
    "share_cancelled": Action(RIGHTS, _("Invitation to share cancelled")),
    "share_confirmed": Action(RIGHTS, _("Other parent recognised")),
    "share_declined": Action(RIGHTS, _("Share declined")),
    "share_disowned": Action(RIGHTS, _("Person who accepted the share not recognised")),
    "share_expired": Action(RIGHTS, _("Invitation to share too old")),
    "share_invited": Action(RIGHTS, _("Invitation to share sent")),
    "share_proven": Action(RIGHTS, _("Birth date given for the share")),
    "share_refused": Action(RIGHTS, _("Share refused")),
    "share_resent": Action(RIGHTS, _("Invitation to share sent again")),
    "share_stopped": Action(RIGHTS, _("Share ended")),
    "share_unconfirmed": Action(RIGHTS, _("Share accepted, to be confirmed by the parent who invited")),
    "timezone_changed": Action(ACCOUNT, _("Time zone of the reminders changed")),
    "trend_read": Action(READ, _("Trend of the answers looked at")),
    "unblocked": Action(RIGHTS, _("Professional no longer blocked")),
    "unlinked": Action(ACCOUNT, _("Chat unlinked")),
    "unlocked": Action(ACCOUNT, _("Account unlocked")),
    "vaccine_erased": Action(WRITTEN, _("Vaccine crossed out")),
    "vaccine_noted": Action(WRITTEN, _("Vaccine noted")),
    "vaccine_reminders": Action(ACCOUNT, _("Vaccine reminders changed")),
    "vaccines_read": Action(READ, _("Vaccines looked at")),
    "withdrawn": Action(RIGHTS, _("Access taken back")),
}
UNWRITTEN = _("Something this version does not know")  # of a journal that a newer one has written
STRENGTHS: Mapping[str, Words] = {
    "full": _("with a code from the phone"),
    "mail": _("with a code sent by e-mail"),
}
SECTIONS: Mapping[str, Words] = {"contact": _("Contact details"), "family": _("Family situation")}
RIGHTS_GIVEN: Mapping[str, Words] = {
    "read": _("to read"),
    "fill_in": _("to fill in forms"),
    "follow": _("to follow"),
    "deposit": _("to add documents"),
    "keep": _("to arrange documents"),
    "hold": _("to hold the carnet"),
    "emergency": _("in an emergency"),
}
SOMEBODY = re.compile(r"(?:professional|patient):[A-Za-z0-9]+")


def actions_of(group: str) -> tuple[str, ...]:
    """Return the actions of a group, as the journal names them."""
    return tuple(name for name, action in ACTIONS.items() if action.group == group)


def somebody(one: Line) -> str | None:
    """Return whom a line is about, as the journal names her, if it says so: who was given a right, or blocked."""
    found = SOMEBODY.search(one.subject) or (
        SOMEBODY.search(f"professional:{one.why}") if _hiding(one) else None
    )
    return found[0] if found else None


def _hiding(one: Line) -> bool:
    return one.action in ("document_hidden", "document_shown") and bool(one.why)


def said(one: Line, who: Words, about: Words = "") -> Words:
    """Return a line: when and by whom, then what was done; `about`: to what, or why."""
    action = ACTIONS.get(one.action)
    what = action.words if action else UNWRITTEN
    about = about or SECTIONS.get(one.subject, "")
    right = RIGHTS_GIVEN.get(one.subject.partition(" ")[0], "")
    about = plain("{about}, {right}", about=about, right=right) if about and right else about or right
    told = _("{what}: {about}", what=what, about=about) if about else what
    how = STRENGTHS.get(one.strength)
    by = plain("{who}, {how}", who=who, how=how) if how else who
    asked = plain("{at} · {who}", at=one.at, who=by)
    return plain("{question}\n{answer}", question=asked, answer=told)
