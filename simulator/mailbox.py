"""The mail server: real SMTP on the wire; every message ends in the inboxes."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from simulator.faults import Fault
from simulator.world import World

ANSWERS = {
    "400": "550 5.1.1 No such mailbox",
    "403": "554 5.7.1 Message refused",
    "429": "450 4.7.1 Too many messages, try later",
    "500": "451 4.3.0 Local error, try later",
    "502": "421 4.3.2 Service not available",
}


class Receiver:
    """What aiosmtpd asks when a message comes in."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        """Take a message, or refuse it when a fault says so."""
        fault = self._world.faults.take("smtp")
        if fault and (answer := await _trouble(fault, server)):
            return answer
        for _ in range(2 if fault and fault.kind == "duplicate" else 1):
            self._deliver(envelope)
        return "250 2.0.0 Message accepted for delivery"

    def _deliver(self, envelope: Envelope) -> None:
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        message = message_from_bytes(content, policy=policy.default)
        self._world.inboxes.add_mail(
            list(envelope.rcpt_tos), str(message["From"] or ""), str(message["Subject"] or ""),
            _part(message, "plain"), _part(message, "html"),
        )  # fmt: skip


async def _trouble(fault: Fault, server: SMTP) -> str | None:
    if fault.kind == "slow":
        await asyncio.sleep(fault.delay)
    if fault.kind in {"close", "down", "half"} and isinstance(server.transport, asyncio.Transport):
        server.transport.abort()
        return ANSWERS["502"]
    return ANSWERS.get(fault.kind)


def _part(message: EmailMessage, kind: str) -> str:
    body: Any = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""


async def serve(world: World, host: str, port: int) -> asyncio.Server:
    """Listen for SMTP; OSError when the port is taken."""
    receiver = Receiver(world)
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(receiver, enable_SMTPUTF8=True, hostname="localhost", data_size_limit=50 << 20),
        host,
        port,
    )
