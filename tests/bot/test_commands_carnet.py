"""`masante carnet`: a child's record, opened for a parent."""

from tests.bot.console import Console
from tests.databases import on_sqlite


def test_a_carnet_is_opened_for_a_parent_and_listed(masante: Console) -> None:
    parent = masante.patient()
    made = masante(
        "carnet", "create", "--json", "--parent", parent, "--first-name", "Léo", "--birth-date", "2024-02-03"
    )
    assert made.code == 0
    (listed,) = masante("carnet", "list", "--json").json
    assert (listed["id"], listed["first_name"], listed["parents"]) == (made.json["id"], "Léo", [parent])
    assert "Léo" in masante("carnet", "list").out
    lines = masante("journal", "show", "--json", "--carnet", made.json["id"]).json
    assert lines[0]["action"] == "carnet_created"


@on_sqlite
def test_what_is_no_child_and_no_parent_is_refused(masante: Console) -> None:
    parent = masante.patient()
    born = ("--first-name", "Léo", "--birth-date")
    assert masante("carnet", "create", "--parent", parent, *born, "1990-01-01").code == 1
    assert masante("carnet", "create", "--parent", "nobody@example.org", *born, "2024-02-03").code == 1
    assert masante("carnet", "create", "--parent", parent, *born, "2090-01-01").code == 2
    assert masante("journal", "show", "--carnet", "nothing").code == 1
