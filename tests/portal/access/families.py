"""Whatever families, professionals and time do, in whatever order: a machine that compares the portal with the rules."""

from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from portal import (
    authorisations,
    authorising,
    carnets,
    documents,
    emergencies,
    followups,
    professionals,
)
from portal.accounts import store as accounts_store
from portal.authorisations import Access, Professional, Right, Who, carnet_record
from portal.carnets import accepting, growing, inviting, sharing, store
from portal.carnets.accepting import Answered
from portal.carnets.ages import comes_of_age, midnight
from portal.errors import Refused
from portal.work import Workroom
from tests.portal.access.case import case
from tests.portal.access.rules import EVERYBODY, Kept, Record, Sent

PEOPLE = ("nadia", "thomas", "claire")  # known to a professional; each holds a child's carnet
STRANGERS = ("denis", "zoe")  # who open accounts themselves
DOCTORS = ("morel", "roux")
AGES = (0.5, 9.0, 17.95)  # years
ASKED = {  # what is asked of whom at every turn; the rest at the end
    "people": (Right.READ, Right.HOLD),
    "doctors": (Right.READ, Right.DEPOSIT, Right.EMERGENCY),
}
REASON = "Malaise, patiente confuse et seule"
# Mostly who it concerns, with what was done last: so that one thing leads to another.
who = st.sampled_from((None, None, None, *PEOPLE))  # None: who holds the record
anybody = st.sampled_from(PEOPLE + STRANGERS)
doctor = st.sampled_from((None, None, *DOCTORS))  # None: the one before
answering = st.sampled_from((None, None, None, *PEOPLE, *STRANGERS))  # None: who was invited
mostly = st.sampled_from((True, True, False))
number = st.sampled_from((None, None, None, 0, 1, 2, 3, 4))  # None: the one before


def families(room: Workroom) -> type[RuleBasedStateMachine]:  # noqa: C901  every rule of it
    """A machine that plays in transactions of this database. It is long because every rule is one thing people do."""

    class Families(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.stack = ExitStack()
            self.case = self.stack.enter_context(case(room))
            self.sent: list[Sent] = []
            self.disabled: set[str] = set()
            for name in PEOPLE:
                self.case.account(name)
            for name in DOCTORS:
                self.case.doctor(name)
            self.children = [self._born(age, holder) for age, holder in zip(AGES, PEOPLE, strict=True)]
            self.before, self.latest = DOCTORS[0], self.children[0]
            self.records = [*self.children, *(Record(self.case.own(name), name) for name in PEOPLE[:2])]
            self.case.follow(self.children[1].name, silence=3)

        @initialize(
            partners=st.lists(st.sampled_from((None, *PEOPLE)), min_size=3, max_size=3),
            given=st.lists(st.sampled_from(("nothing", None, None, 5, 48)), min_size=10, max_size=10),
        )
        def they_did_not_begin_today(self, partners: list[str | None], given: list[Any]) -> None:
            """Carnets are shared already, and professionals authorised."""
            for child, partner in zip(self.children, partners, strict=True):
                if partner not in (None, child.holder):
                    whose, rights = self.case.own(partner), authorisations.PARENT
                    self.do(authorisations.give, whose, child.name, rights, child.adult)
                    child.sharing.add(partner)
            pairs = [(record, name) for record in self.records for name in DOCTORS]
            for (record, name), hours in zip(pairs, given, strict=True):
                if hours != "nothing":
                    until = self.now + timedelta(hours=hours) if hours else None
                    self.case.authorise(record.name, self.case.doctor(name), until, record.holder)
                    record.authorise(name, until, self.now)
            self._everything()

        def teardown(self) -> None:
            try:
                self._everything()
            finally:
                self.stack.close()

        @property
        def now(self) -> datetime:
            return self.case.work.now

        @property
        def known(self) -> list[str]:
            return [name for name in (*PEOPLE, *STRANGERS) if name in self.case.ids]

        def do(self, function: Any, *given: Any, **named: Any) -> Any:
            return function(self.case.work, *given, **named)

        def _born(self, age: float, holder: str) -> Record:
            born = self.now.date() - timedelta(days=round(age * 365.25))
            made = self.do(carnets.create, self.case.account(holder), "Léo", born)
            assert isinstance(made, str)
            child = Record(carnet_record(made), holder, midnight(comes_of_age(born), "Europe/Paris"))
            child.born = born  # type: ignore[attr-defined]
            return child

        def record(self, which: int | None) -> Record:
            self.latest = self.latest if which is None else self.records[which % len(self.records)]
            return self.latest

        def child(self, which: int | None) -> Record:
            one = self.record(which)
            return one if one in self.children else self.children[0]

        def professional(self, whom: str | None) -> str:
            self.before = whom or self.before
            return self.before

        def invitation(self, which: int | None) -> Sent:
            return self.sent[-1 if which is None else which % len(self.sent)]

        def ask(self, who: Who, right: Right, record: Record) -> Access | None:
            found = self.do(authorisations.require, who, right, record.name)
            return found if isinstance(found, Access) else None

        def hold(self, by: str, record: Record) -> Access | None:
            """Whoever asks to hold, gets it exactly when the rules say so."""
            found = self.ask(self.case.me(by), Right.HOLD, record)
            assert (found is not None) == record.person_may(by, Right.HOLD, self.now)
            return found

        # --- what is asked all the time -------------------------------------------------------------------

        def _check(self, record: Record) -> None:
            for name in self.known:
                for right in ASKED["people"]:
                    self._person(name, right, record)
            for name in DOCTORS:
                for right in ASKED["doctors"]:
                    self._doctor(name, right, record)

        def _person(self, name: str, right: Right, record: Record) -> None:
            may = self.case.may(self.case.me(name), right, record.name)
            assert may == record.person_may(name, right, self.now), (name, right, record)

        def _doctor(self, name: str, right: Right, record: Record) -> None:
            should = record.doctor_may(name, right, self.now, disabled=name in self.disabled)
            assert self.case.may(self.case.doctor(name), right, record.name) == should, (name, right, record)

        def _everything(self) -> None:
            """Every right of everybody on every record, who is told and listed, and what each sees of the documents."""
            for record in self.records:
                for right in Right:
                    for name in self.known:
                        self._person(name, right, record)
                    for name in DOCTORS:
                        self._doctor(name, right, record)
                told = set(self.do(authorisations.readers, record.name))
                assert told == {self.case.account(name) for name in record.readers(self.now)}
                if record.adult is not None:
                    filling = self.do(authorisations.who_may, Right.FILL_IN, [record.name]).get(
                        record.name, []
                    )
                    parents = {one.account_id for one in self.do(authorisations.parents, record.name)}
                    assert set(filling) == parents == told
                named = {
                    self.case.ids[one]
                    for one in DOCTORS
                    if any(g.right is Right.READ and g.stands(self.now) for g in record.given.get(one, []))
                }
                assert set(self.do(authorisations.professionals_of, record.name)) == named
                self._documents(record)
                self._forms(record)
            for name in self.known:
                hers = {one.name for one in self.children if name in one.readers(self.now)}
                assert {one.record for one in self.do(carnets.of, self.case.account(name))} == hers

        def _documents(self, record: Record) -> None:
            for name in record.readers(self.now):
                assert self._listed(self.case.me(name), Right.READ, record) == record.shown(name)
            for name in set(DOCTORS) - self.disabled:
                for right in (Right.READ, Right.EMERGENCY):
                    if record.doctor_may(name, right, self.now, disabled=False):
                        shown = record.shown(name, emergency=right is Right.EMERGENCY, doctor=True)
                        assert self._listed(self.case.doctor(name), right, record) == shown

        def _listed(self, who: Who, right: Right, record: Record) -> set[str]:
            access = self.case.access(who, right, record.name)
            return {one.id for one in self.do(documents.listed, [access], count=100).lines}

        def _forms(self, record: Record) -> None:
            for name in record.readers(self.now):
                access = self.case.access(self.case.me(name), Right.READ, record.name)
                lines = self.do(followups.history, access, 0, 100).lines
                assert {one.id for one in lines} == set(record.sent)

        # --- sharing a carnet -----------------------------------------------------------------------------

        @rule(by=who, which=number, to=anybody, full=mostly)
        def invite(self, by: str | None, which: int | None, to: str, full: bool) -> None:
            one = self.child(which)
            by = by or one.holder
            access = self.hold(by, one)
            if access is None:
                return
            me = self.case.me(by, "full" if full else "mail")
            made = self.do(inviting.invite, me, access, f"{to}@example.org")
            if isinstance(made, store.Invitation):
                standing = [s for s in self.sent if s.child is one and s.stands(self.now)]
                assert full
                assert to not in {by, *one.readers(self.now), *(s.to for s in standing)}
                assert len(one.sharing) + len(standing) < 2
                assert one.wrong_dates < 3
                self.sent.append(Sent(made.id, one, to, made.expires_at))

        @precondition(lambda self: self.sent)
        @rule(which=number, again=st.booleans())
        def take_back_or_send_again(self, which: int | None, again: bool) -> None:
            one = self.invitation(which)
            access = self.hold(one.child.holder, one.child)
            if access is None:
                return
            if again:
                done = self.do(inviting.resend, self.case.me(one.child.holder), access, one.id)
                if isinstance(done, store.Invitation):
                    assert one.state == "waiting"
                    one.expires_at = done.expires_at
            elif self.do(inviting.cancel, access, one.id) is None:
                assert one.stands(self.now)
                one.state = "cancelled"

        @precondition(lambda self: self.sent)
        @rule(
            which=number,
            by=st.sampled_from((None, None, None, *PEOPLE, *STRANGERS)),
            right=st.sampled_from((True, True, False)),
        )
        def prove(self, which: int | None, by: str | None, right: bool) -> None:
            one = self.invitation(which)
            by = by or one.to
            if by in STRANGERS and by == one.to and by not in self.case.ids and one.stands(self.now):
                self._enrol(by, one)
            if by not in self.case.ids:
                return
            day = one.child.born + timedelta(days=0 if right else 1)  # type: ignore[attr-defined]
            wrong = self.do(accepting.prove, self.case.me(by), one.id, day)
            open_to_her = (
                by == one.to and one.state == "waiting" and one.stands(self.now) and one.child.minor(self.now)
            )
            assert (wrong is None) == (open_to_her and right and one.child.wrong_dates < 3)
            if open_to_her and one.child.wrong_dates < 3:
                one.proven |= right
                one.child.wrong_dates += not right

        def _enrol(self, name: str, one: Sent) -> None:
            if isinstance(self.do(accepting.answerable, one.id), Refused):
                return
            self.case.enrol(one.id, name)
            self.do(accounts_store.change, self.case.ids[name], password="hash")  # and links her chat

        @precondition(lambda self: self.sent)
        @rule(
            which=number,
            by=st.sampled_from((None, None, None, *PEOPLE, *STRANGERS)),
            full=st.sampled_from((True, True, False)),
        )
        def accept(self, which: int | None, by: str | None, full: bool) -> None:
            one = self.invitation(which)
            by = by or one.to
            if by not in self.case.ids:
                return
            answered = self.case.accept(one.id, by, "full" if full else "mail")
            ready = one.state == "waiting" and one.stands(self.now) and one.child.minor(self.now)
            may = full and by == one.to and ready and one.proven and one.child.wrong_dates < 3
            assert isinstance(answered, Answered) == may
            if may and by in PEOPLE:
                one.state, one.child.wrong_dates = "accepted", 0
                one.child.sharing.add(by)
            elif may:
                one.state, one.expires_at = "unconfirmed", self.now + timedelta(days=30)
            self._check(one.child)

        @precondition(lambda self: self.sent)
        @rule(which=number, by=who, yes=st.booleans())
        def confirm(self, which: int | None, by: str | None, yes: bool) -> None:
            one = self.invitation(which)
            by = by or one.child.holder
            done = self.do(accepting.confirm, self.case.me(by), one.id, right=yes)
            may = (
                one.state == "unconfirmed"
                and one.stands(self.now)
                and by == one.child.holder
                and one.child.minor(self.now)
            )
            assert isinstance(done, Refused) == (not may)
            if may:
                one.state = "accepted" if yes else "disowned"
            if may and yes:
                one.child.wrong_dates = 0
                one.child.sharing.add(one.to)
            self._check(one.child)

        @rule(by=anybody, which=number, whom=anybody)
        def stop(self, by: str, which: int | None, whom: str) -> None:
            one = self.child(which)
            if by not in self.case.ids or whom not in self.case.ids:
                return
            me = self.case.me(by)
            access = self.ask(me, Right.HOLD, one) or self.ask(me, Right.READ, one)
            assert (access is not None) == (by in one.readers(self.now))
            if access is None:
                return
            refused = self.do(sharing.stop, access, self.case.ids[whom])
            may = whom in one.sharing and by in (one.holder, whom)
            assert (refused is None) == may
            if may:
                one.sharing.discard(whom)
            self._check(one)

        # --- professionals --------------------------------------------------------------------------------

        @rule(by=who, which=number, whom=doctor, hours=st.sampled_from((None, 5, 48, 24 * 40)))
        def authorise(self, by: str | None, which: int | None, whom: str | None, hours: int | None) -> None:
            one, whom = self.record(which), self.professional(whom)
            access = self.hold(by or one.holder, one)
            if access is None:
                return
            until = self.now + timedelta(hours=hours) if hours else None
            refused = self.do(authorising.authorise, access, self.case.ids[whom], until)
            assert (refused is None) == (whom not in self.disabled)
            if refused is None:
                one.authorise(whom, until, self.now)
            self._check(one)

        @rule(
            by=who, which=number, whom=doctor, how=st.sampled_from(("take", "give back", "block", "unblock"))
        )
        def change_her_mind(self, by: str | None, which: int | None, whom: str | None, how: str) -> None:
            one, whom = self.record(which), self.professional(whom)
            access = self.hold(by or one.holder, one)
            if access is None:
                return
            hers = self.case.ids[whom]
            if how == "take":
                self.do(authorising.remove, access, hers)
                one.take(whom, self.now)
            elif how == "give back":
                refused = self.do(authorising.bring_back, access, hers)
                assert (refused is None) == (whom not in self.disabled and one.give_back(whom, self.now))
            elif how == "block":
                self.do(authorising.block, access, hers)
                one.blocked.add(whom)
            else:
                self.do(authorising.unblock, access, hers)
                one.blocked.discard(whom)
            self._check(one)

        @rule(by=doctor, which=number)
        def open_in_emergency(self, by: str | None, which: int | None) -> None:
            one, by = self.record(which), self.professional(by)
            opened = self.do(emergencies.open_record, self.case.ids[by], one.name, REASON)
            may = by not in self.disabled and by not in one.blocked
            assert isinstance(opened, Refused) == (not may)
            if may:
                one.open_in_emergency(by, self.now)
            self._check(one)

        @rule(whom=st.sampled_from((None, None, None, *DOCTORS)))
        def disable(self, whom: str | None) -> None:
            if whom is not None:
                self.do(professionals.disable, self.case.ids[whom])
                self.disabled.add(whom)

        # --- what is written into records -----------------------------------------------------------------

        @rule(
            by=st.sampled_from((None, None, *PEOPLE, *STRANGERS, *DOCTORS)),
            which=number,
            urgent=st.booleans(),
        )
        def deposit(self, by: str | None, which: int | None, urgent: bool) -> None:
            one = self.record(which)
            by = by or one.holder
            if by not in self.case.ids:
                return
            doing: Who = Professional(self.case.ids[by]) if by in DOCTORS else self.case.me(by)
            if self.ask(doing, Right.DEPOSIT, one) is not None:
                made = self.case.document(one.name, doing, emergency=urgent)
                one.documents.append(Kept(made, by, urgent))

        @precondition(lambda self: any(one.documents for one in self.records))
        @rule(
            by=who,
            which=number,
            whom=st.sampled_from((None, EVERYBODY, *DOCTORS)),
            how=st.sampled_from(("hide", "show", "delete")),
        )
        def arrange(self, by: str | None, which: int | None, whom: str | None, how: str) -> None:
            kept = [(record, one) for record in self.records for one in record.documents if not one.deleted]
            if not kept:
                return
            record, one = kept[-1 if which is None else which % len(kept)]
            by, whom = by or record.holder, whom or self.before
            access = self.ask(self.case.me(by), Right.KEEP, record)
            assert (access is not None) == record.person_may(by, Right.KEEP, self.now)
            if access is None:
                return
            if how == "delete":
                refused = self.do(documents.delete, access, one.id)
                assert (refused is None) == (one.author == by)
                one.deleted = refused is None
                return
            whose = EVERYBODY if whom == EVERYBODY else self.case.ids[whom]
            change = documents.hide if how == "hide" else documents.unhide
            assert self.do(change, access, one.id, whose) is None
            (one.hidden.add if how == "hide" else one.hidden.discard)(whom)

        @rule(by=anybody)
        def fill_in_for_the_child(self, by: str) -> None:
            child = self.children[1]
            if by not in self.case.ids:
                return
            access = self.ask(self.case.me(by), Right.FILL_IN, child)
            assert (access is not None) == child.person_may(by, Right.FILL_IN, self.now)
            waiting = self.case.forms(child.name)
            if access is not None and waiting:
                sent = self.case.send(self.case.me(by), child.name, waiting[0])
                assert isinstance(sent, followups.Response)
                child.sent.append(sent.id)
            elif waiting:
                own = self.case.access(self.case.me(by), Right.FILL_IN, self.case.own(by))
                assert isinstance(self.do(followups.submit, own, waiting[0], {}), followups.FormClosed)

        @rule(hours=st.sampled_from((0.2, 5, 24, 24 * 12, 24 * 31)), ticks=st.booleans())
        def time_passes(self, hours: float, ticks: bool) -> None:
            self.case.later(hours=hours)
            if ticks:
                for task in (growing.grow, growing.tidy, followups.close_over, followups.release_due):
                    self.do(task)
            for one in self.records:
                self._check(one)
            holder = self.children[1].holder if self.children[1].minor(self.now) else None
            reminded = self.do(followups.reminded, [self.children[1].name])
            assert list(reminded.values()) == ([self.case.ids[holder]] if holder else [])

    return Families
