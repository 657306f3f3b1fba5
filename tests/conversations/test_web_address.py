"""What is taken for an address of the web."""

from typing import Any

import pytest

from conversations.questions import Hint
from conversations.web_address import WebAddress

ASKED = WebAddress(name="site", text="?")
TURN: Any = None  # reading needs none


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://example.org", "https://example.org"),
        (" http://example.org:8080/a?b=c#d ", "http://example.org:8080/a?b=c#d"),
        ("HTTPS://Example.org/Page", "HTTPS://Example.org/Page"),
        ("www.example.org/page", "https://www.example.org/page"),
        ("élan.example.org", "https://élan.example.org"),
        ("http://intranet/page", "http://intranet/page"),
    ],
)
def test_an_address_is_read_with_its_https_or_without(typed: str, read: str) -> None:
    assert ASKED.read(TURN, typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "je ne sais pas", "aucune", "https://", "http:///page", "https:// example.org", "ftp://example.org", "38.9",
        "javascript:alert(1)", "camille@example.org", "mailto:camille@example.org", "http://[::1", "example.org:porte",
        "http://a\nb.example.org", "exemple.", ".org", "12/11/2026",
    ],
)  # fmt: skip
def test_anything_else_is_none(typed: str) -> None:
    assert isinstance(ASKED.read(TURN, typed), Hint)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("c'est sur www.example.org, je crois", "https://www.example.org"),
        ("example.org ou example.net", None),
        ("je ne sais pas", None),
    ],
)
def test_the_only_address_among_other_words_is_guessed(typed: str, meant: str | None) -> None:
    assert ASKED.guess(TURN, typed) == meant
