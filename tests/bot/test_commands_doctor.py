"""The doctor reaches every service, and says what is off."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from bot.commands.opening import check_vault
from bot.settings import Settings
from tests.bot.conftest import Server
from tests.bot.console import Console, Ended
from tests.buckets import S3
from tests.clamav import Clamd
from tests.databases import on_sqlite


def states(ended: Ended) -> dict[str, str]:
    return {one["name"]: one["state"] for one in ended.json["checks"]}


def said(ended: Ended, name: str) -> str:
    return next(str(one["what"]) for one in ended.json["checks"] if one["name"] == name)


@pytest.fixture
async def smtp() -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(object(), loop=loop), "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


def test_what_is_not_set_is_off_and_no_failure(masante: Console) -> None:
    ended = masante("doctor", "--json", RECOGNITION="off")
    assert (ended.code, ended.json["sound"]) == (0, True)
    off = ("telegram", "e-mail", "sms", "support", "alerts", "antivirus", "recognition", "directory")
    assert states(ended) == {"database": "ok", "keys": "ok", "vault": "ok", **dict.fromkeys(off, "off")}


@on_sqlite
async def test_everything_that_answers_is_well(
    masante: Console, server: Server, smtp: int, clamd: Clamd, languages: Path
) -> None:
    def examine() -> Ended:
        telegram: dict[str, Any] = {"TELEGRAM_TOKEN": "1000:FICTIVE", "TELEGRAM_API": server.url}
        mail = {"SMTP_URL": f"smtp://127.0.0.1:{smtp}", "MAIL_FROM": "masante@example.org"}
        more = {"SMS_URL": f"{server.url}/sms", "CLAMD_URL": clamd.tcp}
        return masante("doctor", "--json", **more, **telegram, **mail)

    server.answers += [(200, {"ok": True, "result": {"username": "masante_bot"}})] * 2
    ended = await asyncio.to_thread(examine)
    assert (ended.code, states(ended)) == (
        0, {**dict.fromkeys(("database", "keys", "vault", "alerts", "telegram", "e-mail", "sms"), "ok"),
            "antivirus": "ok", "recognition": "ok", "support": "off", "directory": "off"},
    )  # fmt: skip
    assert said(ended, "antivirus").startswith("ClamAV ")
    assert str(languages) in said(ended, "recognition")
    assert "@masante_bot" in said(ended, "telegram")


@on_sqlite
async def test_what_is_on_and_does_not_answer_fails(masante: Console, server: Server) -> None:
    server.refuses(401, "Unauthorized")
    gone = {
        "SMTP_URL": "smtp://127.0.0.1:1",
        "MAIL_FROM": "a@example.org",
        "SMS_URL": "http://127.0.0.1:1/sms",
        "CLAMD_URL": "unix:/nowhere/clamd.ctl",
    }
    telegram = {"TELEGRAM_TOKEN": "1000:FICTIVE", "TELEGRAM_API": server.url}
    ended = await asyncio.to_thread(masante, "doctor", "--json", **gone, **telegram)
    assert ended.code == 1
    assert [name for name, state in states(ended).items() if state == "failed"] == [
        "telegram",
        "e-mail",
        "sms",
        "antivirus",
    ]
    assert "FICTIVE" not in ended.out + ended.err


@on_sqlite
def test_an_old_schema_and_a_closed_vault_fail(masante: Console, tmp_path: Path) -> None:
    vault = masante.file("vault", "a file where a folder should be")
    ended = masante(
        "doctor", "--json", DATABASE_URL=f"sqlite:///{tmp_path}/bare.db", VAULT_URL=f"file://{vault}"
    )
    assert (ended.code, states(ended)["database"], states(ended)["vault"]) == (1, "failed", "failed")
    assert "masante migrate" in said(ended, "database")


@on_sqlite
def test_where_no_language_can_be_read_it_is_said_what_to_install(
    masante: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", "/nowhere")
    ended = masante("doctor", "--json")
    assert (ended.code, states(ended)["recognition"]) == (0, "off")
    assert "tesseract-ocr-fra" in said(ended, "recognition")
    assert "MASANTE_RECOGNITION" not in states(ended)


@on_sqlite
def test_a_mistyped_variable_is_remarked(masante: Console) -> None:
    ended = masante("doctor", SMPT_URL="smtp://127.0.0.1")
    assert (ended.code, "did you mean MASANTE_SMTP_URL" in ended.out) == (0, True)


@on_sqlite
def test_a_bucket_that_can_be_used_is_well_and_one_that_cannot_fails(masante: Console, s3: S3) -> None:
    assert states(masante("doctor", "--json", VAULT_URL=s3.url))["vault"] == "ok"
    assert s3.keys() == []
    ended = masante("doctor", "--json", VAULT_URL="s3://not-made-yet")
    assert (ended.code, said(ended, "vault")) == (
        1, "cannot keep files in s3://not-made-yet: there is no such bucket",
    )  # fmt: skip


@on_sqlite
def test_run_does_not_start_without_its_bucket(masante: Console, s3: S3) -> None:
    needed = {"TELEGRAM_TOKEN": "1000:FICTIVE", "SUPPORT_EMAIL": "aide@example.org"}
    ended = masante("run", VAULT_URL="s3://not-made-yet", **needed)
    assert ended.code == 2
    assert ended.err.strip() == "MASANTE_VAULT_URL: cannot be used: there is no such bucket"


@on_sqlite
def test_a_bucket_that_is_away_keeps_the_bot_from_nothing_but_files(masante: Console, s3: S3) -> None:
    s3.through("http://127.0.0.1:1")
    settings = check_vault(Settings.read({"MASANTE_VAULT_URL": s3.url}))
    assert [str(one) for one in settings.remarks if "no file can be kept now" in one.what] != []
