"""How the plain settings are read from text; each raises `ValueError` saying what to write."""

import re
from email.utils import parseaddr
from pathlib import Path
from zoneinfo import ZoneInfo

from locales import LANGUAGES
from portal.keys import Keyring, parse_ring

ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
LEAST = 12  # characters of a passphrase


def token(text: str) -> str:
    """Read the bot's token."""
    return _matching(text, r"\d+:[A-Za-z0-9_-]+", "this is not a token as @BotFather gives it (123456:ABC…)")


def username(text: str) -> str:
    """Read the bot's name, with or without its @."""
    return _matching(text.removeprefix("@"), r"[A-Za-z]\w{3,31}", "write the bot's name, such as masante_bot")


def webhook_secret(text: str) -> str:
    """Read the webhook's secret: Telegram takes 1 to 256 of these characters."""
    return _matching(text, r"[A-Za-z0-9_-]{1,256}", "use 1 to 256 characters among A-Z a-z 0-9 _ -")


def email(text: str) -> str:
    """Read one e-mail address."""
    if not ADDRESS.fullmatch(text):
        raise ValueError("write one e-mail address, such as aide@exemple.fr")
    return text


def sender(text: str) -> str:
    """Read a sender: an address, alone or as `Name <address>`."""
    if not ADDRESS.fullmatch(parseaddr(text)[1]) or not text.isprintable():
        raise ValueError("write an address, or Name <address>")
    return text


def phone(text: str) -> str:
    """Read a telephone number as people should see it."""
    return _matching(text, r"\+?[0-9][0-9 .()-]{1,24}", "write a telephone number, such as +33 1 23 45 67 89")


def words(text: str) -> str:
    """Read a few words that people will see, such as the hours of a telephone."""
    return _matching(text, r"[^\x00-\x1f]{1,80}", "write a few words, such as 9 h – 17 h")


def timezone(text: str) -> str:
    """Read the name of a time zone."""
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"this machine knows no time zone {text!r}: write one such as Europe/Paris"
        ) from None


def language(text: str) -> str:
    """Read the code of a language the bot speaks."""
    if text not in LANGUAGES:
        raise ValueError(f"choose one of {', '.join(LANGUAGES)}")
    return text


def days(text: str) -> int:
    """Read a number of days, 1 to 365."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 365:
        raise ValueError("write a number of days from 1 to 365")
    return int(text)


def switch(text: str) -> bool:
    """Read `on` or `off`."""
    if text not in ("on", "off"):
        raise ValueError("write on or off")
    return text == "on"


def passphrase(text: str) -> str:
    """Read what a backup is sealed with."""
    if len(text) < LEAST:
        raise ValueError(
            f"write at least {LEAST} characters: whoever has the backup may try as often as she likes"
        )
    return text


def keys(text: str) -> Path | Keyring:
    """Read a key ring written out, or the path of its file."""
    return parse_ring(text) if "seal:" in text or "find:" in text else Path(text)


def wrong_in_key_file(path: Path) -> str | None:
    """Return what is wrong with the ring's file; None when it is sound, or still to be made."""
    try:
        parse_ring(path.read_text())
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"cannot read {path}: {error.strerror}"
    except UnicodeError:
        return f"{path} is not text"
    except ValueError as error:
        return f"{path}: {error}"
    return None


def _matching(text: str, pattern: str, else_say: str) -> str:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(else_say)
    return text
