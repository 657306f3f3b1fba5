"""How the simulator says no: with Telegram's code and Telegram's words."""

from typing import Any


class Refusal(Exception):
    """The Bot API refused a call."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def envelope(self) -> dict[str, Any]:
        """The JSON object Telegram answers with."""
        answer = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad_request(words: str) -> Refusal:
    """A 400; Telegram puts the first letter in lower case unless the word is in capitals."""
    lower = (
        words[:1] + words[1:] if words[1:2].isupper() or words[1:2] == "_" else words[:1].lower() + words[1:]
    )
    return Refusal(400, f"Bad Request: {lower}")


def forbidden(words: str) -> Refusal:
    """A 403: the person does not want, or cannot get, what the bot sends."""
    return Refusal(403, f"Forbidden: {words}")


def too_many_requests(retry_after: int) -> Refusal:
    """A 429: come back after that many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after)


def conflict(words: str) -> Refusal:
    """A 409: another poller or a webhook is in the way."""
    return Refusal(409, f"Conflict: {words}")
