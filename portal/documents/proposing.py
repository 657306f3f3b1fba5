"""What the words of a page propose: its type, a title, a day; nothing where they do not say it clearly."""

import re
from collections.abc import Mapping
from datetime import date

from portal.documents.days import day_in
from portal.documents.reading import LONGEST_WORDS, folded
from portal.documents.recognising import Recognised

# For each kind of document: its type, and the words that speak for it, each with its weight. Folded: no accents.
KINDS: Mapping[str, tuple[str, Mapping[str, int]]] = {
    "prescription": ("DOCPAT02", {
        "ordonnance": 6, "ordonnance bizone": 6, "posologie": 3, "a renouveler": 3, "qsp": 3, "comprime": 2,
        "comprimes": 2, "gelule": 2, "gelules": 2, "matin et soir": 2, "matin midi et soir": 3, "par jour": 1,
        "pendant": 1, "prescription": 2, "faire pratiquer": 3, "non substituable": 4, "sachet": 1, "seances": 2,
    }),
    "blood_test": ("DOCPAT05", {
        "laboratoire": 4, "biologie medicale": 5, "analyses medicales": 5, "valeurs de reference": 4, "hemogramme": 4,
        "numeration formule sanguine": 3, "valeurs usuelles": 4, "biologiste": 4, "prelevement": 2, "preleve le": 2,
        "glycemie": 2, "cholesterol": 2, "creatinine": 2, "hematies": 2, "leucocytes": 2, "plaquettes": 2, "tsh": 1,
        "ferritine": 1, "mmol": 1, "antibiogramme": 4, "ecbu": 4,
    }),
    "imaging": ("DOCPAT04", {
        "radiographie": 6, "echographie": 6, "irm": 6, "scanner": 5, "tomodensitometrie": 6, "mammographie": 6,
        "scintigraphie": 6, "doppler": 3, "imagerie medicale": 5, "radiologie": 4, "radiologue": 4, "cliches": 2,
        "coupes": 1, "injection": 1, "panoramique dentaire": 5,
    }),
    "report": ("DOCPAT03", {
        "compte rendu": 5, "compte rendu operatoire": 4, "compte rendu d hospitalisation": 5, "cher confrere": 5,
        "chere consoeur": 5, "m avoir adresse": 4, "consultation": 2, "hospitalisation": 2, "examen clinique": 2,
        "lettre de liaison": 6, "motif d hospitalisation": 4, "evolution": 1, "anatomie pathologique": 4, "revu": 1,
    }),
    "vaccination": ("DOCPAT06", {
        "vaccination": 5, "vaccinations": 5, "vaccin": 4, "vaccinal": 4, "carnet de vaccination": 6, "rappel": 1,
        "lot": 1, "depistage": 5, "injection": 1,
    }),
    "certificate": ("DOCPAT07", {
        "certificat medical": 7, "certificat": 5, "je soussigne": 3, "je soussignee": 3, "certifie": 3, "aptitude": 2,
        "contre indication": 2, "pratique du sport": 2, "en mains propres": 3, "valoir ce que de droit": 4,
    }),
    "summary": ("DOCPAT01", {
        "synthese medicale": 8, "volet de synthese medicale": 4, "antecedents": 2, "allergies": 2,
        "traitements en cours": 2, "pathologies en cours": 3, "facteurs de risque": 2,
    }),
    "sick_leave": ("DOCPAT09", {
        "arret de travail": 8, "avis d arret de travail": 4, "sorties autorisees": 3, "employeur": 2,
        "prolongation": 1,
    }),
    "administrative": ("DOCPAT09", {
        "attestation de droits": 7, "assurance maladie": 3, "caisse primaire": 4, "cpam": 4, "mutuelle": 3,
        "facture": 5, "feuille de soins": 7, "remboursement": 3, "attestation": 3, "devis": 5, "net a payer": 4,
        "part obligatoire": 3, "bulletin de situation": 6, "carte de tiers payant": 6, "honoraires": 2,
    }),
    "directives": ("EXPPAT_3", {
        "directives anticipees": 10, "personne de confiance": 3, "fin de vie": 3, "obstination deraisonnable": 4,
    }),
}  # fmt: skip
HEADING = 12  # lines in which a page says what it is: words count twice there
ENOUGH = 10  # the least that speaks for a kind
AHEAD = 1.5  # times as much as for the next one
STRONG = 5  # a word that alone says what a page is


def proposed(text: str, today: date) -> Recognised:
    """Return what the words of a first page propose; `today`: no document is of a later day."""
    heading = folded("\n".join([line for line in text.splitlines() if line.strip()][:HEADING]))
    kind = _kind(heading, folded(text))
    words, dated = text[:LONGEST_WORDS], day_in(text, today)
    if kind is None:
        return Recognised(words, dated=dated)
    code, known = KINDS[kind]
    sure = any(weight >= STRONG and _stands(word, heading) for word, weight in known.items())
    return Recognised(words, kind, code, dated, sure)


def _kind(heading: str, whole: str) -> str | None:
    """Return the kind for which clearly more speaks than for any other."""
    spoken = {
        kind: sum(
            weight * (1 + _stands(word, heading)) for word, weight in known.items() if _stands(word, whole)
        )
        for kind, (_, known) in KINDS.items()
    }
    first, second = sorted(spoken, key=lambda kind: -spoken[kind])[:2]
    clear = spoken[first] >= ENOUGH and spoken[first] >= AHEAD * spoken[second]
    return first if clear else None


def _stands(word: str, where: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", where) is not None
