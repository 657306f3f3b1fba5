"""People to notify: in their order, checked as they are written down, sealed."""

import pytest

from portal import identity
from portal.identity import MOST, NameInvalid, NewPerson, PersonUnknown, TooManyPeople
from portal.phones import PhoneInvalid, written
from portal.work import Workroom

MARC = NewPerson("Marc", "Durand", "partner", "06 39 98 00 77")


def names(room: Workroom) -> list[str]:
    return [one.first_name for one in room.do(identity.people_to_notify, "camille")]


def add(room: Workroom, first_name: str = "Marc", account_id: str = "camille") -> str:
    made = room.do(identity.add_person, account_id, MARC._replace(first_name=first_name))
    assert isinstance(made, str), made
    return made


def test_they_come_in_the_order_in_which_they_were_named(workroom: Workroom) -> None:
    for name in ("Marc", "Anne", "Jo"):
        add(workroom, name)
    assert names(workroom) == ["Marc", "Anne", "Jo"]
    assert workroom.do(identity.people_to_notify, "nadia") == []


def test_who_is_moved_up_is_called_before_the_one_before_her(workroom: Workroom) -> None:
    ids = [add(workroom, name) for name in ("Marc", "Anne", "Jo")]
    assert workroom.do(identity.move_up, "camille", ids[2]) is None
    assert names(workroom) == ["Marc", "Jo", "Anne"]
    assert workroom.do(identity.move_up, "camille", ids[0]) is None
    assert names(workroom) == ["Marc", "Jo", "Anne"]
    workroom.do(identity.remove_person, "camille", ids[0])
    assert names(workroom) == ["Jo", "Anne"]


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [
        ({"first_name": "  "}, NameInvalid),
        ({"last_name": "🙂"}, NameInvalid),
        ({"last_name": "x" * 61}, NameInvalid),
        ({"relation": ""}, NameInvalid),
        ({"phone": "112"}, PhoneInvalid),
        ({"phone": "bonjour"}, PhoneInvalid),
    ],
)
def test_what_is_no_name_and_no_number_is_refused(workroom: Workroom, wrong: dict, refused: type) -> None:
    assert isinstance(workroom.do(identity.add_person, "camille", MARC._replace(**wrong)), refused)
    assert names(workroom) == []


def test_a_name_cannot_turn_the_direction_of_what_stands_beside_it(workroom: Workroom) -> None:
    add(workroom, "Ma\u202erc\n ")
    assert names(workroom) == ["Marc"]


def test_so_many_are_enough(workroom: Workroom) -> None:
    for number in range(MOST):
        add(workroom, f"Marc {number} bis")
    assert workroom.do(identity.add_person, "camille", MARC) == TooManyPeople(most=MOST)


def test_nobody_changes_the_people_of_another(workroom: Workroom) -> None:
    hers = add(workroom)
    for function in (identity.get_person, identity.remove_person, identity.move_up):
        assert workroom.do(function, "nadia", hers) == PersonUnknown()
    assert workroom.do(identity.change_person, "nadia", hers, MARC) == PersonUnknown()
    assert workroom.do(identity.change_person, "camille", hers, MARC._replace(relation="friend")) is None
    assert workroom.do(identity.get_person, "camille", hers).relation == "friend"


def test_they_stand_sealed_in_the_database(workroom: Workroom) -> None:
    add(workroom, "Canari")
    rows = workroom.do(
        lambda work: work.connection.exec_driver_sql("SELECT sealed FROM people_to_notify").all()
    )
    assert b"Canari" not in bytes(rows[0][0])


@pytest.mark.parametrize(
    ("number", "shown"), [("+33639980077", "06 39 98 00 77"), ("+262262901234", "+262 262 90 12 34")]
)
def test_a_number_is_shown_as_it_is_dialled(number: str, shown: str) -> None:
    assert written(number) == shown
