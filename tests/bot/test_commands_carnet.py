"""`masante carnet`: a child's record, opened for a parent."""

from datetime import date

from portal import authorisations
from portal.accounts import Me
from portal.authorisations import Right
from portal.carnets import inviting, store
from portal.work import Work
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
def test_a_second_carnet_of_the_same_child_is_remarked(masante: Console) -> None:
    born = ("--parent", masante.patient(), "--first-name", "Léo", "--birth-date", "2024-02-03")
    first = masante("carnet", "create", "--json", *born)
    again = masante("carnet", "create", "--json", *born)
    assert (first.err, again.code, first.json["id"] in again.err) == ("", 0, True)


@on_sqlite
def test_what_is_no_child_and_no_parent_is_refused(masante: Console) -> None:
    parent = masante.patient()
    born = ("--first-name", "Léo", "--birth-date")
    assert masante("carnet", "create", "--parent", parent, *born, "1990-01-01").code == 1
    assert masante("carnet", "create", "--parent", "nobody@example.org", *born, "2024-02-03").code == 1
    assert masante("carnet", "create", "--parent", parent, *born, "2090-01-01").code == 2
    assert masante("journal", "show", "--carnet", "nothing").code == 1


def shared(masante: Console) -> tuple[str, str]:
    """A carnet whose holder has invited somebody; its id and hers."""
    parent = masante.patient()
    born = ("--first-name", "Léo", "--birth-date", "2024-02-03")
    made = masante("carnet", "create", "--json", "--parent", parent, *born).json["id"]
    masante.do(invite, parent, made)
    return made, parent


def invite(work: Work, parent: str, carnet: str) -> None:
    me = Me(parent, "link", "full", fresh=True, used_at=work.now, language=None, timezone=None)
    access = authorisations.require(work, me, Right.HOLD, authorisations.carnet_record(carnet))
    assert isinstance(access, authorisations.Access)
    assert isinstance(inviting.invite(work, me, access, "thomas@example.org"), store.Invitation)


def test_a_carnet_is_shown_with_its_parents_and_invitations(masante: Console) -> None:
    made, parent = shared(masante)
    shown = masante("carnet", "show", made, "--json").json
    assert [(one["id"], one["name"], one["holds"]) for one in shown["parents"]] == [
        (parent, "Camille Martin", True)
    ]
    assert [(one["email"], one["state"]) for one in shown["invitations"]] == [
        ("thomas@example.org", "waiting")
    ]
    assert (shown["locked"], shown["comes_of_age"]) == (False, "2042-02-03")
    human = masante("carnet", "show", "--carnet", made).out
    assert "thomas@example.org" in human
    assert "Camille Martin" in human


@on_sqlite
def test_a_locked_carnet_is_opened_again_by_the_operator(masante: Console) -> None:
    made, _parent = shared(masante)
    for _ in range(3):
        masante.do(store.count_wrong_date, made)
    assert masante("carnet", "show", made, "--json").json["locked"]
    assert masante("carnet", "unlock", made).code == 0
    assert not masante("carnet", "show", made, "--json").json["locked"]
    assert masante("carnet", "unlock", "nothing").code == 1
    assert masante("carnet", "show").code == 2
    assert masante("journal", "show", "--json", "--carnet", made).json[-2]["action"] == "carnet_unlocked"


@on_sqlite
def test_a_child_of_15_is_given_an_access_of_her_own(masante: Console) -> None:
    parent = masante.patient()
    year = date.today().year  # noqa: DTZ011  on the clerk's own calendar
    born = ("--first-name", "Zoé", "--birth-date", f"{year - 16}-01-01")
    made = masante("carnet", "create", "--json", "--parent", parent, *born).json["id"]
    hers = ("--email", "zoe@example.org", "--phone", "06 39 98 00 43", "--last-name", "Martin")
    assert masante("carnet", "access", made, *hers[:4]).code == 1
    given = masante("carnet", "access", made, "--json", *hers).json
    assert given["token"]
    assert masante("carnet", "show", made, "--json").json["own_account"] == given["id"]
    assert masante("carnet", "access", made, "--patient", "zoe@example.org").code == 1
    assert masante("carnet", "access", made, "--end").code == 0
    assert masante("carnet", "access", made, "--end").code == 1
    assert masante("carnet", "access", made, "--patient", parent).code == 1
    assert masante("carnet", "access", made, "--patient", "zoe@example.org").code == 0
