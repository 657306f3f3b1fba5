"""Fictive patients, and what the outbox holds for them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from portal import accounts
from portal.mailroom.model import Outgoing
from portal.mailroom.outbox import CONTEXT
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import heard

T = TypeVar("T")

EMAIL, PHONE, PASSWORD = "camille.martin@example.org", "06 39 98 00 42", "Tournesol-bleu-47"
CHAT, OTHER_CHAT = 1001, 2002
HASH = accounts.passwords.hash(PASSWORD)


@dataclass
class House:
    """The portal as tests use it: works are run, what would leave is read."""

    room: Workroom
    clock: ManualClock

    def do(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return self.room.do(function, *args, **kwargs)

    def wait(self, **span: float) -> None:
        self.clock.move(timedelta(**span))

    def left(self, what: str | None = None) -> list[dict[str, Any]]:
        """Facts of what has left or will, oldest first; what was written to nobody never does."""
        return self.do(_left, what)

    def register(self, email: str = EMAIL, language: str | None = None) -> str:
        named = {"first_name": "Camille", "last_name": "Martin", "language": language}
        return self.do(accounts.register, email=email, phone=PHONE, **named).account_id

    def prove(
        self, chat: int, account_id: str, purpose: str = "link", channel: str = "sms"
    ) -> accounts.Proof:
        self.do(accounts.send_code, chat, account_id, purpose, channel)
        proof = self.do(accounts.check_code, chat, purpose, self.left("access_code")[-1]["code"])
        assert isinstance(proof, accounts.Proof), proof
        return proof

    def open(self, chat: int, account_id: str, email: str = EMAIL) -> str:
        """An invitation opened in this chat, its address typed, a password proposed."""
        token = self.do(accounts.invite, account_id).token
        invitation_id = self.do(accounts.open_invitation, chat, token).invitation_id
        self.do(accounts.invitation_email_matches, chat, invitation_id, email)
        self.do(accounts.propose_password, chat, invitation_id, HASH)
        return invitation_id

    def linked(self, chat: int = CHAT, email: str = EMAIL, language: str | None = None) -> str:
        """A patient whose chat is linked; her id."""
        account_id = self.register(email, language)
        invitation_id = self.open(chat, account_id, email)
        result = self.do(accounts.link, chat, self.prove(chat, account_id).id, invitation_id)
        assert isinstance(result, accounts.Linked), result
        self.wait(hours=2)
        return account_id

    def sign_in(self, chat: int, password: str = PASSWORD, email: str = EMAIL) -> Any:
        given = self.do(accounts.credentials, chat, email)
        if not isinstance(given, accounts.Credentials):
            return given
        return self.do(accounts.signed_in, chat, given, password == PASSWORD and given.password_hash == HASH)

    def statements(self, function: Callable[..., Any], *args: Any) -> list[str]:
        """The SQL that a work runs."""
        with heard(self.room.engine) as said:
            self.do(function, *args)
        return [one[2] for one in said if one[2] != "BEGIN IMMEDIATE"]


def _left(work: Work, what: str | None) -> list[dict[str, Any]]:
    rows = work.execute(select(Outgoing.__table__).order_by(Outgoing.id)).all()
    return [
        {
            "what": row.what,
            "queue": row.queue,
            "who": row.who,
            **json.loads(work.keys.open(CONTEXT, row.facts)),
        }
        for row in rows
        if what in (None, row.what) and (row.expires_at is None or row.expires_at > row.created_at)
    ]


@pytest.fixture
def house(workroom: Workroom, clock: ManualClock) -> House:
    return House(workroom, clock)
