"""The rules of access in plain words, written anew: what the portal does is compared with them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.authorisations import Right

PARENTS = {Right.READ, Right.FILL_IN, Right.DEPOSIT, Right.KEEP}
EVERYBODY = "*"
HOUR = timedelta(hours=1)


@dataclass
class Given:
    """A right that a professional was given, until when, and since when it is taken back."""

    right: Right
    until: datetime | None
    taken: datetime | None = None

    def stands(self, now: datetime) -> bool:
        return self.taken is None and (self.until is None or now < self.until)


@dataclass
class Kept:
    """A document: who added it, from which professionals it is hidden."""

    id: str
    author: str
    urgent: bool
    hidden: set[str] = field(default_factory=set)
    deleted: bool = False


@dataclass(eq=False)
class Record:
    """A record as the rules see it: a patient's own, or a child's, who is of age at an instant."""

    name: str
    holder: str
    adult: datetime | None = None
    sharing: set[str] = field(default_factory=set)
    given: dict[str, list[Given]] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    wrong_dates: int = 0
    documents: list[Kept] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def minor(self, now: datetime) -> bool:
        return self.adult is not None and now < self.adult

    def readers(self, now: datetime) -> set[str]:
        """A patient alone; of a child, who holds and who shares, until she is 18."""
        if self.adult is None:
            return {self.holder}
        return {self.holder, *self.sharing} if self.minor(now) else set()

    def person_may(self, who: str, right: Right, now: datetime) -> bool:
        """One does everything with one's own record; a parent what parents do; the holder shares as well."""
        if right is Right.EMERGENCY or who not in self.readers(now):
            return False
        if self.adult is None:
            return True
        return right in PARENTS or (right is Right.HOLD and who == self.holder)

    def doctor_may(self, who: str, right: Right, now: datetime, *, disabled: bool) -> bool:
        """Nobody who is disabled or blocked; else what stands; and to deposit, whoever was never sent away."""
        if disabled or who in self.blocked:
            return False
        given = self.given.get(who, [])
        if right is not Right.DEPOSIT:
            return any(one.right is right and one.stands(now) for one in given)
        lasting = [one for one in given if one.right is not Right.EMERGENCY]
        return not lasting or any(one.stands(now) for one in lasting)

    def authorise(self, who: str, until: datetime | None, now: datetime) -> None:
        self.blocked.discard(who)
        standing = [one for one in self.given.get(who, []) if one.right is Right.READ and one.stands(now)]
        for one in standing:
            one.until = until
        if not standing:
            self.given.setdefault(who, []).append(Given(Right.READ, until))

    def take(self, who: str, now: datetime) -> None:
        for one in self.given.get(who, []):
            one.taken = one.taken or now

    def give_back(self, who: str, now: datetime) -> bool:
        """Within the hour, what was last taken; never an emergency."""
        lasting = [one for one in self.given.get(who, []) if one.right is not Right.EMERGENCY]
        last = max((one.taken for one in lasting if one.taken), default=None)
        if last is None or now - last > HOUR:
            return False
        for one in lasting:
            if one.taken == last:
                one.taken = None
        return True

    def open_in_emergency(self, who: str, now: datetime) -> None:
        until = now + timedelta(hours=4)
        standing = [g for g in self.given.get(who, []) if g.right is Right.EMERGENCY and g.stands(now)]
        for one in standing:
            one.until = until
        if not standing:
            self.given.setdefault(who, []).append(Given(Right.EMERGENCY, until))

    def shown(self, actor: str, *, emergency: bool = False, doctor: bool = False) -> set[str]:
        """To parents all; to professionals what is not hidden from them, or is theirs; in an emergency what is for it."""
        there = [one for one in self.documents if not one.deleted]
        if doctor:
            there = [one for one in there if one.author == actor or not one.hidden & {actor, EVERYBODY}]
        return {one.id for one in there if one.urgent or not emergency}


@dataclass(eq=False)
class Sent:
    """An invitation as the rules see it."""

    id: str
    child: Record
    to: str
    expires_at: datetime
    state: str = "waiting"
    proven: bool = False

    def stands(self, now: datetime) -> bool:
        return self.state in ("waiting", "unconfirmed") and now < self.expires_at
