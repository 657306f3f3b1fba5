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


class Deed(NamedTuple):
    """What an action is called, and in which group it is found."""

    group: str
    words: Words


ACTIONS: Mapping[str, Deed] = {
    "account_seen": Deed(READ, _("Account looked at")),
    "accounts_listed": Deed(ACCOUNT, _("Work on the installation")),
    "alert_acknowledged": Deed(WRITTEN, _("Alert taken in charge")),
    "alert_failed": Deed(WRITTEN, _("Alert that could not be told")),
    "alert_raised": Deed(WRITTEN, _("Alert raised for the care team")),
    "alert_told": Deed(WRITTEN, _("Alert sent to the care team")),
    "alert_unanswered": Deed(WRITTEN, _("Alert that nobody took in charge")),
    "alerts_read": Deed(READ, _("Alerts looked at")),
    "birth_date_wrong": Deed(RIGHTS, _("Wrong birth date given for the share")),
    "blocked": Deed(RIGHTS, _("Professional blocked")),
    "brought_back": Deed(RIGHTS, _("Access given back")),
    "came_back": Deed(ACCOUNT, _("Account open again")),
    "came_of_age": Deed(RIGHTS, _("Of age: the parents' shares ended")),
    "carnet_created": Deed(ACCOUNT, _("Carnet opened")),
    "carnet_seen": Deed(READ, _("Carnet looked at")),
    "carnet_unlocked": Deed(RIGHTS, _("Sharing made possible again")),
    "closing_failed": Deed(ACCOUNT, _("Form that could not be closed")),
    "corrected": Deed(ACCOUNT, _("Contact details of the account changed")),
    "correction_asked": Deed(ACCOUNT, _("Correction of the identity asked for")),
    "departure_failed": Deed(ACCOUNT, _("Erasure put off")),
    "document_broken": Deed(READ, _("Document that could not be opened")),
    "document_brought_back": Deed(WRITTEN, _("Deleted document brought back")),
    "document_deleted": Deed(WRITTEN, _("Document deleted")),
    "document_deposited": Deed(WRITTEN, _("Document added")),
    "document_emergency": Deed(WRITTEN, _("Emergency setting of a document changed")),
    "document_erased": Deed(WRITTEN, _("Deleted document erased for good")),
    "document_hidden": Deed(RIGHTS, _("Document hidden")),
    "document_read": Deed(READ, _("Document opened")),
    "document_refused": Deed(WRITTEN, _("Document refused")),
    "document_renamed": Deed(WRITTEN, _("Document renamed")),
    "document_seen": Deed(READ, _("Document looked at, not opened")),
    "document_shown": Deed(RIGHTS, _("Document no longer hidden")),
    "document_unknown": Deed(READ, _("Document asked for in vain")),
    "documents_listed": Deed(READ, _("List of documents looked at")),
    "documents_searched": Deed(READ, _("Documents searched")),
    "email_changed": Deed(ACCOUNT, _("Contact details of the account changed")),
    "emergency_closed": Deed(EMERGENCIES, _("Emergency access ended")),
    "emergency_looked_at": Deed(EMERGENCIES, _("Details of an emergency access looked at")),
    "emergency_opened": Deed(EMERGENCIES, _("Record opened in an emergency")),
    "emergency_prolonged": Deed(EMERGENCIES, _("Emergency access prolonged")),
    "emergency_told": Deed(EMERGENCIES, _("Emergency access told to those who read this record")),
    "emergency_unknown": Deed(EMERGENCIES, _("Emergency access asked for in vain")),
    "erased": Deed(ACCOUNT, _("Account erased")),
    "erasure_held": Deed(ACCOUNT, _("Erasure put off")),
    "export_asked": Deed(READ, _("Export asked for")),
    "export_fetched": Deed(READ, _("Export fetched by its link")),
    "exported": Deed(READ, _("Export made")),
    "file_broken": Deed(READ, _("Photo or file that could not be opened")),
    "file_infected": Deed(WRITTEN, _("File refused by the virus scanner")),
    "file_read": Deed(READ, _("Photo or file of an answer opened")),
    "file_received": Deed(WRITTEN, _("Photo or file received")),
    "file_unknown": Deed(READ, _("Photo or file asked for in vain")),
    "followup_revised": Deed(WRITTEN, _("Form of the follow-up revised")),
    "followup_started": Deed(WRITTEN, _("Follow-up started")),
    "followup_stopped": Deed(WRITTEN, _("Follow-up stopped")),
    "followup_taken_up": Deed(WRITTEN, _("Follow-up started")),
    "followups_listed": Deed(READ, _("List of follow-ups looked at")),
    "form_not_computed": Deed(WRITTEN, _("Form sent, a part of which could not be worked out")),
    "form_sent": Deed(WRITTEN, _("Form sent")),
    "form_sent_second": Deed(WRITTEN, _("Form sent after the other parent's")),
    "granted": Deed(RIGHTS, _("Access given")),
    "heir_forgotten": Deed(ACCOUNT, _("Address of the young adult removed")),
    "heir_kept": Deed(ACCOUNT, _("Address of the young adult noted")),
    "held": Deed(ACCOUNT, _("Record kept, as the law asks")),
    "history_read": Deed(READ, _("Forms sent before looked at")),
    "hold_released": Deed(ACCOUNT, _("Record no longer kept by law")),
    "hours_changed": Deed(ACCOUNT, _("Hours of the follow-up changed")),
    "identity_corrected": Deed(ACCOUNT, _("Identity corrected")),
    "identity_read": Deed(READ, _("Identity and contact details looked at")),
    "invited": Deed(ACCOUNT, _("Invitation sent")),
    "journal_forgotten": Deed(ACCOUNT, _("Details of this journal erased")),
    "journal_read": Deed(READ, _("This journal looked at")),
    "left": Deed(ACCOUNT, _("Account closed")),
    "locked": Deed(ACCOUNT, _("Account locked")),
    "mode": Deed(ACCOUNT, _("Work on the installation")),
    "moved": Deed(ACCOUNT, _("Time zone of the account changed")),
    "outbox_retried": Deed(ACCOUNT, _("Work on the installation")),
    "own_access_opened": Deed(RIGHTS, _("Access given")),
    "particulars_changed": Deed(WRITTEN, _("Personal details changed")),
    "particulars_read": Deed(READ, _("Personal details looked at")),
    "pause_ended": Deed(ACCOUNT, _("Pause of the follow-up ended")),
    "paused": Deed(ACCOUNT, _("Follow-up paused")),
    "people_to_notify_read": Deed(READ, _("People to notify looked at")),
    "person_to_notify_added": Deed(WRITTEN, _("Person to notify added")),
    "person_to_notify_changed": Deed(WRITTEN, _("Person to notify changed")),
    "person_to_notify_moved": Deed(WRITTEN, _("Order of the people to notify changed")),
    "person_to_notify_removed": Deed(WRITTEN, _("Person to notify removed")),
    "phone_changed": Deed(ACCOUNT, _("Contact details of the account changed")),
    "prolonged": Deed(RIGHTS, _("Access prolonged")),
    "readings_seen": Deed(READ, _("List of who read the answers looked at")),
    "refused": Deed(RIGHTS, _("Access refused")),
    "registered": Deed(ACCOUNT, _("Account opened")),
    "release_failed": Deed(ACCOUNT, _("Form that could not be opened")),
    "reminder_failed": Deed(ACCOUNT, _("Reminder that could not be sent")),
    "reminder_put_off": Deed(ACCOUNT, _("Reminder put off")),
    "reminders_resumed": Deed(ACCOUNT, _("Reminders started again")),
    "reminders_stopped": Deed(ACCOUNT, _("Reminders stopped")),
    "reminders_stopped_because": Deed(ACCOUNT, _("Reason given for stopping reminders")),
    "response_opened": Deed(READ, _("Form sent before opened")),
    "responses_read": Deed(READ, _("Answers read")),
    "restored": Deed(RIGHTS, _("Access given back")),
    "share_accepted": Deed(RIGHTS, _("Share accepted")),
    "share_cancelled": Deed(RIGHTS, _("Invitation to share cancelled")),
    "share_confirmed": Deed(RIGHTS, _("Other parent recognised")),
    "share_declined": Deed(RIGHTS, _("Share declined")),
    "share_disowned": Deed(RIGHTS, _("Person who accepted the share not recognised")),
    "share_expired": Deed(RIGHTS, _("Invitation to share too old")),
    "share_invited": Deed(RIGHTS, _("Invitation to share sent")),
    "share_proven": Deed(RIGHTS, _("Birth date given for the share")),
    "share_refused": Deed(RIGHTS, _("Share refused")),
    "share_resent": Deed(RIGHTS, _("Invitation to share sent again")),
    "share_stopped": Deed(RIGHTS, _("Share ended")),
    "share_unconfirmed": Deed(RIGHTS, _("Share accepted, to be confirmed by the parent who invited")),
    "support_written": Deed(WRITTEN, _("Message to our team")),
    "suspended": Deed(RIGHTS, _("Access taken back")),
    "timezone_changed": Deed(ACCOUNT, _("Time zone of the reminders changed")),
    "trend_read": Deed(READ, _("Trend of the answers looked at")),
    "unblocked": Deed(RIGHTS, _("Professional no longer blocked")),
    "unlinked": Deed(ACCOUNT, _("Chat unlinked")),
    "unlocked": Deed(ACCOUNT, _("Account unlocked")),
    "update_dropped": Deed(ACCOUNT, _("Message that had failed, dealt with")),
    "update_seen": Deed(ACCOUNT, _("Message that had failed, dealt with")),
    "update_retried": Deed(ACCOUNT, _("Message that had failed, dealt with")),
    "vaccine_erased": Deed(WRITTEN, _("Vaccine crossed out")),
    "vaccine_noted": Deed(WRITTEN, _("Vaccine noted")),
    "vaccine_reminders": Deed(ACCOUNT, _("Vaccine reminders changed")),
    "vaccines_read": Deed(READ, _("Vaccines looked at")),
    "withdrawn": Deed(RIGHTS, _("Access taken back")),
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
