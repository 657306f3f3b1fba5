"""The ways out: each queue of the outbox with its carrier, and the channels that these need."""

from typing import NamedTuple

from bot.carriers import TelegramCarrier
from bot.channels.email import EmailChannel
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.delivery import TELEGRAM_QUEUES, Carry, Delivery, freely
from bot.limits import Limits
from bot.mail_carriers import EmailCarrier, SmsCarrier
from bot.metrics import Metrics
from bot.settings import Settings
from bot.transport import BotApi
from bot.workshop import Workshop
from portal.vault import Shelves
from portal.work import Workroom


class WaysOut(NamedTuple):
    """The deliveries, by queue, and the channels that must be open while they run."""

    deliveries: dict[str, Delivery]
    channels: list[SmsChannel]


def ways_out(
    settings: Settings,
    workroom: Workroom,
    api: BotApi,
    workshop: Workshop,
    shelves: Shelves,
    metrics: Metrics,
) -> WaysOut:
    """Join every queue of the outbox to its carrier; where a way is off, its carrier says so of what it gets."""
    clock = workroom.clock
    telegram = TelegramCarrier(TelegramChannel(api), workroom, workshop, shelves)
    text = SmsChannel(settings.sms, clock) if settings.sms else None
    mail = EmailChannel(settings.smtp, settings.mail_from or "", clock) if settings.smtp else None
    carriers: dict[str, Carry] = {
        "telegram": telegram,
        "bulk": telegram,
        "purge": telegram,
        "sms": SmsCarrier(text, workroom),
        "email": EmailCarrier(mail, workroom, shelves),
    }
    limits, reach = Limits(), dict.fromkeys(TELEGRAM_QUEUES, telegram.reach)
    deliveries = {
        queue: Delivery(queue, workroom, carry, metrics, limits=limits, reach=reach.get(queue, freely))
        for queue, carry in carriers.items()
    }
    return WaysOut(deliveries, [text] if text else [])
