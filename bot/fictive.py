"""A directory of fictive professionals for the demo: an extraction like the national one, and as easily mistyped."""

from collections.abc import Iterator
from pathlib import Path

from portal import directory
from portal.clock import Clock
from portal.professionals import luhn

HEADER = (
    "Identifiant PP|Identification nationale PP|Libellé civilité d'exercice|Nom d'exercice|Prénom d'exercice|"
    "Libellé profession|Libellé savoir-faire|Raison sociale site|Code postal (coord. structure)|"
    "Libellé commune (coord. structure)"
)
MOREL = "10009999995|810009999995|Docteur|MOREL|Hélène|Médecin|Chirurgie générale|CLINIQUE DES TILLEULS|69003|Lyon"
WHO = """
MARTIN Claire|Médecin|Cardiologie et maladies vasculaires|69003|Lyon
MARTIN Claire|Infirmier||29200|Brest
MARTIN Jean|Médecin|Médecine Générale|75015|Paris
MARTIN-DUPONT Jeanne|Sage-Femme||42000|Saint-Étienne
DE LA FONTAINE Anaïs|Masseur-Kinésithérapeute||06000|Nice
LE GOFF Jean-Pierre|Médecin|Gynécologie-obstétrique|29200|Brest
NGUYEN Anne|Masseur-Kinésithérapeute||75011|Paris
D'ANGELO Noémie|Chirurgien-Dentiste||01000|Bourg-en-Bresse
ROY Ève|Médecin|O.R.L et chirurgie cervico faciale|64000|Pau
BENALI Samira|Médecin|Pédiatrie|13005|Marseille
DIALLO Moussa|Infirmier||59000|Lille
LEFÈVRE Zoé|Orthophoniste||44000|Nantes
GARCIA Inès|Médecin|Psychiatrie|31000|Toulouse
PETIT Hugo|Pharmacien||67000|Strasbourg
HOARAU Marie|Médecin|Dermatologie et vénéréologie|97400|Saint-Denis
"""


def write(root: Path, folder: Path, clock: Clock) -> None:
    """Make the directory at `root`, unless there is one; the extraction is left in `folder`."""
    if (root / "current").exists():
        return
    from portal.directory.importing import import_files  # noqa: PLC0415  Tantivy, for the first start alone

    file = folder / "directory.txt"
    file.write_text("\n".join((HEADER, MOREL, *_lines(), "")), encoding="utf-8")
    made = import_files(root, [file], clock.now(), "demo", lambda _count, _share: None)
    if isinstance(made, directory.DirectoryBusy):
        raise LookupError(made.code)


def _lines() -> Iterator[str]:
    for number, line in enumerate(WHO.strip().splitlines(), 1):
        name, profession, speciality, code, town = line.split("|")
        last, first = name.rsplit(" ", 1)
        title = "Docteur" if profession == "Médecin" else ""
        digits = f"999000{number:04}"
        rpps = next(f"{digits}{key}" for key in range(10) if luhn(f"{digits}{key}"))
        yield f"{rpps}|8{rpps}|{title}|{last}|{first}|{profession}|{speciality}||{code}|{town}"
