"""Fictive people for the demo: a professional, a patient after surgery, two parents; made once."""

from dataclasses import dataclass
from importlib import resources
from typing import Any

from bot import backdating
from portal import accounts, authorisations, followups, professionals
from portal.accounts import Registered
from portal.authorisations import Operator, Right, patient_record
from portal.work import Work


@dataclass(frozen=True)
class Person:
    """Someone to be in the demo; `user_id` is her Telegram account."""

    user_id: int
    role: str
    first_name: str
    last_name: str
    email: str
    phone: str
    form: str = ""
    plan: tuple[tuple[str, Any], ...] = ()
    past: bool = False  # has been followed for weeks

    def phone_card(self, hints: list[dict[str, str]]) -> dict[str, Any]:
        """Return how the simulator's phone knows this person."""
        return {
            "user_id": self.user_id,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.email.partition("@")[0].replace(".", "_"),
            "language_code": "fr",
            "phone": self.phone,
            "email": self.email,
            "role": self.role,
            "hints": hints,
        }


# Numbers and addresses that belong to nobody: ARCEP keeps 06 39 98 xx xx for fiction, RFC 2606 example.org.
DAILY = (
    ("every", "day"),
    ("at", "00:00"),
    ("window", "24 h"),
    ("reading_hours", "du lundi au vendredi, de 9 h à 17 h"),
)
WEEKLY = (("every", "week"), *DAILY[1:])
PHONE = "01 99 00 12 34"
# Only examples: what alarms is for a care team to set.
AFTER_SURGERY = (
    {
        "when": "item.where(linkId='temperature').answer.value >= 38.5",
        "severity": "medium",
        "text": "Fièvre à 38,5 °C ou plus après une chirurgie : rappeler la patiente dans la journée.",
    },
    {
        "when": "item.where(linkId='bleeding').answer.value = true or "
        "item.where(linkId='signs').answer.value.where(code in ('sign-calf' | 'sign-breath')).exists()",
        "severity": "high",
        "text": "Saignement, mollet douloureux ou essoufflement : appeler la patiente tout de suite.",
    },
)
ASTHMA = (
    {
        "when": "item.where(linkId='relief').answer.value.where(code = 'relief-none').exists() or "
        "item.where(linkId='puffs').answer.value >= 10",
        "severity": "high",
        "text": "Le médicament de secours ne suffit plus : appeler la famille tout de suite.",
    },
)
PEOPLE = (
    Person(710001, "patient", "Camille", "Durand", "camille.durand@example.org", "+33639980101", "after-day-surgery",
           (*DAILY, ("phone", PHONE), ("alerts", AFTER_SURGERY))),
    Person(710002, "parent", "Nadia", "Petit", "nadia.petit@example.org", "+33639980102", "child-asthma",
           (*WEEKLY, ("phone", PHONE), ("alerts", ASTHMA)), past=True),
    Person(710003, "parent", "Thomas", "Petit", "thomas.petit@example.org", "+33639980103"),
)  # fmt: skip
DOCTOR = Person(710009, "professional", "Hélène", "Morel", "helene.morel@example.org", "+33639980109")
RPPS = "10009999995"  # fictive, with a right Luhn key


def seed(work: Work) -> bool:
    """Make the people and their follow-ups, and send their invitations; False when that was done before."""
    if accounts.find(work, PEOPLE[0].email):
        return False
    doctor = professionals.create(
        work, rpps=RPPS, first_name=DOCTOR.first_name, last_name=DOCTOR.last_name, profession="Chirurgienne",
        structure="Clinique des Tilleuls (fictive)", email=DOCTOR.email,
    )  # fmt: skip
    for person in sorted(PEOPLE, key=lambda one: not one.past):  # the past first: only it is released there
        _open_account(work, person, doctor if isinstance(doctor, str) else None)
    return True


def _open_account(work: Work, person: Person, doctor: str | None) -> None:
    then = backdating.beginning(work) if person.past else work
    registered = accounts.register(
        then, email=person.email, phone=person.phone, first_name=person.first_name, last_name=person.last_name,
        language="fr",
    )  # fmt: skip
    if not isinstance(registered, Registered):
        raise LookupError(registered.code)
    record = patient_record(registered.account_id)
    access = authorisations.require(then, Operator(), Right.FOLLOW, record)
    if person.form and isinstance(access, authorisations.Access):
        if doctor:
            authorisations.give(then, f"professional:{doctor}", record, (Right.READ, Right.FOLLOW), None)
        followups.start(then, access, shipped(person.form), dict(person.plan), doctor)
    then.finish()
    if person.past:
        backdating.live_through(work, registered.account_id, doctor)
    accounts.invite(work, registered.account_id)


def shipped(name: str) -> str:
    """Return the JSON of a questionnaire that ships with the project."""
    return (resources.files("portal.questionnaires") / "library" / f"{name}.json").read_text()


def hints(masante: str) -> list[dict[str, str]]:
    """Return the commands a professional may try, as the page offers them."""
    camille = PEOPLE[0].email
    return [
        {
            "label": "Lire les réponses de Camille",
            "command": f"{masante} followup responses --patient {camille}",
        },
        {
            "label": "Les mêmes, en FHIR",
            "command": f"{masante} followup responses --patient {camille} --json",
        },
        {
            "label": "Lire les réponses de Nadia",
            "command": f"{masante} followup responses --patient {PEOPLE[1].email}",
        },
        {"label": "Ses alertes", "command": f"{masante} followup alerts --patient {camille}"},
        {"label": "Je m'en occupe", "command": f"{masante} followup ack --patient {camille} --all"},
        {"label": "Ses suivis", "command": f"{masante} followup list --patient {camille}"},
        {"label": "Qui a vu quoi", "command": f"{masante} journal show --patient {camille}"},
        {
            "label": "Ouvrir un compte",
            "command": f"{masante} patient create --email alex.martin@example.org --phone +33639980110 "
            "--first-name Alex --last-name Martin",
        },
        {
            "label": "Renvoyer une invitation",
            "command": f"{masante} patient invite --patient {PEOPLE[2].email}",
        },
    ]
