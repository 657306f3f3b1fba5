"""Makes extractions of the RPPS and of FINESS, of fictive people with real statistics: `python -m bench.extractions`."""

import argparse
import itertools
import random
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

HEADER = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|Libellé civilité d'exercice|"
    "Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|"
    "Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire|"
    "Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|Numéro SIRET site|Numéro SIREN site|"
    "Numéro FINESS site|Numéro FINESS établissement juridique|Identifiant technique de la structure|Raison sociale site|"
    "Enseigne commerciale site|Complément destinataire (coord. structure)|Complément point géographique (coord. structure)|"
    "Numéro Voie (coord. structure)|Indice répétition voie (coord. structure)|Code type de voie (coord. structure)|"
    "Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|Mention distribution (coord. structure)|"
    "Bureau cedex (coord. structure)|Code postal (coord. structure)|Code commune (coord. structure)|"
    "Libellé commune (coord. structure)|Code pays (coord. structure)|Libellé pays (coord. structure)|"
    "Téléphone (coord. structure)|Téléphone 2 (coord. structure)|Télécopie (coord. structure)|"
    "Adresse e-mail (coord. structure)|Code Département (structure)|Libellé Département (structure)|"
    "Ancien identifiant de la structure|Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|"
    "Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code rôle|Libellé rôle|Code genre activité|"
    "Libellé genre activité|"
)
PEOPLE_A_ROW = 0.72  # the others have a second or third activity
SURNAMES = 120_000  # distinct ones, most of them rare
VILLAGES = 6_000
PARTICLED, DOUBLE, COMPOSED = 0.02, 0.03, 0.06  # shares: Le Goff; Martin-Dupont; Jean-Pierre
FRENCH = tomllib.loads(Path(__file__).with_name("french.toml").read_text(encoding="utf-8"))


def _words(name: str) -> list[str]:
    return str(FRENCH[name]).split()


def _names(name: str) -> list[str]:
    return str(FRENCH[name]).replace("\n", "").split("|")


BEGINNINGS, MIDDLES, ENDINGS = _words("beginnings"), _words("middles"), _words("endings")
PLACES, RIVERS, SAINTS = _words("places"), _words("rivers"), _words("saints")
HYPHENED = _names("particled")
PROFESSIONS = [(one["share"], one["name"], one.get("specialities", [])) for one in FRENCH["professions"]]


class Place(NamedTuple):
    """Where people work."""

    finess: str
    name: str
    sign: str
    postcode: str
    town: str


class Person(NamedTuple):
    """A professional as she is registered."""

    number: str
    surname: str
    first_name: str
    profession: str
    speciality: str


class Country:
    """Names, towns and structures as frequent as they are; the same seed makes the same people."""

    def __init__(self, seed: int = 1, rows: int = 20_000) -> None:
        self.chance = random.Random(seed)
        self._surnames = self._weighed(
            [*_words("surnames"), *self._rare(min(SURNAMES, rows // 4 + 100))], 0.72
        )
        self._female, self._male = self._weighed(_words("female"), 0.6), self._weighed(_words("male"), 0.6)
        self._towns = self._weighed(
            [
                *(tuple(t.split(" ", 1)) for t in _names("towns")),
                *self._villages(min(VILLAGES, rows // 20 + 20)),
            ],
            0.8,
        )
        self.places = [self._place(number) for number in range(max(10, rows // 25))]
        weights = [share for share, *_ in PROFESSIONS]
        self._professions = PROFESSIONS, list(itertools.accumulate(weights))

    def people(self, count: int) -> Iterator[Person]:
        """Give so many professionals."""
        draw, pick = self.chance.random, self.chance.choices
        professions, shares = self._professions
        for number in range(count):
            first = self._first(female=draw() < 0.7)
            surname = self._surname()
            _share, profession, specialities = pick(professions, cum_weights=shares)[0]
            speciality = (
                pick([s for _, s in specialities], [w for w, _ in specialities])[0] if specialities else ""
            )
            yield Person(rpps(number), surname, first, profession, speciality)

    def activities(self) -> int:
        """Return how many activities the next professional has."""
        found = self.chance.random()
        return 1 if found < 0.72 else 2 if found < 0.9 else 3

    def place(self) -> Place:
        """Return where an activity is: a structure, or a practice of one's own."""
        if self.chance.random() < 0.6:
            return self.chance.choice(self.places)
        department, town = self._one(self._towns)
        return Place("", "", "", self._postcode(department), town)

    def _first(self, *, female: bool) -> str:
        names = self._female if female else self._male
        one = self._one(names)
        if self.chance.random() < COMPOSED:
            one = f"{'Marie' if female else 'Jean'}-{self._one(names)}"
        accented = FRENCH["accented"].get(one)
        return accented if accented and self.chance.random() < 0.5 else one

    def _surname(self) -> str:
        found = self.chance.random()
        if found < PARTICLED:
            return self.chance.choice(HYPHENED).upper()
        if found < PARTICLED + DOUBLE:
            joint = self.chance.choice("- ")
            return f"{self._one(self._surnames)}{joint}{self._one(self._surnames)}".upper()
        return str(self._one(self._surnames)).upper()

    def _rare(self, count: int) -> list[str]:
        pick = self.chance.choice
        made = (
            pick(BEGINNINGS)
            + "".join(pick(MIDDLES) for _ in range(self.chance.choice((0, 1, 1, 2))))
            + pick(ENDINGS)
            for _ in itertools.count()
        )
        return list(itertools.islice(dict.fromkeys(itertools.islice(made, count * 3)), count))

    def _villages(self, count: int) -> list[tuple[str, str]]:
        pick = self.chance.choice
        made = []
        for _ in range(count):
            department = f"{pick(range(1, 96)):02}"
            head = f"Saint-{pick(SAINTS)}" if self.chance.random() < 0.4 else pick(BEGINNINGS) + pick(ENDINGS)
            tail = pick(
                (
                    f"-sur-{pick(RIVERS)}",
                    f"-le-{pick(PLACES)}",
                    f"-en-{pick(PLACES)}",
                    "",
                )
            )
            made.append((department, head + tail))
        return made

    def _place(self, number: int) -> Place:
        department, town = self._one(self._towns)
        pick = self.chance.choice
        kind = pick(
            (
                "Centre hospitalier",
                "Clinique",
                "Hôpital",
                "EHPAD",
                "Pharmacie",
                "Maison de santé",
                "Laboratoire",
                "CMP",
            )
        )
        about = pick(
            (
                f"de {town}",
                f"des {pick(PLACES)}s",
                f"Saint-{pick(SAINTS)}",
                f"du {pick(PLACES)}",
            )
        )
        sign = f"{kind} {pick(PLACES)}" if self.chance.random() < 0.2 else ""
        return Place(
            f"{department}{number % 10_000_000:07}",
            f"{kind} {about}".upper(),
            sign,
            self._postcode(department),
            town,
        )

    def _postcode(self, department: str) -> str:
        return f"{department.replace('2A', '20').replace('2B', '20')}{self.chance.randrange(0, 1000):03}"

    def _weighed(self, names: Sequence[object], slope: float) -> tuple[list[object], list[float]]:
        """Return names with how often each is met: the n-th as often as 1 / n to the power of `slope`."""
        return list(names), list(itertools.accumulate(1 / n**slope for n in range(3, len(names) + 3)))

    def _one(self, weighed: tuple[list[object], list[float]]) -> object:
        return self.chance.choices(weighed[0], cum_weights=weighed[1])[0]


def rpps(number: int) -> str:
    """Return the RPPS number of the n-th professional, with its Luhn key."""
    digits = f"9{number:09}"
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(digits)))
    return f"{digits}{-total % 10}"


def rows(country: Country, count: int) -> Iterator[tuple[Person, Place]]:
    """Give so many activities, those of one professional together."""
    left = count
    for person in country.people(count):
        for _ in range(min(left, country.activities())):
            yield person, country.place()
            left -= 1
        if not left:
            return


def line(person: Person, place: Place) -> str:
    """Return one row of the RPPS extraction, all 56 columns."""
    doctor = person.profession in ("Médecin", "Chirurgien-Dentiste", "Pharmacien")
    title, free = ("DR|Docteur" if doctor else "|"), "L|Libéral" if not place.finess else "S|Salarié"
    number, siret = person.number, f"{int(person.number) % 10**9:09}00012"
    return (
        f"8|{number}|8{number}|{title}|MME|Madame|{person.surname}|{person.first_name}|10|{person.profession}|C|Civil|"
        f"S|Spécialité ordinale|SM26|{person.speciality}|{free}|{siret}|{siret[:9]}|{place.finess}|{place.finess}|"
        f"C{siret}|{place.name}|{place.sign}|||{int(number) % 97 + 1}||R|Rue|de la République|||{place.postcode}|"
        f"{place.postcode}|{place.town}|99000|France|01 99 00 {number[-4:-2]} {number[-2:]}||||"
        f"{place.postcode[:2]}|Département||ARS/ARS/ARS|SA01|Etablissement public|||||GENR01|Activité standard de soin|"
    )


def write_rpps(file: Path, count: int, seed: int = 1) -> Country:
    """Write an extraction of the RPPS; returns the country its people live in."""
    country = Country(seed, count)
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER + "\n")
        out.writelines(line(*one) + "\n" for one in rows(country, count))
    return country


def write_finess(file: Path, country: Country) -> None:
    """Write an extraction of FINESS as it is published: latin-1, without a header."""
    with file.open("w", encoding="latin-1", newline="") as out:
        out.write("finess;etalab;98;2026-01-09\n")
        for one in country.places:
            out.write(
                f"structureet;{one.finess};{one.finess};{one.name[:38]};{one.name} ({one.town});;;1;R;DE LA REPUBLIQUE;;;"
                f"{one.postcode[2:]};{one.postcode[:2]};DEPARTEMENT;{one.postcode} {one.town.upper()};;;355;CH;\n"
            )


def main() -> None:
    """Write both into a folder."""
    parser = argparse.ArgumentParser("python -m bench.extractions", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=2_230_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    country = write_rpps(options.folder / "PS_LibreAcces_Personne_activite.txt", options.rows, options.seed)
    write_finess(options.folder / "finess.csv", country)


if __name__ == "__main__":
    main()
