"""For random physicians, openings, ends, hidden documents and clocks: each sees what the rules give, and nothing else."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import authorisations, documents, emergencies
from portal.authorisations import Professional, Right
from portal.documents import EVERYONE
from portal.emergencies import LASTS
from tests.databases import on_sqlite
from tests.portal.emergencies.conftest import Ward

TITLES = ("un", "deux", "trois")
PHYSICIANS = st.integers(0, 1)
STEP = st.one_of(
    st.tuples(st.just("open"), PHYSICIANS),
    st.tuples(st.just("close"), PHYSICIANS),
    st.tuples(st.just("wait"), st.integers(1, 300)),  # minutes
    st.tuples(st.just("emergency"), st.sampled_from(TITLES), st.booleans()),
    st.tuples(st.just("hide"), st.sampled_from(TITLES), st.sampled_from([0, 1, EVERYONE])),
    st.tuples(st.just("unhide"), st.sampled_from(TITLES), st.sampled_from([0, 1, EVERYONE])),
    st.tuples(st.just("delete"), st.sampled_from(TITLES)),
    st.tuples(st.just("bring back"), st.sampled_from(TITLES)),
    st.tuples(st.just("follow"), PHYSICIANS),  # a right of another kind opens nothing
)


@dataclass
class Rules:
    """The same, said as simply as possible: until when each physician sees, and what of each document holds."""

    until: dict[int, datetime] = field(default_factory=dict)
    meant: set[str] = field(default_factory=set)
    hidden: set[tuple[str, object]] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)

    def seen(self, physician: int, now: datetime) -> set[str]:
        if now >= self.until.get(physician, now):
            return set()
        return {
            title for title in self.meant - self.deleted
            if not {(title, physician), (title, EVERYONE)} & self.hidden
        }  # fmt: skip


def follow(  # noqa: C901  one case a step
    ward: Ward, rules: Rules, step: tuple, who: list[Professional], ids: dict[str, str]
) -> None:
    """Do a step in the portal, and in the rules."""
    keep = ward.own(Right.KEEP)
    match step:
        case "open", int(n):
            rules.until[n] = ward.open(who[n]).until
            assert rules.until[n] == ward.clock.now() + LASTS
        case "close", int(n):
            for line in ward.do(emergencies.listed, who[n].id, None):
                ward.do(emergencies.close, who[n], line.opening.id)
            rules.until.pop(n, None)
        case "wait", int(minutes):
            ward.clock.move(timedelta(minutes=minutes))
        case "emergency", str(title), bool(shown):
            if title not in rules.deleted:
                ward.do(documents.show_in_emergency, keep, ids[title], shown=shown)
                (rules.meant.add if shown else rules.meant.discard)(title)
        case ("hide" | "unhide") as how, str(title), whom:
            if title not in rules.deleted:
                named = whom if whom == EVERYONE else who[whom].id
                ward.do(documents.hide if how == "hide" else documents.unhide, keep, ids[title], named)
                (rules.hidden.add if how == "hide" else rules.hidden.discard)((title, whom))
        case "delete", str(title):
            ward.do(documents.delete, keep, ids[title])
            rules.deleted.add(title)
        case "bring back", str(title):
            ward.do(documents.bring_back, keep, ids[title])
            rules.deleted.discard(title)
        case "follow", int(n):
            ward.do(authorisations.give, who[n].actor, ward.hers, (Right.READ, Right.FOLLOW), None)


@on_sqlite
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEP, max_size=14))
def test_nobody_sees_more_and_nobody_less_than_the_rules_give(ward: Ward, steps: list[tuple]) -> None:
    made = len(ward.do(authorisations.journal.read, ward.hers))
    rpps = (f"{10000000000 + 20 * (made + n):011d}" for n in range(2))
    who = [ward.physician(luhn(one)) for one in rpps]  # others than those of the example before
    ids = {title: ward.document(title, emergency=title != "trois") for title in TITLES}
    try:
        live(ward, steps, who, ids)
    finally:  # nothing of this example is left for the next one
        for title in TITLES:
            ward.do(documents.bring_back, ward.own(Right.KEEP), ids[title])
            ward.do(documents.delete, ward.own(Right.KEEP), ids[title])


def live(ward: Ward, steps: list[tuple], who: list[Professional], ids: dict[str, str]) -> None:
    """Do every step, and look after each at what everybody sees."""
    rules = Rules(meant={"un", "deux"})
    for step in steps:
        follow(ward, rules, step, who, ids)
        for number, physician in enumerate(who):
            seen = set(ward.titles(physician))
            assert seen == rules.seen(number, ward.clock.now()), (step, number)


def luhn(digits: str) -> str:
    """Return an RPPS number that begins like this one, with a right key."""
    from portal.professionals import luhn as right

    return next(digits[:10] + str(key) for key in range(10) if right(digits[:10] + str(key)))
