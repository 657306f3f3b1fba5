"""What runs, by command: mode, updates set aside, outbox; nothing of what people wrote is shown, all is journalled."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal import accounts, journal
from portal.mailroom import inbox, outbox
from portal.mailroom.model import Lane, Outgoing
from portal.work import Work
from tests.bot.console import Console
from tests.journeys import people
from tests.journeys.people import CAMILLE
from tests.waiting import waiting

FAULT = "builtins.KeyError\n  handlers/menu.py:33 show"


def service(masante: Console) -> list[tuple[str, str]]:
    """What the journal says was done to the installation."""
    return [
        (line["action"], line["subject"]) for line in masante("journal", "show", "--service", "--json").json
    ]


def set_aside(work: Work, number: int = 7, who: str = "1") -> None:
    inbox.store(work, [(who, {"update_id": number, "message": {"text": "my secret"}})])
    inbox.set_aside(work, inbox.claim(work, 1)[0], FAULT)


@pytest.fixture
def stuck(masante: Console) -> Console:
    assert masante("updates", "list").out.strip() == "No update is set aside."
    masante.do(set_aside)
    return masante


def test_the_mode_is_told_chosen_once_and_journalled(masante: Console) -> None:
    assert masante("mode", "--json").json["mode"] == "normal"
    chosen = masante("mode", "drain", "--json").json
    assert (chosen["mode"], chosen["idle"]) == ("drain", True)
    assert masante("mode", "drain", "--json").json["since"] == chosen["since"]
    assert "Telegram keeps it" in masante("mode").out
    assert service(masante) == [("mode", "drain")]


def test_a_mode_tells_what_is_still_to_do(masante: Console) -> None:
    masante("mode", "drain")
    masante.do(outbox.put, "sms", "1", "access_code", {})
    masante.do(lambda work: outbox.put(work, "purge", "1", "delete", {}, due_at=work.now + timedelta(days=1)))
    told = masante("mode", "--json").json
    assert (told["idle"], told["waiting"]["sms"], "purge" in told["waiting"]) == (False, 1, False)


def test_a_stuck_update_is_looked_at_without_its_content(stuck: Console) -> None:
    (one,) = stuck("updates", "list", "--json").json
    shown = stuck("updates", "show", "7", "--json")
    assert shown.json == one
    assert (one["id"], one["kind"], one["fault"]) == (7, "message (text)", FAULT)
    assert len(one["person"]) == 10
    table = stuck("updates", "list").out
    assert "KeyError handlers/menu.py:33 show" in table
    assert "secret" not in shown.out + table


def test_a_stuck_update_is_worked_on_again(stuck: Console) -> None:
    assert stuck("updates", "retry", "7").code == 0
    assert stuck.do(waiting, "inbox", "aside") == (1, 0)
    assert service(stuck) == [("update_retried", "update:7")]


def test_a_stuck_update_is_wiped(stuck: Console) -> None:
    assert stuck("updates", "drop", "7").code == 0
    assert stuck.do(waiting, "inbox", "aside") == (0, 0)
    ended = stuck("updates", "drop", "7", "--json")
    assert (ended.code, ended.json) == (1, {"refused": "update_unknown", "id": 7})


def test_what_is_done_with_an_update_of_a_patient_is_in_her_journal(masante: Console) -> None:
    masante("updates", "list")
    account_id = masante.do(people.link, CAMILLE)
    masante.do(set_aside, -3, str(CAMILLE.user_id))
    assert masante("updates", "drop", "-3").code == 0
    lines = masante.do(journal.read, f"patient:{account_id}")
    assert (lines[-1].actor, lines[-1].action, lines[-1].subject) == (
        "operator",
        "update_dropped",
        "update:-3",
    )


def test_what_should_have_left_is_named_and_tried_again(masante: Console) -> None:
    assert masante("outbox", "stuck").out.strip() == "Nothing is overdue."
    masante.do(put_off, datetime.now(UTC))
    (late,) = masante("outbox", "stuck", "--json").json
    assert (late["queue"], late["what"], late["attempts"], "who" in late) == ("email", "invitation", 1, False)
    assert masante("outbox", "stuck", "--queue", "sms", "--json").json == []
    assert masante("outbox", "retry", "--json").json["resumed"]["email"] == 1
    due = masante.do(lambda work: work.execute(select(Lane.next_at)).scalar_one() <= work.now)
    assert due
    assert service(masante) == [("outbox_retried", "telegram,bulk,sms,email")]


def put_off(work: Work, now: datetime) -> None:
    outbox.put(work, "email", "1", "invitation", {"to": "camille@example.org"})
    (one,) = outbox.claim(work, "email", 1)
    outbox.again(work, one.held, timedelta(minutes=5))
    work.execute(update(Outgoing).values(due_at=now - timedelta(minutes=2)))


@pytest.mark.parametrize(
    "wrong", [("mode", "off"), ("updates", "show", "x"), ("outbox", "stuck", "--queue", "post")]
)
def test_what_is_no_mode_update_or_queue_is_wrong_usage(masante: Console, wrong: tuple[str, ...]) -> None:
    assert masante(*wrong).code == 2


def test_an_invitation_sent_again_and_a_patient_unlocked_are_in_her_journal(masante: Console) -> None:
    account_id = masante.patient()
    for done in (("invite",), ("lock",), ("unlock",)):
        assert masante("patient", *done, account_id).code == 0
    lines: list[Any] = masante.do(journal.read, f"patient:{account_id}")
    assert [line.action for line in lines][-3:] == ["invited", "locked", "unlocked"]
    assert masante.do(accounts.show, account_id).locked_at is None


def test_whoever_looks_at_names_or_at_a_stuck_update_leaves_a_line(masante: Console) -> None:
    account_id = masante.patient()
    for looked in (("patient", "show", account_id), ("patient", "list"), ("carnet", "list")):
        assert masante(*looked).code == 0
    masante.do(set_aside)
    assert masante("updates", "show", "7").code == 0
    lines: list[Any] = masante.do(journal.read, f"patient:{account_id}")
    assert (lines[-1].actor, lines[-1].action, lines[-1].strength) == ("operator", "account_seen", "cli")
    assert service(masante) == [("accounts_listed", "")] * 2 + [("update_seen", "update:7")]
