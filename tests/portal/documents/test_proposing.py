"""What the words of a page propose: type, kind and day when they say it, nothing when they do not."""

from datetime import date

import pytest

from portal.documents import DEPOSITED_BY_PATIENTS, KINDS, proposed
from portal.documents.days import day_in

TODAY = date(2026, 3, 20)

PAGES = {
    "prescription": """Docteur Claire Martin
        Médecin généraliste
        Lyon, le 12 mars 2026
        Mme Camille Durand, née le 04/05/1984
        ORDONNANCE
        Paracétamol 1 g : un comprimé matin, midi et soir pendant 5 jours
        Amoxicilline 500 mg : une gélule matin et soir. À renouveler une fois.""",
    "blood_test": """LABORATOIRE DE BIOLOGIE MÉDICALE DES LILAS
        Biologiste responsable : Dr Paul Petit
        Mme DURAND Camille née DUPONT le 04/05/1984 (41 ans)
        Prescripteur : Dr MARTIN     Ordonnance du 09/03/2026
        Prélevé le 10/03/2026 à 8 h 12      Édité le 11/03/2026
        HÉMOGRAMME                            Valeurs de référence
        Leucocytes 6,2 G/L     Hématies 4,5    Glycémie 0,92 g/L""",
    "imaging": """Centre d'imagerie médicale des Lilas
        Radiologue : Dr Anne Roux
        Examen du 2 février 2026
        ÉCHOGRAPHIE ABDOMINALE
        Indication : douleurs. Compte rendu : foie de taille normale.""",
    "report": """Hôpital des Lilas, service de cardiologie
        Fait à Lyon, le 3 mars 2026
        COMPTE RENDU D'HOSPITALISATION
        Cher confrère, je vous remercie de m'avoir adressé Mme Durand.
        Motif d'hospitalisation : douleur. Évolution favorable.""",
    "certificate": """CERTIFICAT MÉDICAL
        Je soussignée, docteur Martin, certifie avoir examiné Camille Durand ce jour
        et n'avoir constaté aucune contre-indication à la pratique du sport en compétition.
        Lyon, le 1er mars 2026""",
    "vaccination": """Carnet de vaccination
        Vaccin contre la grippe, lot A123, injection le 14/10/2025
        Rappel diphtérie tétanos""",
    "sick_leave": """Avis d'arrêt de travail
        Prolongation. Sorties autorisées. À adresser à l'employeur.
        Fait le 5 mars 2026""",
    "administrative": """Assurance Maladie, caisse primaire du Rhône
        ATTESTATION DE DROITS
        Date : 15/01/2026""",
    "summary": """VOLET DE SYNTHÈSE MÉDICALE
        Antécédents : asthme. Allergies : aucune. Traitements en cours : salbutamol.""",
    "directives": """MES DIRECTIVES ANTICIPÉES
        Personne de confiance : Paul Durand. Fin de vie : mes volontés.
        Fait à Lyon le 2 janvier 2026""",
}  # fmt: skip
DAYS = {
    "prescription": date(2026, 3, 12), "blood_test": date(2026, 3, 10), "imaging": date(2026, 2, 2),
    "report": date(2026, 3, 3), "certificate": date(2026, 3, 1), "vaccination": date(2025, 10, 14),
    "sick_leave": date(2026, 3, 5), "administrative": date(2026, 1, 15), "summary": None,
    "directives": date(2026, 1, 2),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_that_says_what_it_is_is_understood(kind: str) -> None:
    found = proposed(PAGES[kind], TODAY)
    assert (found.title, found.type, found.sure) == (kind, KINDS[kind][0], True)
    assert found.text == PAGES[kind]


@pytest.mark.parametrize("kind", PAGES)
def test_the_day_of_a_page_is_its_own_and_never_a_birth_date(kind: str) -> None:
    assert proposed(PAGES[kind], TODAY).dated == DAYS[kind]


@pytest.mark.parametrize(
    "text",
    ["", "Bonjour, voici la photo.", "matin midi soir", "une consultation et un vaccin", "Ticket de caisse 12,50 €",
     "laboratoire ordonnance radiographie certificat"],
)  # fmt: skip
def test_words_that_say_nothing_clearly_propose_nothing(text: str) -> None:
    found = proposed(text, TODAY)
    assert (found.title, found.type, found.sure) == (None, None, False)


def test_every_kind_has_a_type_that_patients_deposit() -> None:
    assert {code for code, _ in KINDS.values()} == set(DEPOSITED_BY_PATIENTS)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Lyon, le 12 mars 2026", date(2026, 3, 12)),
        ("LYON LE 12 MARS 2026", date(2026, 3, 12)),
        ("le 1er février 2026", date(2026, 2, 1)),
        ("Date : 12/03/2026", date(2026, 3, 12)),
        ("12.03.26", date(2026, 3, 12)),
        ("3 janv. 2026", date(2026, 1, 3)),
        ("le 14 aout 2025", date(2025, 8, 14)),
        ("Le 12/03/2026\nRendez-vous le 15/03/2026", date(2026, 3, 12)),
        ("né le 04/05/1984, vu le 12/03/2026", date(2026, 3, 12)),
        ("Date de naissance :\n04/05/1984", None),
        ("Née(e) le 04/05/1984", None),
        ("DDN 04/05/1984", None),
        ("04/05/1984 (41 ans)", None),
        ("le 21 mars 2026", None),  # tomorrow
        ("le 12 mars 2090", None),
        ("valable jusqu'au 01/03/2026", None),
        ("le 31 février 2026", None),
        ("12/13/2026", None),
        ("01/02/2026 02/02/2026 03/02/2026", None),  # which?
        ("Tél. 04.72.11.22.33", None),
        ("2,45/12/2026", None),
        ("n° 12-03-2026-554", None),
    ],
)
def test_days_as_french_pages_write_them(text: str, day: date | None) -> None:
    assert day_in(text, TODAY) == day
