"""Who an account stands for: names and birth date, and whom to notify in an emergency."""

from portal.identity.names import Identity, erase, first_name, read, write
from portal.identity.people import (
    MOST,
    RELATIONS,
    NameInvalid,
    NewPerson,
    Person,
    PersonUnknown,
    TooManyPeople,
    add_person,
    change_person,
    get_person,
    move_up,
    one_line,
    people_to_notify,
    remove_person,
    wrong_name,
)

__all__ = [
    "MOST", "RELATIONS", "Identity", "NameInvalid", "NewPerson", "Person", "PersonUnknown", "TooManyPeople",
    "add_person", "change_person", "erase", "first_name", "get_person", "move_up", "one_line", "people_to_notify", "read",
    "remove_person", "write", "wrong_name",
]  # fmt: skip
