"""The fictive people who hold the phones."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from simulator.store import Store


@dataclass
class Person:
    """Someone with a phone: what Telegram knows of them, and where their SMS and e-mail arrive."""

    user_id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "fr"
    phone: str = ""
    email: str = ""
    role: str = ""
    hints: list[dict[str, str]] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    seen_sms: int = 0
    seen_mail: int = 0

    def user(self) -> dict[str, Any]:
        """The Bot API's User."""
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        known = {"id": self.user_id, "is_bot": False, **names, "language_code": self.language_code}
        return {key: value for key, value in known.items() if value != ""}

    def chat(self) -> dict[str, Any]:
        """The Bot API's Chat of this person with the bot."""
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {"id": self.user_id, **{k: v for k, v in names.items() if v}, "type": "private"}


SEEDED = ("first_name", "last_name", "username", "language_code", "phone", "email", "role", "hints")


class People:
    """Everyone the simulator knows, by Telegram user id."""

    def __init__(self, store: Store) -> None:
        self._store = store
        known = {f.name for f in fields(Person)}
        bodies = [body for _, body in store.load("person")]
        persons = [Person(**{k: v for k, v in body.items() if k in known}) for body in bodies]
        self._persons = {person.user_id: person for person in sorted(persons, key=lambda p: p.user_id)}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._persons.values())

    def get(self, user_id: int) -> Person | None:
        """The person with this Telegram user id, or None."""
        return self._persons.get(user_id)

    def upsert(self, user_id: int, given: dict[str, Any]) -> Person:
        """Add a person or change what is given of one; fields the page does not seed are ignored."""
        person = self._persons.setdefault(user_id, Person(user_id, f"Person {user_id}"))
        for name in SEEDED:
            if name in given:
                setattr(person, name, given[name])
        self.keep(person)
        return person

    def keep(self, person: Person) -> None:
        """Have a changed person written."""
        self._store.put("person", person.user_id, lambda: asdict(person))

    def with_phone(self, number: str) -> list[Person]:
        """Whose phone rings for this number, however it is spaced."""
        wanted = digits(number)
        return [person for person in self if person.phone and digits(person.phone) == wanted]

    def with_email(self, address: str) -> list[Person]:
        """Whose mailbox this address is."""
        return [person for person in self if person.email and person.email.casefold() == address.casefold()]


def digits(number: str) -> str:
    """A phone number without spaces, dots and the like."""
    return "".join(c for c in number if c.isdigit() or c == "+")
