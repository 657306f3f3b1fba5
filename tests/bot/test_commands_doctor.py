"""The doctor reaches every service, and says what is off."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from sqlalchemy import update

from bot import rivals
from bot.commands.checks import CheckFailed
from bot.commands.checks_around import signatures_of
from bot.commands.checks_here import semantic
from bot.commands.opening import check_vault
from bot.settings import Settings
from portal import memory
from portal.encoder import Encoder, Shelf
from portal.keys import format_ring, new_ring, parse_ring
from portal.mailroom import inbox, outbox
from portal.mailroom.model import Outgoing
from simulator import Simulator
from tests.bot.conftest import Server
from tests.bot.console import Console, Ended
from tests.buckets import S3
from tests.clamav import Clamd
from tests.databases import on_sqlite


def states(ended: Ended) -> dict[str, str]:
    return {one["name"]: one["state"] for one in ended.json["checks"]}


def telegram(sim: Simulator, **more: str) -> dict[str, str]:
    return {"TELEGRAM_TOKEN": sim.token, "TELEGRAM_API": sim.url, **more}


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


async def doctor(masante: Console, sim: Simulator, **more: str) -> Ended:
    return await asyncio.to_thread(masante, "doctor", "--json", **telegram(sim, **more))


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
    well = ("database", "keys", "vault", "queues", "faq", "semantic")
    found = states(ended)
    assert found.pop("disk") in ("ok", "remark")  # it is this machine's
    assert found == dict.fromkeys(well, "ok") | dict.fromkeys(off, "off")


@on_sqlite
async def test_everything_that_answers_is_well(
    masante: Console, sim: Simulator, smtp: int, clamd: Clamd, languages: Path
) -> None:
    mail = {"SMTP_URL": f"smtp://127.0.0.1:{smtp}", "MAIL_FROM": "masante@example.org"}
    more = {"SMS_URL": f"{sim.url}/sms", "CLAMD_URL": clamd.tcp}
    ended = await asyncio.to_thread(masante, "doctor", "--json", **more, **telegram(sim), **mail)
    on = (
        "database",
        "keys",
        "vault",
        "queues",
        "faq",
        "alerts",
        "telegram",
        "webhook",
        "clock",
        "e-mail",
        "sms",
        "recognition",
        "semantic",
    )
    found = states(ended)
    assert (ended.code, found.pop("disk") in ("ok", "remark")) == (0, True)
    assert found.pop("antivirus") in ("ok", "remark")  # its signatures may be old
    assert found == dict.fromkeys(on, "ok") | {"support": "off", "directory": "off"}
    assert said(ended, "antivirus").startswith("ClamAV ")
    assert str(languages) in said(ended, "recognition")
    assert f"@{sim.world.bot['username']}" in said(ended, "telegram")


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


@on_sqlite
async def test_where_updates_go_is_compared_with_where_they_should(masante: Console, sim: Simulator) -> None:
    hook = "http://127.0.0.1:9/telegram"
    ended = await doctor(masante, sim, WEBHOOK_URL=hook)
    assert (states(ended)["webhook"], "not told" in said(ended, "webhook")) == ("remark", True)
    sim.world.webhook.set("http://127.0.0.2:9/telegram", "", 40)
    ended = await doctor(masante, sim)
    assert (ended.code, states(ended)["webhook"]) == (1, "failed")
    assert "updates go to 127.0.0.2, not to us" in said(ended, "webhook")


@on_sqlite
async def test_what_telegram_says_of_the_webhook_is_told_without_our_secrets(
    masante: Console, sim: Simulator
) -> None:
    hook, secret = "http://127.0.0.1:9/telegram", "hook-secret-of-ours"
    sim.world.webhook.set(hook, secret, 40)
    sim.world.webhook.failed(time.time() - 5, f"Wrong response from the webhook: 502 {secret}")
    ended = await doctor(masante, sim, WEBHOOK_URL=hook, WEBHOOK_SECRET=secret)
    assert (ended.code, states(ended)["webhook"]) == (1, "failed")
    assert "502" in said(ended, "webhook")
    assert secret not in ended.out + ended.err


async def served_by(date: str) -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.Response:
        method = request.path.rpartition("/")[2]
        result = {"getMe": {"username": "masante_bot"}}.get(method, {"url": ""})
        return web.json_response({"ok": True, "result": result}, headers={"Date": date})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as listening:
        yield str(listening.make_url("/")).rstrip("/")


@on_sqlite
async def test_a_clock_that_is_wrong_fails(masante: Console) -> None:
    async for url in served_by("Mon, 02 Mar 2026 08:00:00 GMT"):
        more = {"TELEGRAM_TOKEN": "1000:FICTIVE", "TELEGRAM_API": url}
        ended = await asyncio.to_thread(masante, "doctor", "--json", **more)
        assert (ended.code, states(ended)["clock"]) == (1, "failed")
        assert "start NTP" in said(ended, "clock")


@on_sqlite
async def test_a_certificate_that_telegram_will_not_trust_fails(
    masante: Console, sim: Simulator, tmp_path: Path
) -> None:
    context = self_signed(tmp_path)
    server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0, ssl=context)
    hook = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/telegram"
    ended = await doctor(masante, sim, WEBHOOK_URL=hook)
    server.close()
    assert (ended.code, states(ended)["certificate"]) == (1, "failed")
    assert "self-signed" in said(ended, "certificate")


@pytest.mark.parametrize(
    ("version", "signed"),
    [
        ("ClamAV 1.4.3/27816/Sat Nov 15 10:51:41 2025", datetime(2025, 11, 15, 10, 51, 41, tzinfo=UTC)),
        ("ClamAV 1.4.3", None),
    ],
)
def test_the_age_of_the_scanners_signatures_is_read(version: str, signed: datetime | None) -> None:
    assert signatures_of(version) == signed


def test_a_ring_of_another_database_fails_here_and_keeps_the_bot_from_starting(masante: Console) -> None:
    masante.patient()
    other = masante.file("other-ring", format_ring(new_ring()))
    ended = masante("doctor", "--json", KEYS=other)
    assert (ended.code, states(ended)["keys"]) == (1, "failed")
    needed = {"TELEGRAM_TOKEN": "1000:FICTIVE", "SUPPORT_EMAIL": "aide@example.org"}
    ended = masante("run", **needed)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert ended.err.startswith("MASANTE_KEYS: opens nothing of what is stored")


@on_sqlite
def test_a_ring_that_is_gone_is_asked_for_and_none_is_made_in_its_place(masante: Console) -> None:
    masante.patient()
    needed = {"TELEGRAM_TOKEN": "1000:FICTIVE", "SUPPORT_EMAIL": "aide@example.org"}
    ended = masante("run", KEYS="var/gone", **needed)
    assert (ended.code, "put it back" in ended.err) == (2, True)
    assert not (masante.folder / "var/gone").exists()


@on_sqlite
def test_a_ring_with_another_find_line_is_refused(masante: Console) -> None:
    masante.patient()
    ring = parse_ring((masante.folder / "var/keys").read_text())
    changed = masante.file("changed", format_ring(replace(ring, finding=new_ring().finding)))
    needed = {"TELEGRAM_TOKEN": "1000:FICTIVE", "SUPPORT_EMAIL": "aide@example.org"}
    ended = masante("run", KEYS=changed, **needed)
    assert (ended.code, "find: line" in ended.err) == (2, True)


@on_sqlite
def test_what_is_stored_partly_with_a_lost_key_is_told(masante: Console) -> None:
    masante.patient()
    ring = parse_ring((masante.folder / "var/keys").read_text())
    latest = new_ring().sealing[0]
    masante.file("var/keys", format_ring(replace(ring, sealing=(latest, *ring.sealing))))
    masante.patient("dominique.petit@example.org")
    masante.file("var/keys", format_ring(replace(ring, sealing=(latest,))))
    ended = masante("doctor", "--json")
    assert (ended.code, "some of accounts.email, identities.last_name" in said(ended, "keys")) == (1, True)


@on_sqlite
def test_a_schema_that_is_newer_than_the_code_is_said_and_nothing_runs(masante: Console) -> None:
    assert masante("patient", "list").code == 0
    masante.do(
        lambda work: work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    )
    ended = masante("patient", "list")
    assert (ended.code, "newer than this code" in ended.err) == (2, True)
    assert "install the one that made it" in said(masante("doctor", "--json"), "database")


@on_sqlite
def test_what_waits_too_long_what_failed_and_what_was_ordered_is_told(masante: Console) -> None:
    early = datetime.now(UTC) - timedelta(minutes=8, seconds=31)  # which is said as 9 for a minute
    assert masante("mode", "read-only").code == 0
    masante.do(outbox.put, "sms", "1", "access_code", {})
    masante.do(lambda work: work.execute(update(Outgoing).values(due_at=early)))
    masante.do(inbox.store, [("1", {"update_id": 5})])
    masante.do(lambda work: inbox.set_aside(work, inbox.claim(work, 1)[0], "KeyError"))
    masante.do(lambda work: memory.remember(work, rivals.MEMORY, work.now.isoformat()))
    ended = masante("doctor", "--json")
    found = states(ended)
    assert [found[name] for name in ("queues", "updates", "mode", "token")] == [
        "failed",
        "remark",
        "remark",
        "failed",
    ]
    assert "sms 1, for 9 min" in said(ended, "queues")


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=9)).sign(
        key, SHA256()
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_an_encoder_that_cannot_be_read_fails_and_one_that_is_not_installed_is_off() -> None:
    def broken() -> Encoder:
        raise OSError("weights.npz is not whole")

    assert semantic(Shelf(broken, installed=False))[0] == "off"
    with pytest.raises(CheckFailed, match=r"weights\.npz is not whole; install it anew"):
        semantic(Shelf(broken))
