"""E-mail over real SMTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from structlog.testing import capture_logs

from bot.addresses import SmtpServer
from bot.channels.email import EmailChannel, Letter
from portal.errors import GiveUp, TryLater
from tests.bot.conftest import FixedClock

LETTER = Letter(
    "outbox/12",
    "lea.martin@exemple.fr",
    "Votre invitation",
    "Bonjour Léa,\n\nOuvrez https://t.me/masante_bot?start=a&b=1.\n<À bientôt>",
)


class Mailbox:
    """Keeps what it is sent; refuses as told."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers = {"RCPT": "250 OK", "DATA": "250 OK"}

    async def handle_RCPT(  # noqa: N802  (named so by aiosmtpd)
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers["RCPT"]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.letters.append(message)
        self.recipients += envelope.rcpt_tos
        return self.answers["DATA"]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
async def port(mailbox: Mailbox) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, loop=loop), "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


@pytest.fixture
def channel(port: int, clock: FixedClock) -> EmailChannel:
    return EmailChannel(SmtpServer("127.0.0.1", port), "MaSanté <bonjour@exemple.fr>", clock)


async def test_a_letter_arrives_as_text_and_as_html(mailbox: Mailbox, channel: EmailChannel) -> None:
    await channel.deliver(LETTER)
    letter = mailbox.letters[0]
    text, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert page is not None
    assert text.get_content().replace("\r\n", "\n").strip() == LETTER.text
    assert '<a href="https://t.me/masante_bot?start=a&amp;b=1">' in page.get_content()
    assert "&lt;À bientôt&gt;" in page.get_content()


async def test_a_letter_says_who_when_and_that_no_answer_is_awaited(
    mailbox: Mailbox, channel: EmailChannel
) -> None:
    await channel.deliver(LETTER)
    letter = mailbox.letters[0]
    assert letter["From"] == "MaSanté <bonjour@exemple.fr>"
    assert (letter["To"], letter["Subject"]) == ("lea.martin@exemple.fr", "Votre invitation")
    assert letter["Date"] == "Sun, 01 Mar 2026 08:30:00 +0000"
    assert letter["Auto-Submitted"] == "auto-generated"


async def test_an_answer_goes_where_the_letter_says(mailbox: Mailbox, channel: EmailChannel) -> None:
    await channel.deliver(replace(LETTER, reply_to="camille.durand@example.org"))
    assert mailbox.letters[-1]["Reply-To"] == "camille.durand@example.org"


async def test_what_a_person_wrote_is_no_automatic_letter_even_if_she_is_answered_by_phone(
    mailbox: Mailbox, channel: EmailChannel
) -> None:
    await channel.deliver(replace(LETTER, hers=True))
    assert mailbox.letters[-1]["Auto-Submitted"] is None


async def test_a_letter_sent_again_has_the_same_id(mailbox: Mailbox, channel: EmailChannel) -> None:
    await channel.deliver(LETTER)
    await channel.deliver(LETTER)
    assert [letter["Message-ID"] for letter in mailbox.letters] == ["<outbox.12@exemple.fr>"] * 2


async def test_a_subject_cannot_smuggle_a_header(mailbox: Mailbox, channel: EmailChannel) -> None:
    await channel.deliver(Letter("1", "a@exemple.fr", "Bonjour\r\nBcc: b@exemple.fr", "x"))
    assert mailbox.recipients == ["a@exemple.fr"]
    assert (mailbox.letters[0]["Subject"], mailbox.letters[0]["Bcc"]) == ("Bonjour Bcc: b@exemple.fr", None)


@pytest.mark.parametrize("to", ["", "a", "a@b.fr\nBcc: c@d.fr", "a@b.fr, c@d.fr", "a@b.fr\r\n", "é@b.fr"])
async def test_what_is_not_one_plain_address_is_given_up(
    mailbox: Mailbox, channel: EmailChannel, to: str
) -> None:
    with pytest.raises(GiveUp):
        await channel.deliver(Letter("1", to, "x", "x"))
    assert not mailbox.letters


async def test_an_address_in_another_alphabet_is_written_in_ascii(
    mailbox: Mailbox, channel: EmailChannel
) -> None:
    await channel.deliver(Letter("1", "a@santé.fr", "x", "x"))
    assert mailbox.recipients == ["a@xn--sant-epa.fr"]


async def test_arabic_reads_from_right_to_left(mailbox: Mailbox, channel: EmailChannel) -> None:
    await channel.deliver(Letter("1", "a@exemple.fr", "مرحبا", "مرحبا", language="ar"))
    page = mailbox.letters[0].get_body(("html",))
    assert page is not None
    assert 'lang="ar" dir="rtl"' in page.get_content()


@pytest.mark.parametrize(
    ("step", "answer", "reason"),
    [("RCPT", "550 no such user", "unreachable"), ("DATA", "554 refused", "refused")],
)
async def test_a_final_no_is_given_up(
    mailbox: Mailbox, channel: EmailChannel, step: str, answer: str, reason: str
) -> None:
    mailbox.answers[step] = answer
    with pytest.raises(GiveUp, match=reason):
        await channel.deliver(LETTER)


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
async def test_a_no_of_the_moment_is_tried_again(mailbox: Mailbox, channel: EmailChannel, step: str) -> None:
    mailbox.answers[step] = "451 come back later"
    with pytest.raises(TryLater):
        await channel.deliver(LETTER)


async def test_a_server_that_is_down_is_tried_again_and_nothing_personal_is_logged(
    clock: FixedClock,
) -> None:
    channel = EmailChannel(SmtpServer("127.0.0.1", 1), "bonjour@exemple.fr", clock)
    with capture_logs() as logged, pytest.raises(TryLater):
        await channel.deliver(LETTER)
    assert logged
    assert "martin" not in f"{logged}{LETTER}"


async def test_starttls_is_never_skipped(mailbox: Mailbox, port: int, clock: FixedClock) -> None:
    server = SmtpServer("127.0.0.1", port, "starttls")
    with pytest.raises(TryLater):
        await EmailChannel(server, "bonjour@exemple.fr", clock).deliver(LETTER)
    assert not mailbox.letters
