"""What an operator writes in the environment, and what is said when it is wrong."""

import os
import stat
from pathlib import Path

import pytest

from bot.addresses import HttpSms, ListenAddress, OvhSms, SmtpServer
from bot.settings import Settings, SettingsWrong
from portal.keys import Keyring, format_ring, new_ring

TOKEN = "1000:FICTIVE_token"


def read(**variables: str) -> Settings:
    return Settings.read({f"MASANTE_{name}": value for name, value in variables.items()})


def problems(**variables: str) -> dict[str, str]:
    with pytest.raises(SettingsWrong) as caught:
        read(**variables)
    return {problem.variable.removeprefix("MASANTE_"): problem.what for problem in caught.value.problems}


def test_nothing_set_is_one_machine_with_long_polling() -> None:
    settings = Settings.read({})
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.listen == ListenAddress("127.0.0.1", 8443)
    assert (settings.database_url, settings.vault_url) == ("sqlite:///var/masante.db", "file://var/vault")
    assert (settings.timezone, settings.language, settings.keys) == ("Europe/Paris", "fr", Path("var/keys"))
    assert (settings.webhook_url, settings.public_url, settings.smtp, settings.sms) == (None,) * 4


def test_an_empty_variable_is_not_set() -> None:
    assert read(LANGUAGE="", TELEGRAM_TOKEN=" ") == Settings.read({})


def test_every_problem_is_told_at_once_by_its_variable() -> None:
    wrong = {"LISTEN": "8443", "TIMEZONE": "Mars/Olympus", "LANGUAGE": "tlh", "FRESH_DAYS": "0"}
    wrong |= {
        "TELEGRAM_TOKEN": "secret",
        "DATABASE_URL": "mysql://x",
        "WEBHOOK_URL": "http://exemple.fr/hook",
    }
    assert set(problems(**wrong)) == set(wrong)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_API", "ftp://x"),
        ("TELEGRAM_API", "api.telegram.org"),
        ("LISTEN", "localhost:99999"),
        ("LISTEN", "::1:80"),
        ("LISTEN", "http://localhost:80"),
        ("WEBHOOK_URL", "https://exemple.fr"),
        ("WEBHOOK_URL", "https://exemple.fr/health"),
        ("WEBHOOK_URL", "https://exemple.fr:8080/telegram"),
        ("WEBHOOK_SECRET", "é"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("PUBLIC_URL", "exemple.fr"),
        ("SUPPORT_EMAIL", "aide"),
        ("SUPPORT_PHONE", "appelez-nous"),
        ("BOT_USERNAME", "t.me/masante"),
        ("DATABASE_URL", "sqlite:///"),
        ("VAULT_URL", "/var/vault"),
        ("VAULT_URL", "file://"),
        ("VAULT_URL", "s3://"),
        ("VAULT_URL", "s3:///files"),
        ("VAULT_URL", "s3://ab"),
        ("VAULT_URL", "s3://Masante"),
        ("VAULT_URL", "s3://192.168.0.1"),
        ("VAULT_URL", "s3://a..b"),
        ("VAULT_URL", "s3://key:secret@masante"),
        ("VAULT_URL", "s3://masante/a//b"),
        ("VAULT_URL", "s3://masante/../b"),
        ("VAULT_URL", "s3://masante/a?b"),
        ("CLAMD_URL", "localhost:3310"),
        ("SMTP_URL", "exemple.fr:25"),
        ("SMTP_URL", "smtp://exemple.fr:port"),
        ("SMTP_URL", "smtp://exemple.fr/path"),
        ("SMS_URL", "tel:15"),
        ("SMS_URL", "ovh://key:secret@consumer"),
        ("SMS_URL", "ovh://key:secret@consumer/service?from=x"),
        ("MAIL_FROM", "MaSanté"),
        ("FRESH_DAYS", "²"),
        ("TIMEZONE", "../etc/passwd"),
        ("KEYS", "seal:abc"),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, value: str) -> None:
    assert name in problems(**{name: value})


@pytest.mark.parametrize("url", ["file:///srv/vault", "s3://masante", "s3://masante.files/of/2026"])
def test_files_are_kept_in_a_folder_or_in_a_bucket(url: str) -> None:
    assert read(VAULT_URL=url).vault_url == url


def test_a_secret_in_the_url_of_a_bucket_is_not_repeated() -> None:
    assert "hush" not in problems(VAULT_URL="s3://key:hush@masante")["VAULT_URL"]


def test_the_secrets_of_a_bucket_are_masked_and_shown_by_nobody() -> None:
    settings = Settings.read({"AWS_SECRET_ACCESS_KEY": "hush", "AWS_SESSION_TOKEN": "hush too"})
    assert settings.secrets() == ("hush", "hush too")
    assert "hush" not in repr(settings)


def test_what_a_bucket_needs_may_stand_in_the_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY", raising=False)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "")  # so that it is put back afterwards
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (tmp_path / ".env").write_text("AWS_REGION=elsewhere\nAWS_SECRET_ACCESS_KEY=hush\n")
    assert Settings.of_this_machine(tmp_path).secrets() == ("hush",)
    assert (os.environ["AWS_REGION"], os.environ["AWS_SECRET_ACCESS_KEY"]) == ("eu-west-3", "hush")


def test_run_asks_for_a_token_and_for_somebody_to_turn_to() -> None:
    asked = [problem.variable for problem in Settings.read({}).for_run()]
    assert asked == ["MASANTE_TELEGRAM_TOKEN", "MASANTE_SUPPORT_EMAIL"]
    assert read(TELEGRAM_TOKEN=TOKEN, SUPPORT_PHONE="01 23 45 67 89").for_run() == []


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", SmtpServer("localhost", 25)),
        ("smtps://mail.exemple.fr", SmtpServer("mail.exemple.fr", 465, "tls")),
        (
            "smtp+starttls://bot%40exemple.fr:p%40ss%2F@mail.exemple.fr:2525",
            SmtpServer("mail.exemple.fr", 2525, "starttls", "bot@exemple.fr", "p@ss/"),
        ),
    ],
)
def test_a_mail_server_is_read_from_its_url(url: str, server: SmtpServer) -> None:
    assert read(SMTP_URL=url, MAIL_FROM="MaSanté <bonjour@exemple.fr>").smtp == server


def test_a_mail_server_needs_a_sender() -> None:
    assert "MAIL_FROM" in problems(SMTP_URL="smtp://localhost")


def test_an_sms_gateway_is_read_from_its_url() -> None:
    assert read(SMS_URL="https://u:p%3A@sms.exemple.fr/send?a=b").sms == HttpSms(
        "https://sms.exemple.fr/send?a=b", "u", "p:"
    )
    ovh = read(SMS_URL="ovh://AppKey:AppSecret@ConsumerKey/sms-ab1-1?sender=MaSante").sms
    assert ovh == OvhSms("AppKey", "AppSecret", "ConsumerKey", "sms-ab1-1", "MaSante")


def test_no_secret_shows(tmp_path: Path) -> None:
    settings = read(
        TELEGRAM_TOKEN=TOKEN,
        WEBHOOK_URL="https://exemple.fr/telegram",
        WEBHOOK_SECRET="hook-hidden",
        DATABASE_URL="postgresql://masante:db-hidden@localhost/masante",
        SMTP_URL="smtps://u:smtp-hidden@mail.exemple.fr",
        MAIL_FROM="bonjour@exemple.fr",
        SMS_URL="ovh://k:ovh-hidden@consumer-hidden/s",
        KEYS=format_ring(new_ring()),
    )
    assert "hidden" not in f"{settings!r} {settings}"
    assert "FICTIVE" not in repr(settings)
    assert set(settings.secrets()) >= {TOKEN, "hook-hidden", "db-hidden", "smtp-hidden", "ovh-hidden"}


def test_a_problem_does_not_quote_a_secret() -> None:
    said = str(
        problems(TELEGRAM_TOKEN="hidden", SMTP_URL="smtp://u:hidden@host:x", KEYS="seal:hidden,find:x")
    )
    assert "hidden" not in said


def test_a_webhook_gives_the_public_address_and_the_same_secret_everywhere() -> None:
    first = read(TELEGRAM_TOKEN=TOKEN, WEBHOOK_URL="https://exemple.fr/telegram")
    second = read(TELEGRAM_TOKEN=TOKEN, WEBHOOK_URL="https://exemple.fr/telegram")
    assert first.public_url == "https://exemple.fr"
    assert first.webhook_secret == second.webhook_secret is not None
    assert read(TELEGRAM_TOKEN="1000:other", WEBHOOK_URL="https://exemple.fr/t").webhook_secret != (
        first.webhook_secret
    )


def test_a_webhook_on_this_machine_may_be_plain_http() -> None:
    hook = "http://127.0.0.1:8443/telegram"
    assert read(WEBHOOK_URL=hook, TELEGRAM_API="http://127.0.0.1:8081").webhook_url == hook


def test_the_key_ring_may_be_written_out() -> None:
    assert isinstance(read(KEYS=format_ring(new_ring()).replace("\n", ",")).keys, Keyring)


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = read(KEYS=str(tmp_path / "var" / "keys"))
    made = settings.ring()
    assert settings.ring() == made
    assert stat.S_IMODE((tmp_path / "var" / "keys").stat().st_mode) == 0o600


def test_a_broken_key_file_is_told_without_showing_it(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text("seal:hidden\n")
    assert "hidden" not in problems(KEYS=str(path))["KEYS"]
    path.write_bytes(b"\xff\x00")
    assert "not text" in problems(KEYS=str(path))["KEYS"]
    assert "KEYS" in problems(KEYS=str(tmp_path))


def test_a_key_file_that_cannot_be_made_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsWrong, match="MASANTE_KEYS"):
        Settings(keys=tmp_path / "file" / "keys").ring()


def test_a_key_file_open_to_others_is_remarked(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(format_ring(new_ring()))
    path.chmod(0o644)
    assert "chmod 600" in remarks(read(KEYS=str(path)))["KEYS"]


def test_what_is_off_and_what_is_misspelt_is_remarked() -> None:
    said = remarks(read(SMS_ULR="https://exemple.fr"))
    assert {"SMTP_URL", "SMS_URL", "SMS_ULR"} <= set(said)
    assert "MASANTE_SMS_URL" in said["SMS_ULR"]


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("MASANTE_LANGUAGE=fr\nMASANTE_MAIL_FROM='a$b@exemple.fr'\n")
    monkeypatch.setenv("MASANTE_LANGUAGE", "en")
    settings = Settings.of_this_machine(tmp_path)
    assert (settings.language, settings.mail_from) == ("en", "a$b@exemple.fr")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsWrong, match=r"\.env"):
        Settings.of_this_machine(tmp_path)


def remarks(settings: Settings) -> dict[str, str]:
    return {remark.variable.removeprefix("MASANTE_"): remark.what for remark in settings.remarks}


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    settings = read(TELEGRAM_TOKEN_FILE=str(tmp_path / "token"))
    assert settings.telegram_token == TOKEN
    assert TOKEN in settings.secrets()
    assert not [one for one in settings.remarks if "TOKEN" in one.variable]


def test_a_secret_whose_file_cannot_be_used_is_a_problem_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    (tmp_path / "token").write_text(TOKEN)
    wrong = problems(TELEGRAM_TOKEN_FILE="/nowhere", SMTP_URL_FILE=str(tmp_path / "bytes"),
                     WEBHOOK_SECRET_FILE=str(tmp_path / "token"), WEBHOOK_SECRET="x")  # fmt: skip
    assert {name: what.split()[-1] for name, what in wrong.items()} == {
        "TELEGRAM_TOKEN_FILE": "directory", "SMTP_URL_FILE": "text", "WEBHOOK_SECRET_FILE": "two",
    }  # fmt: skip


def test_a_secret_s_file_without_end_is_refused_at_once() -> None:
    assert "too long" in problems(TELEGRAM_TOKEN_FILE="/dev/zero")["TELEGRAM_TOKEN_FILE"]


def test_what_is_wrong_in_a_file_is_told_without_what_stands_in_it(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a secret that is no token")
    wrong = problems(TELEGRAM_TOKEN_FILE=str(tmp_path / "token"))
    assert list(wrong) == ["TELEGRAM_TOKEN"]
    assert "secret" not in str(wrong)
