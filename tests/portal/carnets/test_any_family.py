"""Whatever families do, in whatever order: nobody reads what the rules do not give, and everybody who should can."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal import accounts, authorisations, carnets
from portal.accounts import store as accounts_store
from portal.authorisations import Access, NoRight, Right, carnet_record
from portal.carnets import accepting, entering, growing, inviting, sharing, store
from portal.carnets.accepting import Answered
from portal.carnets.ages import comes_of_age, midnight
from portal.errors import Refused
from portal.work import Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite
from tests.portal.carnets.conftest import me

PEOPLE = ("nadia", "thomas", "claire")  # known to a professional
STRANGERS = ("denis", "zoe")  # who open accounts themselves
AGES = (0.5, 9.0, 17.95)  # years
who = st.sampled_from(PEOPLE)
anybody = st.sampled_from(PEOPLE + STRANGERS)
number = st.integers(0, 7)
_families = count(1)


@dataclass
class Child:
    """A child as the rules see her."""

    id: str
    born: date
    adult: datetime
    holder: str
    readers: set[str]
    wrong: int = 0


@dataclass
class Sent:
    """An invitation as the rules see it."""

    id: str
    child: Child
    to: str
    expires_at: datetime
    state: str = "waiting"
    proven: bool = False


def families(room: Workroom, clock: ManualClock) -> type[RuleBasedStateMachine]:  # noqa: C901  every rule of it
    """A machine that plays on this database. It is long because every rule is one thing a family does."""

    class Families(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.n = next(_families)
            self.ids: dict[str, str] = {}
            self.sent: list[Sent] = []
            for name in PEOPLE:
                made = room.do(accounts.register, email=self.address(name), phone="06 39 98 00 42", first_name=name,
                               last_name="Petit")  # fmt: skip
                self.ids[name] = made.account_id
            self.children = [self._born(age, holder) for age, holder in zip(AGES, PEOPLE, strict=True)]

        def address(self, name: str) -> str:
            return f"{name}{self.n}@example.org"

        def _born(self, age: float, holder: str) -> Child:
            born = clock.now().date() - timedelta(days=round(age * 365.25))
            made = room.do(carnets.create, self.ids[holder], "Léo", born)
            assert isinstance(made, str)
            return Child(made, born, midnight(comes_of_age(born), "Europe/Paris"), holder, {holder})

        def hold(self, name: str, child: Child, right: Right = Right.HOLD) -> Access | None:
            found = room.do(authorisations.require, me(self.ids[name]), right, carnet_record(child.id))
            return found if isinstance(found, Access) else None

        def minor(self, child: Child) -> bool:
            return clock.now() < child.adult

        @rule(by=who, child=number, to=anybody, full=st.booleans())
        def invite(self, by: str, child: int, to: str, full: bool) -> None:
            one = self.children[child % len(self.children)]
            access = self.hold(by, one)
            assert (access is not None) == (by == one.holder and self.minor(one))
            if access is None:
                return
            whoever = me(self.ids[by], "full" if full else "mail")
            made = room.do(inviting.invite, whoever, access, self.address(to))
            if isinstance(made, store.Invitation):
                standing = [s for s in self.sent if s.child is one and self.stands(s)]
                assert full
                assert to not in {by, *one.readers, *(s.to for s in standing)}
                assert len(one.readers) - 1 + len(standing) < 2
                assert one.wrong < 3
                self.sent.append(Sent(made.id, one, to, made.expires_at))

        def stands(self, sent: Sent) -> bool:
            return sent.state in ("waiting", "unconfirmed") and clock.now() < sent.expires_at

        @precondition(lambda self: self.sent)
        @rule(which=number, again=st.booleans())
        def take_back_or_send_again(self, which: int, again: bool) -> None:
            one = self.sent[which % len(self.sent)]
            access = self.hold(one.child.holder, one.child)
            if access is None:
                return
            if again:
                done = room.do(inviting.resend, me(self.ids[one.child.holder]), access, one.id)
                if isinstance(done, store.Invitation):
                    assert one.state == "waiting"
                    one.expires_at = done.expires_at
            elif room.do(inviting.cancel, access, one.id) is None:
                assert self.stands(one)
                one.state = "cancelled"

        @precondition(lambda self: self.sent)
        @rule(which=number, by=anybody, right=st.booleans())
        def prove(self, which: int, by: str, right: bool) -> None:
            one = self.sent[which % len(self.sent)]
            if by in STRANGERS and by == one.to and by not in self.ids:
                self._enrol(by, one)
            if by not in self.ids:
                return
            day = one.child.born if right else one.child.born + timedelta(days=1)
            wrong = room.do(accepting.prove, me(self.ids[by]), one.id, day)
            open_to_her = (
                by == one.to and one.state == "waiting" and self.stands(one) and self.minor(one.child)
            )
            assert (wrong is None) == (open_to_her and right and one.child.wrong < 3)
            if open_to_her and one.child.wrong < 3:
                one.proven |= right
                one.child.wrong += not right

        def _enrol(self, name: str, one: Sent) -> None:
            opened = room.do(entering.begin_account, 9001, one.id, "06 39 98 00 43", name, "Lenoir")
            if isinstance(opened, accounts.InvitationOpened):
                room.do(accounts_store.change, opened.account_id, password="hash")  # and links her chat
                self.ids[name] = opened.account_id

        @precondition(lambda self: self.sent)
        @rule(which=number, by=anybody, full=st.booleans())
        def accept(self, which: int, by: str, full: bool) -> None:
            one = self.sent[which % len(self.sent)]
            if by not in self.ids:
                return
            answered = room.do(accepting.accept, me(self.ids[by], "full" if full else "mail"), one.id)
            ready = one.state == "waiting" and self.stands(one) and self.minor(one.child)
            may = full and by == one.to and ready and one.proven and one.child.wrong < 3
            assert isinstance(answered, Answered) == may
            if may and by in PEOPLE:
                one.state, one.child.wrong = "accepted", 0
                one.child.readers.add(by)
            elif may:
                one.state, one.expires_at = "unconfirmed", clock.now() + timedelta(days=30)

        @precondition(lambda self: self.sent)
        @rule(which=number, by=who, yes=st.booleans())
        def confirm(self, which: int, by: str, yes: bool) -> None:
            one = self.sent[which % len(self.sent)]
            done = room.do(accepting.confirm, me(self.ids[by]), one.id, right=yes)
            may = (
                one.state == "unconfirmed"
                and self.stands(one)
                and by == one.child.holder
                and self.minor(one.child)
            )
            assert isinstance(done, Refused) == (not may)
            if may:
                one.state = "accepted" if yes else "disowned"
            if may and yes:
                one.child.wrong = 0
                one.child.readers.add(one.to)

        @rule(by=anybody, child=number, whom=anybody)
        def stop(self, by: str, child: int, whom: str) -> None:
            one = self.children[child % len(self.children)]
            if by not in self.ids or whom not in self.ids:
                return
            access = self.hold(by, one) or self.hold(by, one, Right.READ)
            if access is None:
                return
            refused = room.do(sharing.stop, access, self.ids[whom])
            may = whom in one.readers and whom != one.holder and by in (one.holder, whom)
            assert (refused is None) == may
            if may:
                one.readers.discard(whom)

        @rule(days=st.sampled_from((0, 1, 12, 31)), ticks=st.booleans())
        def time_passes(self, days: int, ticks: bool) -> None:
            clock.move(timedelta(days=days, minutes=7))
            if ticks:
                room.do(growing.grow)
                room.do(growing.tidy)

        @invariant()
        def who_should_reads_and_nobody_else(self) -> None:
            for child in self.children:
                for name, account_id in self.ids.items():
                    found = room.do(
                        authorisations.require, me(account_id), Right.READ, carnet_record(child.id)
                    )
                    should = name in child.readers and self.minor(child)
                    assert isinstance(found, Access if should else NoRight), (name, child)
                names = {name for name, i in self.ids.items() if i in self._readers(child)}
                assert names == (child.readers if self.minor(child) else set())

        def _readers(self, child: Child) -> list[Any]:
            return list(room.do(authorisations.readers, carnet_record(child.id)))

    return Families


@on_sqlite
def test_nobody_reads_what_the_rules_do_not_give_and_everybody_who_should_can(
    workroom: Workroom, clock: ManualClock
) -> None:
    machine = families(workroom, clock)
    settings_ = settings(
        max_examples=40,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(machine, settings=settings_)
