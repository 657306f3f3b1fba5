"""Emergency access: a record opened for hours to a professional who says why, and those who read it are told."""

from portal.emergencies.listing import Line, Page, Seen, listed, of_records, reasons, record_of, seen
from portal.emergencies.notifying import Subject, add, change, move_up, people, person, remove, subject
from portal.emergencies.opening import LASTS, Opened, access, close, open_record, refuse
from portal.emergencies.refusals import EmergencyNotOpen, EmergencyUnknown, NotYourPeople, ReasonInvalid
from portal.emergencies.store import Opening, Reason

__all__ = [
    "LASTS", "EmergencyNotOpen", "EmergencyUnknown", "Line", "NotYourPeople", "Opened", "Opening", "Page", "Reason",
    "ReasonInvalid", "Seen", "Subject", "access", "add", "change", "close", "listed", "move_up", "of_records",
    "open_record", "people", "person", "reasons", "record_of", "refuse", "remove", "seen", "subject",
]  # fmt: skip
