"""Fictive people for the demo: a professional, a patient after surgery with papers, two parents and a child; made once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

from bot import backdating
from bot.paperwork import Paper
from portal import accounts, authorisations, carnets, documents, emergencies, followups, professionals, vault
from portal.accounts import Registered
from portal.authorisations import Access, Operator, Professional, Right, carnet_record, patient_record
from portal.documents import New
from portal.identity import NewPerson
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
    child: str = ""  # whose carnet she holds, and whom the form is about

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
EXAMPLE = "exemple.pdf"  # a paper in the demo's folder, to be deposited
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
           (*WEEKLY, ("otherwise", "none"), ("phone", PHONE), ("alerts", ASTHMA)), past=True, child="Léo"),
    Person(710003, "parent", "Thomas", "Petit", "thomas.petit@example.org", "+33639980103"),
)  # fmt: skip
DOCTOR = Person(710009, "professional", "Hélène", "Morel", "helene.morel@example.org", "+33639980109")
RPPS = "10009999995"  # fictive, with a right Luhn key
AGE = timedelta(days=4 * 365 + 100)  # of a child: about four years old
TO_NOTIFY = NewPerson("Marc", "Durand", "partner", "06 39 98 01 20")  # Camille's


def done(work: Work) -> bool:
    """Tell whether the people were made before."""
    return accounts.find(work, PEOPLE[0].email) is not None


def seed(work: Work, papers: Sequence[Paper] = ()) -> bool:
    """Make the people, their follow-ups and these papers, and send invitations; False when that was done before."""
    if done(work):
        return False
    doctor = professionals.create(
        work, rpps=RPPS, first_name=DOCTOR.first_name, last_name=DOCTOR.last_name, profession="Chirurgienne",
        structure="Clinique des Tilleuls (fictive)", email=DOCTOR.email,
    )  # fmt: skip
    for person in sorted(PEOPLE, key=lambda one: not one.past):  # the past first: only it is released there
        _open_account(work, person, doctor if isinstance(doctor, str) else None)
    camille = accounts.find(work, PEOPLE[0].email) or ""
    _notified(work, camille)
    if isinstance(doctor, str):
        _deposit(work, camille, doctor, papers)
    return True


def _notified(work: Work, account_id: str) -> None:
    keep = authorisations.require(work, Operator(), Right.KEEP, patient_record(account_id))
    if isinstance(keep, Access):
        emergencies.add(work, keep, TO_NOTIFY)


def _deposit(work: Work, account_id: str, doctor: str, papers: Sequence[Paper]) -> None:
    """Have the professional deposit the papers, as of yesterday."""
    access = authorisations.require(work, Professional(doctor), Right.DEPOSIT, patient_record(account_id))
    dated = work.now.date() - timedelta(days=1)
    for paper in papers:
        if not isinstance(access, Access):
            return
        vault.draft(work, access.record, paper.kept, work.now)
        documents.deposit(
            work,
            access,
            New(paper.type, paper.title, dated, paper.emergency, paper.kept.id, paper.kept.pages),
        )


def _open_account(work: Work, person: Person, doctor: str | None) -> None:
    then = backdating.beginning(work) if person.past else work
    registered = accounts.register(
        then, email=person.email, phone=person.phone, first_name=person.first_name, last_name=person.last_name,
        language="fr",
    )  # fmt: skip
    if not isinstance(registered, Registered):
        raise LookupError(registered.code)
    own = patient_record(registered.account_id)
    record = _carnet(then, registered.account_id, person.child, work.now - AGE) if person.child else own
    access = authorisations.require(then, Operator(), Right.FOLLOW, record)
    if person.form and isinstance(access, authorisations.Access):
        if doctor:
            authorisations.give(then, Professional(doctor).actor, record, (Right.READ, Right.FOLLOW), None)
        followups.start(then, access, shipped(person.form), dict(person.plan), doctor)
    then.finish()
    if person.past:
        backdating.live_through(work, record, own, doctor)
    accounts.invite(work, registered.account_id)


def _carnet(then: Work, parent_id: str, name: str, born: datetime) -> str:
    made = carnets.create(then, parent_id, name, born.date())
    if not isinstance(made, str):
        raise LookupError(made.code)
    return carnet_record(made)


def shipped(name: str) -> str:
    """Return the JSON of a questionnaire that ships with the project."""
    return (resources.files("portal.questionnaires") / "library" / f"{name}.json").read_text()


def hints(masante: str, doctor: str, carnet: str) -> list[dict[str, str]]:
    """Return the commands a professional may try, as the page offers them; `doctor`, `carnet`: her id, and Léo's."""
    camille, _nadia, thomas = (f"--patient {person.email}" for person in PEOPLE)
    hers = f"{camille} --professional {doctor}"
    offered = (
        ("Lire les réponses de Camille", f"followup responses {camille}"),
        ("Les mêmes, en FHIR", f"followup responses {camille} --json"),
        ("Lire les réponses pour Léo", f"followup responses --carnet {carnet}"),
        ("Ses alertes", f"followup alerts {camille}"),
        ("Je m'en occupe", f"followup ack {camille} --all"),
        ("Ses suivis", f"followup list {camille}"),
        (
            "Déposer un document",
            f"document deposit {hers} --type 34874-8 --title 'Compte rendu opératoire' {EXAMPLE}",
        ),
        ("Ses documents", f"document list {hers}"),
        ("Ouvrir en urgence", f"emergency open {hers} --reason 'Malaise, patiente confuse et seule'"),
        ("Qui a vu quoi", f"journal show {camille}"),
        (
            "Ouvrir un compte",
            "patient create --email alex.martin@example.org --phone +33639980110 --first-name Alex --last-name Martin",
        ),
        ("Renvoyer une invitation", f"patient invite {thomas}"),
    )
    return [{"label": label, "command": f"{masante} {command}"} for label, command in offered]
