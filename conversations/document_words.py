"""Documents in words: the names of their types, whose they are, how large; shared by all that shows documents."""

from collections.abc import Mapping

from locales import Words, _

TYPES: Mapping[str, Words] = {
    # What patients deposit (TRE_A05).
    "DOCPAT01": _("Summary"),
    "DOCPAT02": _("Prescription, treatment or care"),
    "DOCPAT03": _("Report"),
    "DOCPAT04": _("Imaging (X-ray, scan…)"),
    "DOCPAT05": _("Laboratory (tests)"),
    "DOCPAT06": _("Prevention (vaccines…)"),
    "DOCPAT07": _("Certificate"),
    "DOCPAT09": _("Administrative document"),
    "EXPPAT_3": _("Advance directives"),
    # What professionals deposit (JDV_J07, LOINC).
    "11488-4": _("Consultation report"),
    "11490-0": _("Hospital discharge letter"),
    "11502-2": _("Laboratory report"),
    "18748-4": _("Imaging report"),
    "34112-3": _("Hospital report"),
    "34874-8": _("Operation report"),
    "15507-7": _("Emergency department report"),
    "57833-6": _("Prescription of medicines"),
    "57832-8": _("Prescription of care"),
    "89601-9": _("Medical certificate"),
    "60591-5": _("Medical summary"),
    "11369-6": _("Vaccination history"),
    "87273-9": _("Vaccination note"),
    "74465-6": _("Patient questionnaire"),
    "51851-4": _("Administrative document"),
    "59283-2": _("Report of a child's examination"),
    "96349-6": _("Referral letter"),
}

KINDS: Mapping[str, Words] = {
    # What a page says it is (`documents.KINDS`), for a title to be proposed.
    "prescription": _("Prescription"),
    "blood_test": _("Test results"),
    "imaging": _("Imaging"),
    "report": _("Report"),
    "vaccination": _("Vaccination"),
    "certificate": _("Certificate"),
    "summary": _("Summary"),
    "sick_leave": _("Sick leave"),
    "administrative": _("Administrative document"),
    "directives": _("Advance directives"),
}


def type_words(code: str) -> Words:
    """Return what a type of document is called."""
    return TYPES.get(code, code)
