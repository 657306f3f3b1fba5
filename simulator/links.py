"""Which addresses Telegram takes for a link."""

from urllib.parse import urlsplit

SCHEMES = {"http", "https", "tg", "ton", "tonsite"}


def wrong_with(url: str) -> str:
    """What Telegram has against an address, in its words; nothing when it is a link."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
    except ValueError:
        return "Wrong HTTP URL"
    if parts.scheme not in SCHEMES:
        return "Unsupported URL protocol"
    if parts.scheme == "tg":
        return "" if host else "Wrong URL"
    # localhost and other names without a dot are nobody's address to Telegram
    return "" if "." in host.strip(".") and " " not in url else "Wrong HTTP URL"
