"""Carriers of what leaves by SMS and by e-mail: one row of the outbox becomes one of them, or is told another way."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog

from bot.channels.email import EmailChannel, Letter
from bot.channels.sms import Sms, SmsChannel
from bot.delivery import Ready, Sent
from bot.enclosing import enclosures, forget
from conversations import letters, notices
from conversations.stage import DELAYED
from locales.saying import Reader, say
from portal import accounts, followups
from portal.errors import GiveUp, TryLater
from portal.mailroom import outbox
from portal.mailroom.outbox import Parcel
from portal.policy import Policy
from portal.vault import Shelves
from portal.work import Work, Workroom

log = structlog.get_logger()

Facts = Mapping[str, Any]
# GSM 03.38 has no no-break space: one would halve what an SMS holds. Old phones show boxes for marks of direction.
GSM = {0xA0: " ", 0x202F: " ", 0x2068: "", 0x2069: ""}
TOLD_BY_SMS = ("documents_new", "emergency_opened")  # when an address refuses our e-mail


class SmsCarrier:
    """Carries text messages; a code that does not leave is told in the chat that waits for it."""

    def __init__(self, channel: SmsChannel | None, workroom: Workroom) -> None:
        self._channel = channel
        self._workroom = workroom

    async def __call__(self, ready: Ready, parcel: Parcel, facts: Facts) -> Sent:
        """Send one SMS."""
        policy = self._workroom.policy
        reader = Reader(_language(facts, policy), facts.get("zone") or policy.timezone)
        text = say(notices.SMS[parcel.what](facts), reader)
        try:
            if self._channel is None:
                raise GiveUp("off")
            await ready.leave(parcel)
            await self._channel.deliver(Sms(facts["to"], text.translate(GSM)))
        except (TryLater, GiveUp):
            if parcel.attempts == 1:
                await self._workroom.run(_tell_delay, facts)
            raise
        return Sent("sent")


def _tell_delay(work: Work, facts: Facts) -> None:
    chat = facts.get("chat_id")
    if chat is not None:
        until = work.now + timedelta(minutes=10)
        outbox.put(work, "telegram", str(chat), "code_delayed", {}, slot=DELAYED, expires_at=until)


class EmailCarrier:
    """Carries e-mails."""

    def __init__(self, channel: EmailChannel | None, workroom: Workroom, shelves: Shelves) -> None:
        self._channel = channel
        self._workroom = workroom
        self._shelves = shelves

    async def __call__(self, _ready: Ready, parcel: Parcel, facts: Facts) -> Sent:
        """Send one e-mail; the row's number makes its Message-ID, so that a double can be dropped."""
        if parcel.what in TOLD_BY_SMS:
            return await self._or_by_sms(parcel, facts)
        if "enclosed" in facts:
            return await self._to_support(parcel, facts)
        if parcel.what != "alert":
            return await self._send(parcel, facts)
        if not await self._workroom.run(followups.still_standing, facts["alert_id"]):
            return Sent("needless")
        try:
            return await self._send(parcel, facts)
        except GiveUp as end:
            if end.reason == "off":
                raise
            log.warning("alert_bounced", parcel=parcel.id, why=end.reason)
            return Sent(end.reason, lambda work: followups.bounced(work, facts["alert_id"], facts["to"]))

    async def _to_support(self, parcel: Parcel, facts: Facts) -> Sent:
        """Send what somebody wrote to support; should it never reach it, she is told."""
        try:
            return await self._send(parcel, facts)
        except GiveUp as end:
            log.error("support_unreachable", parcel=parcel.id, why=end.reason)
            who, told = str(facts["chat_id"]), {"reference": facts["reference"]}
            return Sent(end.reason, lambda work: outbox.put(work, "telegram", who, "support_failed", told))

    async def _or_by_sms(self, parcel: Parcel, facts: Facts) -> Sent:
        try:
            return await self._send(parcel, facts)
        except GiveUp as end:
            told = {
                name: fact for name, fact in facts.items() if name not in ("to", "language", "plain", "zone")
            }
            account_id, what = facts["account_id"], parcel.what
            return Sent(end.reason, lambda work: accounts.write_to(work, account_id, "sms", what, told))

    async def _send(self, parcel: Parcel, facts: Facts) -> Sent:
        if self._channel is None:
            raise GiveUp("off")
        policy = self._workroom.policy
        language = _language(facts, policy)
        reader = Reader(language, facts.get("zone") or policy.timezone)
        letter = letters.LETTERS[parcel.what](facts, policy)
        text = "\n\n".join(filter(None, (say(words, reader) for words in letter.paragraphs)))
        enclosed = await enclosures(self._workroom, self._shelves, facts)
        number = f"masante-{parcel.id}-{parcel.created_at:%Y%m%d%H%M%S}"
        subject, reply_to = say(letter.subject, reader), facts.get("reply_to", "")
        to, hers = facts["to"], "reply_to" in facts
        await self._channel.deliver(Letter(number, to, subject, text, language, reply_to, enclosed, hers))
        return Sent("sent", lambda work: forget(work, facts))


def _language(facts: Facts, policy: Policy) -> str:
    return policy.spoken(facts.get("language"), plain=bool(facts.get("plain")))
