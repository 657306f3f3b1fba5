"""Questions about who someone is: passwords, access codes, e-mail addresses and phone numbers."""

import re
from dataclasses import dataclass
from typing import Any

from conversations.questions import LONGEST_GUESSED, Hint, Question
from conversations.turn import Turn
from locales import Sentence, Words, _
from locales.reading import western
from portal import phones
from portal.errors import Refused

NUMBER = re.compile(r"(?:\+|\b)\d[\d .\-]{6,18}\d\b")
LIKE_A_CODE = re.compile(r"\d{3}[ -]?\d{3}")
AROUND_AT = re.compile(r"\s*@\s*")  # keyboards of phones put a space there
MISSING = "none"  # the side button of who receives no code
LONGEST_EMAIL = 254  # characters (RFC 5321, 4.5.3.1.3)


@dataclass(frozen=True, kw_only=True)
class Secret(Question):
    """A password: deleted from the chat at once, never kept, never shown."""

    secret: bool = True

    def read(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Take it as typed, spaces included."""
        return typed

    def shown(self, turn: Turn, value: Any) -> Words:  # noqa: ARG002
        """Show only that there is one."""
        return "••••••"


@dataclass(frozen=True, kw_only=True)
class Code(Secret):
    """An access code: so many digits, spaces and words around forgiven; what cannot be one costs no try."""

    digits: int = 6

    def read(self, turn: Turn, typed: str) -> Any:
        """Keep the digits; who writes in words alone has none, and is told what to do about it."""
        said = western(typed[:LONGEST_GUESSED])
        missing = next((one for one in self.side_actions(turn) if one.name == MISSING), None)
        told = missing.do(turn) if missing and not re.search(r"\d", said) else None
        if isinstance(told, Sentence):
            return Hint(told)
        runs = re.findall(r"\d+", said)  # "le code est 123456"
        code = runs[0] if len(runs) == 1 else "".join(said.split()).replace("-", "")
        if code.isascii() and code.isdigit() and len(code) == self.digits:
            return code
        return Hint(_("The code has {n} digits and nothing else.", n=self.digits))


def address_in(typed: str) -> str | None:
    """Return the e-mail address that these words are, None where they are something else."""
    address = AROUND_AT.sub("@", western(typed[: 2 * LONGEST_EMAIL]).strip())
    name, _at, domain = address.rpartition("@")
    return address if name and "." in domain[1:-1] and " " not in address else None


@dataclass(frozen=True, kw_only=True)
class Email(Question):
    """An e-mail address."""

    def read(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Accept what has the shape of an address; the portal judges the rest."""
        if len(typed.strip()) > LONGEST_EMAIL:
            return Hint(_("This is too long for an e-mail address. Please check it."))
        return address_in(typed) or Hint(
            _("Please write an e-mail address: {example}, for instance.", example="prenom.nom@exemple.fr")
        )

    def guess(self, turn: Turn, typed: str) -> Any:
        """Return the only address among other words."""
        found = [
            one.strip(".,;:!()<>«»\"'") for one in western(typed[:LONGEST_GUESSED]).split() if "@" in one
        ]
        address = self.read(turn, found[0]) if len(found) == 1 else None
        return None if isinstance(address, Hint) else address


@dataclass(frozen=True, kw_only=True)
class Phone(Question):
    """A phone number, French or with its country's code."""

    def read(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Read it, and keep it in E.164; a code that is typed once more is no number, though islands have such ones."""
        if LIKE_A_CODE.fullmatch(western(typed).strip()):
            return Hint(
                _(
                    "These six digits look like a code. If they are a phone number, write its country's code "
                    "too: {example}, for instance.",
                    example="+687 78 12 34",
                )
            )
        number = phones.read_phone(western(typed[:40]))
        if isinstance(number, Refused):
            return Hint(_("Please write a phone number: {example}, for instance.", example="06 39 98 12 34"))
        return number.number

    def guess(self, turn: Turn, typed: str) -> Any:
        """Return the only number among other words."""
        found = NUMBER.findall(western(typed[:LONGEST_GUESSED]))
        number = self.read(turn, found[0]) if len(found) == 1 else None
        return None if isinstance(number, Hint) else number

    def shown(self, turn: Turn, value: Any) -> Words:  # noqa: ARG002
        """Return it as it is dialled."""
        return phones.written(value)
