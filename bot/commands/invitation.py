"""The link of an invitation, as the operator hands it over."""

import asyncio
from typing import Any, NamedTuple

from bot.commands.printing import Answer, pairs
from bot.settings import Settings
from portal.accounts import Invited

NAMELESS = (
    "the link is https://t.me/<the bot's name>?start={token}: "
    "set MASANTE_BOT_USERNAME, or MASANTE_TELEGRAM_TOKEN to have Telegram asked"
)


class Named(NamedTuple):
    """The bot's name, or why it is not known."""

    username: str | None
    why: str = ""


def answer(settings: Settings, account_id: str, invited: Invited, *remarks: str) -> Answer:
    """Return the id of the account and the link of its invitation."""
    named = username(settings)
    link = f"https://t.me/{named.username}?start={invited.token}" if named.username else None
    value = {"id": account_id, "link": link, "token": invited.token, "expires_at": invited.expires_at}
    way = {"link": link} if link else {"token": invited.token}
    human = {"id": account_id, **way, "valid until": invited.expires_at}
    said = [*remarks]
    if link is None:
        said += [one for one in (named.why, NAMELESS.format(token=invited.token)) if one]
    if settings.smtp is None:
        said.append("MASANTE_SMTP_URL is not set, so no e-mail leaves: hand the link over yourself")
    return Answer({**value, "remarks": said}, pairs(human), tuple(said))


def username(settings: Settings) -> Named:
    """Return the bot's name: from the settings, else as Telegram tells it."""
    if settings.bot_username or not settings.telegram_token:
        return Named(settings.bot_username)
    from telegram.error import TelegramError  # noqa: PLC0415  a third of a second that only this needs

    try:
        return Named(asyncio.run(get_me(settings, settings.telegram_token))["username"])
    except TelegramError as error:
        return Named(None, f"Telegram could not be asked for the bot's name ({type(error).__name__})")


async def get_me(settings: Settings, token: str) -> dict[str, Any]:
    """Ask Telegram who the bot is; raises `TelegramError`."""
    from bot.transport import AiohttpRequest, BotApi, proxy_for  # noqa: PLC0415  as above

    api = BotApi(settings.telegram_api, token, AiohttpRequest(proxy_for(settings.telegram_api)))
    await api.start()
    try:
        me: dict[str, Any] = await api.call("getMe")
    finally:
        await api.stop()
    return me
