"""Particulars: every edit is a version; what stood before stays; verified names are changed by the operator alone."""

import ast
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal import accounts, authorisations, identity, journal, particulars
from portal.accounts import Me
from portal.accounts.refusals import EmailInvalid
from portal.authorisations import Access, AccessTooNarrow, NoRight, Operator, Professional, Right, Who
from portal.particulars import CONTACT, FAMILY, CorrectionsAway, PostcodeInvalid, Wanted
from portal.particulars.model import ParticularsRow
from portal.particulars.refusals import (
    AddressIncomplete,
    BirthDateInvalid,
    ChildrenInvalid,
    LineInvalid,
    NothingToCorrect,
    OwnAlready,
    TooManyCorrections,
)
from portal.phones import PhoneInvalid
from portal.policy import Policy
from portal.work import Work, Workroom
from tests.clock import START, ManualClock
from tests.databases import on_sqlite
from tests.house.source import modules

EMAIL, PHONE = "camille.durand@example.org", "+33639980101"
ADDRESS = {"country": "FR", "street": "12 bis rue des Lilas", "postcode": "75 011", "city": "Paris Cedex 08"}


@dataclass
class Home:
    """A patient, and what is done with her particulars."""

    room: Workroom
    account_id: str

    @property
    def record(self) -> str:
        return f"patient:{self.account_id}"

    def access(self, work: Work, right: Right, who: Who | None = None) -> Access:
        me = Me(self.account_id, "link", "full", fresh=True, used_at=START, language=None, timezone=None)
        found = authorisations.require(work, who or me, right, self.record)
        assert isinstance(found, Access)
        return found

    def do(self, function: Any, right: Right, *given: Any, who: Who | None = None) -> Any:
        return self.room.do(lambda work: function(work, self.access(work, right, who), *given))

    def change(self, section: str, **told: Any) -> Any:
        return self.do(particulars.change, Right.KEEP, section, told)

    def read(self, section: str) -> Any:
        return self.do(particulars.read, Right.READ, section)

    def everything(self) -> particulars.IdentityFacts:
        return self.do(particulars.everything, Right.READ)

    def correct(self, **changes: str) -> Any:
        return self.do(particulars.correct, Right.KEEP, changes, who=Operator())

    def ask(self, to: str = "Camila", field: str = "first_name", *, reply: bool = True) -> Any:
        return self.do(particulars.ask, Right.KEEP, Wanted(field, to, "typing", reply))


@pytest.fixture
def home(workroom: Workroom) -> Home:
    workroom.policy = Policy(support_email="aide@example.org", support_phone="01 99 00 00 00")
    made = workroom.do(
        accounts.register, email=EMAIL, phone=PHONE, first_name="Camille", last_name="Durand",
        birth_date=date(1984, 5, 4),
    )  # fmt: skip
    return Home(workroom, made.account_id)


def test_an_address_is_kept_as_la_poste_writes_it(home: Home) -> None:
    assert home.change(CONTACT, **ADDRESS, complement=" Bât.\u202e C\n") is True
    assert home.read(CONTACT) == {**ADDRESS, "postcode": "75011", "complement": "Bât. C"}
    assert home.change(CONTACT, **ADDRESS) is False


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({**ADDRESS, "postcode": "7501"}, PostcodeInvalid(why="digits")),
        ({**ADDRESS, "postcode": "2B033"}, PostcodeInvalid(why="corsica")),
        ({**ADDRESS, "postcode": "99000"}, PostcodeInvalid(why="unknown")),
        ({**ADDRESS, "postcode": "97900"}, PostcodeInvalid(why="unknown")),
        ({**ADDRESS, "country": "BE", "postcode": "<b>"}, PostcodeInvalid(why="foreign")),
        ({**ADDRESS, "city": ""}, AddressIncomplete()),
        ({"country": "FR"}, AddressIncomplete()),
        ({**ADDRESS, "street": "🙂"}, LineInvalid(field="street", most=100)),
        ({**ADDRESS, "city": "x" * 61}, LineInvalid(field="city", most=60)),
        ({"phone": "112"}, PhoneInvalid()),
        ({"phone": "06 39 98 01 01"}, OwnAlready(field="phone")),
        ({"email": "camille@"}, EmailInvalid()),
        ({"email": "x" * 300 + "@example.org"}, EmailInvalid()),
        ({"email": "Camille.Durand@example.org"}, OwnAlready(field="email")),
    ],
)  # fmt: skip
@on_sqlite
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(home: Home, told: Any, refused: Any) -> None:
    assert home.change(CONTACT, **told) == refused
    assert home.read(CONTACT) == {}


@pytest.mark.parametrize(
    "code", ["01000", "20000", "20600", "95880", "97133", "97620", "98714", "00100", "75379"]
)
def test_every_departement_has_postcodes(code: str) -> None:
    assert particulars.read_postcode(code, "FR") == code


@on_sqlite
def test_an_address_abroad_needs_no_postcode_and_may_have_any(home: Home) -> None:
    assert home.change(CONTACT, country="Canada", street="12 avenue du Parc", city="Montréal") is True
    assert home.change(CONTACT, country="Canada", postcode="h2v 4r1") is True
    assert home.read(CONTACT)["postcode"] == "H2V 4R1"


@on_sqlite
def test_who_gives_no_country_has_no_address(home: Home) -> None:
    home.change(CONTACT, **ADDRESS, phone="06 39 98 00 55")
    assert home.change(CONTACT, country=None) is True
    assert home.read(CONTACT) == {"phone": "+33639980055"}


@on_sqlite
@pytest.mark.parametrize("count", [-1, 31])
def test_children_are_counted_within_reason(home: Home, count: int) -> None:
    assert home.change(FAMILY, children=count) == ChildrenInvalid(most=30)
    assert home.change(FAMILY, children=0, status="married") is True
    assert home.read(FAMILY) == {"status": "married", "children": 0}


def test_what_stood_before_says_what_until_when_and_by_whom(home: Home, clock: ManualClock) -> None:
    home.change(FAMILY, profession="Institutrice", children=1)
    clock.move(timedelta(days=1))
    home.change(FAMILY, profession="Retraitée")
    clock.move(timedelta(days=1))
    home.change(FAMILY, profession="")
    later, first = home.do(particulars.history, Right.READ, FAMILY)
    assert (later.values, first.values) == ({"profession": "Retraitée"}, {"profession": "Institutrice"})
    assert (first.since, first.until, first.by) == (START, START + timedelta(days=1), home.record)
    assert home.do(particulars.history, Right.READ, FAMILY, 1) == [later]
    assert home.do(particulars.history, Right.READ, FAMILY, 8, later.number) == [first]


VALUES = {
    CONTACT: {"phone": ["", "+33639980055", "+33639980056"], "email": ["", "a@example.org", "b@example.org"]},
    FAMILY: {
        "status": ["", "single", "married"],
        "children": [None, 0, 2],
        "profession": ["", "Pilote", "Juge"],
    },
}
EDITS = st.sampled_from([(section, name) for section in VALUES for name in VALUES[section]]).flatmap(
    lambda edit: st.tuples(st.just(edit[0]), st.just(edit[1]), st.sampled_from(VALUES[edit[0]][edit[1]]))
)


@on_sqlite
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(EDITS, max_size=12))
def test_any_edits_keep_the_last_value_and_everything_before(home: Home, edits: list[Any]) -> None:
    home.room.do(lambda work: work.execute(delete(ParticularsRow)))
    stood: dict[str, list[dict[str, Any]]] = {CONTACT: [{}], FAMILY: [{}]}
    for section, name, value in edits:
        assert isinstance(home.change(section, **{name: value}), bool)
        now = {k: v for k, v in {**stood[section][-1], name: value}.items() if v not in (None, "")}
        if now != stood[section][-1]:
            stood[section].append(now)
    found = home.everything()
    assert (found.contact, found.family) == (stood[CONTACT][-1], stood[FAMILY][-1])
    for section, versions in stood.items():
        again = [dict(versions[-1])]
        for one in found.before[section]:
            again.append({k: v for k, v in {**again[-1], **one.values}.items() if v is not None})
        assert again == (versions[:0:-1] or [{}])


def test_it_stands_sealed_and_bound_to_its_account(home: Home) -> None:
    home.change(FAMILY, profession="Canari")
    (sealed,) = home.room.do(
        lambda work: work.execute(select(ParticularsRow.__table__.c.sealed)).scalars().all()
    )
    assert b"Canari" not in sealed
    assert home.room.keys.open_json(f"particulars {home.account_id}", sealed) == {"profession": "Canari"}


def test_a_professional_reads_it_with_the_right_alone_and_leaves_a_line(home: Home) -> None:
    home.change(FAMILY, profession="Pilote")
    made = home.room.do(shelf_doctor)
    asked = home.room.do(authorisations.require, made, Right.READ, home.record)
    assert isinstance(asked, NoRight)
    home.room.do(authorisations.give, made.actor, home.record, (Right.READ,), None)
    assert home.do(particulars.everything, Right.READ, who=made).family == {"profession": "Pilote"}
    assert home.do(particulars.read, Right.READ, FAMILY, who=made) == {"profession": "Pilote"}
    lines = home.room.do(journal.read, home.record)
    assert [one.action for one in lines if one.actor == made.actor] == [
        "refused",
        "identity_read",
        "particulars_read",
    ]
    with pytest.raises(AccessTooNarrow):
        home.do(particulars.change, Right.READ, FAMILY, {})


def shelf_doctor(work: Work) -> Professional:
    from tests.journeys import shelf

    return shelf.doctor(work)


@on_sqlite
def test_a_child_has_no_particulars(home: Home) -> None:
    def look(work: Work) -> Any:
        access = authorisations.require(work, Operator(), Right.READ, "carnet:leo")
        return particulars.read(work, access, CONTACT)

    with pytest.raises(AccessTooNarrow):
        home.room.do(look)


def test_a_correction_changes_names_keeps_those_before_and_closes_what_waits(home: Home) -> None:
    reference = home.ask()
    assert [one.reference for one in home.do(particulars.waiting, Right.READ)] == [reference]
    assert home.everything().who.first_name == "Camille"
    assert home.correct(first_name="Camila") is None
    assert home.everything().who == identity.Identity("Camila", "Durand", date(1984, 5, 4))
    assert [one.values for one in home.everything().before["names"]] == [{"first_name": "Camille"}]
    assert home.correct(birth_date="1984-05-05") is None
    assert home.everything().before["names"][0].values == {"birth_date": "1984-05-04"}
    assert home.do(particulars.waiting, Right.READ) == []
    assert home.correct(first_name="Camila") == NothingToCorrect()


@on_sqlite
def test_nobody_corrects_her_own_identity(home: Home) -> None:
    with pytest.raises(AccessTooNarrow):
        home.do(particulars.correct, Right.KEEP, {"first_name": "Napoléon"})
    assert home.everything().who.first_name == "Camille"


def test_names_are_written_in_three_places_only() -> None:
    """Registered by a professional, typed before a first connection, corrected by the operator."""
    writers = {
        module.name
        for module in modules("portal", "bot", "handlers", "conversations")
        for call in module.nodes(ast.Call)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "write"
        and "identity" in ast.dump(call.func.value)
    }
    assert writers == {
        "portal/accounts/registration.py", "portal/accounts/enrolment.py", "portal/particulars/correcting.py",
    }  # fmt: skip


@on_sqlite
@pytest.mark.parametrize(
    ("field", "to", "refused"),
    [
        ("first_name", "Camille", NothingToCorrect()),
        ("birth_date", "1984-05-04", NothingToCorrect()),
        ("birth_date", "2190-01-01", BirthDateInvalid()),
        ("birth_date", "1790-01-01", BirthDateInvalid()),
        ("last_name", "🙂", identity.NameInvalid(most=60)),
    ],
)
def test_what_cannot_be_corrected_is_not_asked_for(home: Home, field: str, to: str, refused: Any) -> None:
    assert home.ask(to, field) == refused
    assert home.do(particulars.waiting, Right.READ) == []


def test_three_corrections_wait_at_most_in_a_week(home: Home, clock: ManualClock) -> None:
    for name in ("A", "B", "C"):
        assert isinstance(home.ask(name), str)
        clock.move(timedelta(days=1))
    assert home.ask("D") == TooManyCorrections(until=START + timedelta(days=7))
    clock.move(timedelta(days=4))
    assert isinstance(home.ask("D"), str)
    assert home.ask("E") == TooManyCorrections(until=START + timedelta(days=8))


@on_sqlite
@pytest.mark.parametrize("policy", [{"support_email": ""}, {"email": False}])
def test_without_an_address_or_e_mails_support_is_called(home: Home, policy: Any) -> None:
    home.room.policy = replace(home.room.policy, **policy)
    assert home.ask() == CorrectionsAway(phone="01 99 00 00 00")
    home.room.policy = replace(home.room.policy, support_phone="")
    assert home.ask() == CorrectionsAway(phone=None)
