"""The SMS gateway and the mail server on their bad days."""

from email.message import EmailMessage

import aiohttp
import aiosmtplib
import pytest

from tests.simulator.conftest import Bot

SMS = {"to": "+33612345678", "text": "Code : 123456"}


async def send_sms(bot: Bot) -> int:
    async with bot.http.post(f"{bot.sim.url}/sms", json=SMS) as answer:
        return answer.status


async def send_mail(bot: Bot) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "bot@example.org", "anna@example.org", "Hello"
    message.set_content("Hello")
    await aiosmtplib.send(message, hostname="127.0.0.1", port=bot.sim.smtp_port)


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("429", 429), ("400", 400)])
async def test_an_sms_gateway_may_refuse(bot: Bot, kind: str, status: int) -> None:
    bot.sim.world.faults.add({"where": "sms", "kind": kind})
    assert await send_sms(bot) == status
    assert bot.sim.world.inboxes.sms == []
    assert await send_sms(bot) == 202


@pytest.mark.parametrize(("kind", "arrived"), [("close", 0), ("half", 1)])
async def test_an_sms_gateway_may_break_off(bot: Bot, kind: str, arrived: int) -> None:
    bot.sim.world.faults.add({"where": "sms", "kind": kind})
    with pytest.raises(aiohttp.ClientError):
        await send_sms(bot)
    assert len(bot.sim.world.inboxes.sms) == arrived


@pytest.mark.parametrize("sms", [{"to": "0612345678", "text": "x"}, {"to": "+33612345678"}, {}])
async def test_an_sms_that_makes_no_sense_is_refused(bot: Bot, sms: dict[str, str]) -> None:
    async with bot.http.post(f"{bot.sim.url}/sms", json=sms) as answer:
        assert answer.status == 400


@pytest.mark.parametrize(("kind", "code"), [("400", 550), ("500", 451), ("429", 450)])
async def test_a_mail_server_may_refuse(bot: Bot, kind: str, code: int) -> None:
    bot.sim.world.faults.add({"where": "smtp", "kind": kind})
    with pytest.raises(aiosmtplib.SMTPDataError) as refused:
        await send_mail(bot)
    assert refused.value.code == code
    assert bot.sim.world.inboxes.mail == []


async def test_a_mail_server_may_be_down_until_it_is_not(bot: Bot) -> None:
    bot.sim.world.faults.add({"where": "smtp", "kind": "down"})
    for _ in range(2):
        with pytest.raises(aiosmtplib.SMTPException):
            await send_mail(bot)
    bot.sim.world.faults.clear()
    await send_mail(bot)
    assert len(bot.sim.world.inboxes.mail) == 1
