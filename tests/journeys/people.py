"""Fictive people, and what the portal already knows of them when a journey begins."""

from dataclasses import dataclass
from importlib import resources
from typing import Any

from argon2 import PasswordHasher

from conversations import consenting
from portal import accounts, authorisations, followups
from portal.accounts import proofs
from portal.work import Work

quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "trois petits chats 42"
DAILY = {"every": "day", "at": "09:00", "window": "12 h", "reading_hours": "de 9 h à 17 h"}


@dataclass(frozen=True)
class Person:
    """Someone with a phone; `user_id` is her Telegram account."""

    user_id: int
    first_name: str
    email: str
    phone: str

    def card(self) -> dict[str, Any]:
        """Return how the simulator's phone knows her."""
        return {"user_id": self.user_id, "first_name": self.first_name, "last_name": "Durand", "language_code": "fr",
                "phone": self.phone, "email": self.email}  # fmt: skip


CAMILLE = Person(710001, "Camille", "camille.durand@example.org", "+33639980101")
HER_OTHER_PHONE = Person(710002, "Camille", CAMILLE.email, CAMILLE.phone)
NADIA = Person(710003, "Nadia", "nadia.petit@example.org", "+33639980102")


def one_of_many(user_id: int) -> Person:
    """Return someone of a crowd; the last four digits of her number make all that is hers."""
    n = user_id % 10_000
    return Person(user_id, f"P{n}", f"p{n}@example.org", f"+3363998{n:04}")


def open_account(work: Work, person: Person) -> str:
    """Register someone as a professional would; returns the account's id."""
    made = accounts.register(work, email=person.email, phone=person.phone, first_name=person.first_name,
                             last_name="Durand", language="fr")  # fmt: skip
    assert isinstance(made, accounts.Registered)
    return made.account_id


def invite(work: Work, person: Person) -> str:
    """Open an account and invite its owner; returns the token of her link."""
    invited = accounts.invite(work, open_account(work, person))
    assert isinstance(invited, accounts.Invited)
    return invited.token


def link(work: Work, person: Person) -> str:
    """Open an account whose owner has linked her chat and agreed to all; returns the account's id."""
    account_id = open_account(work, person)
    invited = accounts.invite(work, account_id)
    opened = accounts.open_invitation(work, person.user_id, invited.token)
    accounts.meet(work, person.user_id, "fr")
    accounts.invitation_email_matches(work, person.user_id, opened.invitation_id, person.email)
    accounts.propose_password(work, person.user_id, opened.invitation_id, hashed(PASSWORD))
    proof = proofs.give(work, person.user_id, account_id, "link", proofs.FULL)
    accounts.consent(work, person.user_id, None, consenting.VERSION)
    linked = accounts.link(work, person.user_id, proof.id, opened.invitation_id)
    assert isinstance(linked, accounts.Linked), linked
    return account_id


def at_home(work: Work, person: Person) -> str:
    """Return the account's id of someone whose chat is linked; link it, unless her account is there (`home`)."""
    return accounts.find(work, person.email) or link(work, person)


def find(work: Work, person: Person) -> str:
    """Return the id of someone's account."""
    found = accounts.find(work, person.email)
    assert found is not None
    return found


def follow(work: Work, whose: str, form: str | dict[str, Any] = "after-day-surgery", **plan: Any) -> str:
    """Start a follow-up, of an account or of a carnet's whole name, with a shipped form or another's; returns its id."""
    record = authorisations.record_named(whose)
    access = authorisations.require(work, authorisations.Operator(), authorisations.Right.FOLLOW, record)
    source = form if form.lstrip().startswith("{") else shipped(form)
    started = followups.start(work, access, source, {**DAILY, **plan}, None)
    assert isinstance(started, str), started
    return started


def release(work: Work) -> None:
    """Open the forms whose hour has come, and write their reminders, as the ticker does."""
    followups.release_due(work)
    followups.remind_due(work)


def stop(work: Work, account_id: str, followup_id: str) -> None:
    """Stop a follow-up, as its professional does."""
    record = authorisations.patient_record(account_id)
    access = authorisations.require(work, authorisations.Operator(), authorisations.Right.FOLLOW, record)
    assert followups.stop(work, access, followup_id) is None


def responses(work: Work, whose: str) -> list[dict[str, Any]]:
    """Return what a professional reads, the oldest first."""
    record = authorisations.record_named(whose)
    access = authorisations.require(work, authorisations.Operator(), authorisations.Right.READ, record)
    return [one.resource for one in reversed(followups.responses(work, access))]


def shipped(name: str) -> str:
    """Return the text of a questionnaire of the library."""
    return (resources.files("portal.questionnaires") / "library" / f"{name}.json").read_text()


def hashed(password: str) -> str:
    """Return a hash that is checked at once; ours take a tenth of a second, and `tests/portal/accounts` looks at them."""
    return quick.hash(password)


def followed(work: Work, account_id: str) -> list[str]:
    """Return the ids of someone's follow-ups."""
    record = authorisations.patient_record(account_id)
    access = authorisations.require(work, authorisations.Operator(), authorisations.Right.READ, record)
    return [one.id for one, _title in followups.listed(work, access)]
