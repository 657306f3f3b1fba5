"""What the log shows, and what it never shows."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.logs import configure

SECRETS = ("1000:FICTIVE", "p@ss/word")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure(SECRETS, stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_of_json(stream: io.StringIO) -> None:
    structlog.get_logger("bot.feed").info("started", mode="polling", count=3)
    (line,) = lines(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "started", "level": "info", "mode": "polling", "count": 3}


@pytest.mark.parametrize(
    "personal",
    [
        "lea.martin@exemple.fr",
        "+33 6 12 34 56 78",
        "+33612345678",
        "0033612345678",
        "06 12 34 56 78",
        "0612345678",
        "https://api.telegram.org/bot987654:AAFictive-token/getMe",
        "987654321:AAFictive_token_that_is_long_enough_x",
        "smtp://user:hunter2@mail",
        "p@ss/word",
    ],
)
def test_persons_and_secrets_are_masked_at_any_depth(stream: io.StringIO, personal: str) -> None:
    structlog.get_logger().info(f"a {personal} b", one={"two": [f"<{personal}>"]}, three=ValueError(personal))
    assert personal not in stream.getvalue()
    for part in ("AAFictive", "hunter2", "martin", "12345678", "34 56"):
        assert part not in stream.getvalue()


def test_what_is_not_personal_stays(stream: io.StringIO) -> None:
    structlog.get_logger().info("done", update=123456789, at="2026-03-01T08:30:00+00:00", file="work.py:122")
    (line,) = lines(stream)
    assert (line["update"], line["at"], line["file"]) == (
        123456789,
        "2026-03-01T08:30:00+00:00",
        "work.py:122",
    )


def test_an_exception_shows_where_but_not_what_it_said(stream: io.StringIO) -> None:
    secret_local = "Dupont"
    try:
        try:
            raise KeyError(secret_local)
        except KeyError as error:
            raise RuntimeError(f"no {secret_local}") from error
    except RuntimeError:
        structlog.get_logger().exception("broken")
    said = lines(stream)[0]["exception"]
    assert "Dupont" not in stream.getvalue()
    assert said.startswith("builtins.RuntimeError\n  bot/test_logs.py:")
    assert "from\nbuiltins.KeyError" in said


def test_a_stranger_s_library_is_heard_without_its_arguments(stream: io.StringIO) -> None:
    logging.getLogger("telegram.Bot").critical("Error while parsing updates! Received data was %r", "Dupont")
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError('Dupont')")
    assert [line["event"] for line in lines(stream)] == [
        "Error while parsing updates! Received data was %r",
        "Task exception was never retrieved",
    ]


@pytest.mark.parametrize("pretty", [False, True])
def test_what_somebody_wrote_neither_ends_a_line_nor_commands_a_terminal(
    stream: io.StringIO, pretty: bool
) -> None:
    """Were it to reach the log at all: a line of its own, colours, what turns the direction of writing, half a sign."""
    configure(SECRETS, stream, pretty)
    words = 'x\n{"event": "patient_deleted", "level": "info"}\r\x1b[2K\x9b31m\u2028\u202e\x00\ud800'
    structlog.get_logger().info(f"a {words}", one={words: [words]}, two=ValueError(words))
    logging.getLogger("portal.x").warning("a %s", words)
    written = stream.getvalue()
    assert len(written.splitlines()) == 2
    assert not set(written) & set("\r\x9b\u2028\u202e\x00\ud800")
    assert "\x1b[2K" not in written


def test_libraries_that_chat_are_quiet(stream: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot1:A/getMe")
    assert not stream.getvalue()


def test_our_own_standard_logging_keeps_its_arguments(stream: io.StringIO) -> None:
    logging.getLogger("portal.work").warning("took %d ms", 12)
    assert lines(stream)[0]["event"] == "took 12 ms"


def test_what_nobody_caught_is_logged_the_same_way(stream: io.StringIO) -> None:
    sys.excepthook(ValueError, ValueError("Dupont"), None)
    assert lines(stream)[0]["exception"] == "builtins.ValueError"


def test_a_terminal_gets_lines_for_people(stream: io.StringIO) -> None:
    configure(SECRETS, stream, pretty=True)
    structlog.get_logger().info("started", token="1000:FICTIVE")
    assert "started" in stream.getvalue()
    assert "FICTIVE" not in stream.getvalue()
    assert not stream.getvalue().startswith("{")
