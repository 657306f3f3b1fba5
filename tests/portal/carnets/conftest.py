"""A family: accounts with addresses, a child's carnet, and what each may do with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from portal import accounts, authorisations, carnets, journal
from portal.accounts import Me
from portal.authorisations import Access, Right, carnet_record
from portal.carnets import growing, inviting, reminding
from portal.carnets.store import Invitation
from portal.mailroom.model import Outgoing
from portal.work import Work, Workroom
from tests.clock import START, ManualClock

T = TypeVar("T")

TODAY = START.date()
BORN = date(2024, 2, 3)


def me(account_id: str, strength: str = "full") -> Me:
    return Me(account_id, "link", strength, fresh=True, used_at=START, language=None, timezone=None)


@dataclass
class Family:
    """The portal as these tests use it."""

    room: Workroom
    clock: ManualClock
    known: dict[str, str] = field(default_factory=dict)

    def do(self, function: Callable[..., T], *given: Any, **named: Any) -> T:
        return self.room.do(function, *given, **named)

    def somebody(self, name: str) -> str:
        """An account that a professional opened; its id."""
        if name not in self.known:
            made = self.do(accounts.register, email=f"{name}@example.org", phone="06 39 98 00 42", first_name=name.title(),
                           last_name="Petit")  # fmt: skip
            self.known[name] = made.account_id
        return self.known[name]

    def me(self, name: str, strength: str = "full") -> Me:
        return me(self.somebody(name), strength)

    def carnet(self, holder: str = "nadia", born: date = BORN) -> str:
        made = self.do(carnets.create, self.somebody(holder), "Léo", born)
        assert isinstance(made, str), made
        return made

    def access(self, name: str, carnet: str, right: Right = Right.HOLD) -> Access:
        found = self.do(authorisations.require, self.me(name), right, carnet_record(carnet))
        assert isinstance(found, Access), found
        return found

    def may(self, name: str, carnet: str, right: Right = Right.READ) -> bool:
        found = self.do(authorisations.require, self.me(name), right, carnet_record(carnet))
        return isinstance(found, Access)

    def try_to_invite(self, carnet: str, whom: str, holder: str = "nadia", **more: Any) -> Any:
        address = whom if "@" in whom else f"{whom}@example.org"
        return self.do(inviting.invite, self.me(holder), self.access(holder, carnet), address, **more)

    def invite(self, carnet: str, whom: str) -> Invitation:
        made = self.try_to_invite(carnet, whom)
        assert isinstance(made, Invitation), made
        return made

    def wait(self, **span: float) -> None:
        """Let time pass, with what it brings to carnets."""
        self.clock.move(timedelta(**span))
        self.tick()

    def tick(self) -> None:
        for task in (growing.grow, growing.tidy, reminding.remind_due):
            while self.do(task):
                pass

    def until(self, day: date, hour: int = 12) -> None:
        """Let time pass until an hour (UTC) of a day."""
        now = self.clock.now()
        self.clock.move(now.replace(year=day.year, month=day.month, day=day.day, hour=hour, minute=0) - now)
        self.tick()

    def told(self, carnet: str) -> list[str]:
        return [line.action for line in self.do(journal.read, carnet_record(carnet))]

    def left(self) -> list[str]:
        """What has left or waits to, the oldest first."""
        return self.do(_left)


def _left(work: Work) -> list[str]:
    return list(work.execute(select(Outgoing.what).order_by(Outgoing.id)).scalars())


@pytest.fixture
def family(workroom: Workroom, clock: ManualClock) -> Family:
    return Family(workroom, clock)
