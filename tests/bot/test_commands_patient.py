"""Accounts, from the operator's side."""

import asyncio
from typing import Any

import pytest

from tests.bot.conftest import Server
from tests.bot.console import Console
from tests.databases import on_sqlite

CAMILLE = ("--email", "camille.martin@example.org", "--phone", "06 39 98 00 42")
NAMES = ("--first-name", "Camille", "--last-name", "Martin")


def test_a_new_patient_has_an_id_and_a_link(masante: Console) -> None:
    made = masante("patient", "create", "--json", *CAMILLE, *NAMES, BOT_USERNAME="masante_bot").json
    assert made["link"] == f"https://t.me/masante_bot?start={made['token']}"
    shown = masante("patient", "show", "--json", "CAMILLE.martin@example.org").json
    assert (shown["id"], shown["phone"], shown["state"]) == (made["id"], "+33639980042", "invited")


def test_people_read_the_same(masante: Console) -> None:
    ended = masante("patient", "create", *CAMILLE, *NAMES, BOT_USERNAME="masante_bot")
    assert "https://t.me/masante_bot?start=" in ended.out
    assert "MASANTE_SMTP_URL" in ended.err


@on_sqlite
def test_without_the_bot_s_name_the_token_is_given_and_said_to_be_one(masante: Console) -> None:
    ended = masante("patient", "create", *CAMILLE, *NAMES)
    token = ended.out.splitlines()[1].split()[-1]
    assert f"start={token}" in ended.err
    assert "MASANTE_BOT_USERNAME" in ended.err


@on_sqlite
async def test_telegram_is_asked_for_the_name_of_the_bot(masante: Console, server: Server) -> None:
    server.returns({"id": 1000, "is_bot": True, "username": "masante_bot"})
    settings = {"TELEGRAM_TOKEN": "1000:FICTIVE", "TELEGRAM_API": server.url}
    ended = await asyncio.to_thread(masante, "patient", "create", *CAMILLE, *NAMES, **settings)
    assert "https://t.me/masante_bot?start=" in ended.out


@on_sqlite
async def test_a_telegram_that_is_away_keeps_nobody_from_being_invited(
    masante: Console, server: Server
) -> None:
    server.refuses(401, "Unauthorized")
    settings = {"TELEGRAM_TOKEN": "1000:FICTIVE", "TELEGRAM_API": server.url}
    ended = await asyncio.to_thread(masante, "patient", "create", *CAMILLE, *NAMES, **settings)
    assert (ended.code, "Telegram could not be asked" in ended.err) == (0, True)


def test_an_address_is_one_account_s_only(masante: Console) -> None:
    known = masante.patient()
    ended = masante("patient", "create", "--json", *CAMILLE, *NAMES)
    assert (ended.code, ended.json) == (1, {"refused": "email_taken", "account_id": known})


@on_sqlite
@pytest.mark.parametrize(
    ("wrong", "code"), [(("--email", "camille"), "email_invalid"), (("--phone", "12"), "phone_invalid")]
)
def test_what_cannot_be_is_refused(masante: Console, wrong: Any, code: str) -> None:
    ended = masante("patient", "create", "--json", *CAMILLE, *NAMES, *wrong)
    assert (ended.code, ended.json["refused"]) == (1, code)


@on_sqlite
@pytest.mark.parametrize(
    "wrong",
    [("--birth-date", "31/02/1980"), ("--birth-date", "2999-01-01"), ("--first-name", " "),
     ("--language", "tlh"), ("--timezone", "Mars/Olympus")],
)  # fmt: skip
def test_what_is_badly_written_is_wrong_usage(masante: Console, wrong: Any) -> None:
    assert masante("patient", "create", *CAMILLE, *NAMES, *wrong).code == 2


@on_sqlite
def test_a_landline_is_warned_of(masante: Console) -> None:
    ended = masante("patient", "create", *CAMILLE, *NAMES, "--phone", "01 99 00 12 34")
    assert (ended.code, "landline" in ended.err) == (0, True)


@on_sqlite
@pytest.mark.parametrize("verb", ["show", "lock", "unlock", "unlink", "invite"])
def test_who_is_unknown_is_refused(masante: Console, verb: str) -> None:
    ended = masante("patient", verb, "--patient", "nobody@example.org")
    assert (ended.code, ended.err) == (1, "No patient has this e-mail address or id.\n")


def test_locking_and_unlocking(masante: Console) -> None:
    known = masante.patient()
    assert masante("patient", "lock", known).code == 0
    assert masante("patient", "invite", known).code == 1
    assert masante("patient", "show", "--json", known).json["state"] == "locked"
    assert masante("patient", "unlock", known).code == 0
    assert masante("patient", "invite", known).code == 0


@on_sqlite
def test_what_the_operator_did_is_in_the_journal(masante: Console) -> None:
    masante("patient", "lock", masante.patient())
    lines = masante("journal", "show", "--json", "--patient", "camille.martin@example.org").json
    assert [(one["actor"], one["action"]) for one in lines] == [
        ("operator", "registered"),
        ("operator", "locked"),
    ]


@on_sqlite
def test_unlinking_who_is_not_linked_is_refused(masante: Console) -> None:
    ended = masante("patient", "unlink", "--json", masante.patient())
    assert (ended.code, ended.json) == (1, {"refused": "link_missing"})


def test_a_number_is_corrected_and_both_are_told(masante: Console) -> None:
    known = masante.patient()
    assert masante("patient", "contact", known, "--to-phone", "06 39 98 00 77").code == 0
    assert masante("patient", "show", "--json", known).json["phone"] == "+33639980077"
    lines = masante("journal", "show", "--json", "--patient", known).json
    assert [line["action"] for line in lines[-2:]] == ["corrected", "account_seen"]


@on_sqlite
@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("--to-phone", "12", "phone_invalid"), ("--to-email", "zoé@example.org", "email_accented"),
     ("--to-email", "other@example.org", "email_taken")],
)  # fmt: skip
def test_an_address_that_cannot_be_hers_is_refused(
    masante: Console, option: str, value: str, code: str
) -> None:
    known, _other = masante.patient(), masante.patient("other@example.org")
    ended = masante("patient", "contact", "--json", known, option, value)
    assert (ended.code, ended.json["refused"]) == (1, code)


@on_sqlite
def test_one_of_both_is_corrected_at_a_time(masante: Console) -> None:
    known = masante.patient()
    assert masante("patient", "contact", known).code == 2
    assert (
        masante(
            "patient", "contact", known, "--to-phone", "06 39 98 00 77", "--to-email", "x@example.org"
        ).code
        == 2
    )


def test_every_patient_is_listed(masante: Console) -> None:
    known = {masante.patient(f"patient{n}@example.org") for n in range(3)}
    assert {one["id"] for one in masante("patient", "list", "--json").json} == known
    assert "patient2@example.org" in masante("patient", "list").out
