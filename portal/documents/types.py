"""The types of documents: codes that patients deposit under (TRE_A05), and those of professionals (JDV_J07, LOINC)."""

DEPOSITED_BY_PATIENTS = (
    "DOCPAT02", "DOCPAT03", "DOCPAT05", "DOCPAT04", "DOCPAT07", "DOCPAT06", "DOCPAT01", "EXPPAT_3", "DOCPAT09",
)  # fmt: skip
"""In the order in which they are offered: what is photographed most comes first."""

DEPOSITED_BY_PROFESSIONALS = (
    "11488-4", "11490-0", "11502-2", "18748-4", "34112-3", "34874-8", "15507-7", "57833-6", "57832-8", "89601-9",
    "60591-5", "11369-6", "87273-9", "74465-6", "51851-4", "59283-2", "96349-6",
)  # fmt: skip

KNOWN = frozenset((*DEPOSITED_BY_PATIENTS, *DEPOSITED_BY_PROFESSIONALS))
