"""Text messages through a gateway, over real HTTP."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.addresses import sms_gateway
from bot.channels import Receipt
from bot.channels.sms import Sms, SmsChannel
from portal.errors import GiveUp, TryLater
from tests.bot.conftest import FixedClock, Server

MESSAGE = Sms("+33612345678", "Code MaSanté : 123456")


@pytest.fixture
async def channel(server: Server, clock: FixedClock) -> AsyncIterator[SmsChannel]:
    channel = SmsChannel(sms_gateway(server.url.replace("//", "//user:p%40ss@") + "/sms"), clock)
    await channel.start()
    yield channel
    await channel.stop()


async def test_a_gateway_gets_the_number_and_the_text_as_json(server: Server, channel: SmsChannel) -> None:
    assert await channel.deliver(MESSAGE) == Receipt()
    path, headers, body = server.asked[0]
    assert (path, headers["Content-Type"]) == ("/sms", "application/json")
    assert json.loads(body) == {"to": "+33612345678", "text": "Code MaSanté : 123456"}
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")) == b"user:p@ss"


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_refused_message_is_given_up(server: Server, channel: SmsChannel, status: int) -> None:
    server.answers.append((status, {}))
    with pytest.raises(GiveUp):
        await channel.deliver(MESSAGE)


@pytest.mark.parametrize("status", [302, 408, 429, 500, 503])
async def test_a_gateway_in_trouble_is_tried_again(server: Server, channel: SmsChannel, status: int) -> None:
    server.answers.append((status, {}))
    with pytest.raises(TryLater):
        await channel.deliver(MESSAGE)


async def test_a_gateway_that_is_down_is_tried_again_and_nothing_personal_is_logged(
    clock: FixedClock,
) -> None:
    channel = SmsChannel(sms_gateway("http://user:secret@127.0.0.1:1/sms"), clock)
    await channel.start()
    with capture_logs() as logged, pytest.raises(TryLater):
        await channel.deliver(MESSAGE)
    await channel.stop()
    seen = f"{logged}{MESSAGE}"
    assert not any(word in seen for word in ("33612345678", "123456", "secret"))


@pytest.fixture
async def ovh(server: Server, clock: FixedClock) -> AsyncIterator[SmsChannel]:
    url = f"ovh://AppKey:AppSecret@ConsumerKey/sms-ab1-1?sender=MaSante&endpoint={server.url}/1.0"
    channel = SmsChannel(sms_gateway(url), clock)
    await channel.start()
    yield channel
    await channel.stop()


async def test_ovh_gets_a_signed_job(server: Server, ovh: SmsChannel, clock: FixedClock) -> None:
    server.answers.append((200, {"invalidReceivers": [], "ids": [1]}))
    await ovh.deliver(MESSAGE)
    path, headers, body = server.asked[0]
    now = str(int(clock.now().timestamp()))
    signed = f"AppSecret+ConsumerKey+POST+{server.url}/1.0/sms/sms-ab1-1/jobs+{body.decode()}+{now}"
    assert path == "/1.0/sms/sms-ab1-1/jobs"
    assert headers["X-Ovh-Signature"] == "$1$" + hashlib.sha1(signed.encode()).hexdigest()
    assert (headers["X-Ovh-Application"], headers["X-Ovh-Consumer"]) == ("AppKey", "ConsumerKey")
    assert headers["X-Ovh-Timestamp"] == now


async def test_ovh_is_told_that_this_is_no_advertising(server: Server, ovh: SmsChannel) -> None:
    await ovh.deliver(MESSAGE)
    job = json.loads(server.asked[0][2])
    assert (job["receivers"], job["message"]) == (["+33612345678"], "Code MaSanté : 123456")
    assert (job["sender"], job["noStopClause"]) == ("MaSante", True)


async def test_a_number_ovh_cannot_reach_is_given_up(server: Server, ovh: SmsChannel) -> None:
    server.answers.append((200, {"invalidReceivers": ["+33612345678"]}))
    with pytest.raises(GiveUp, match="unreachable"):
        await ovh.deliver(MESSAGE)
