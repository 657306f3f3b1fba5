"""The log: one JSON line an event on standard error, without secrets and without persons."""

import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

OURS = ("bot", "handlers", "conversations", "portal", "locales", "alembic")
CHATTY = ("telegram", "httpx", "httpcore", "aiohttp", "aiosmtplib", "sqlalchemy", "alembic", "asyncio", "boto3",
          "botocore", "s3transfer", "urllib3")  # fmt: skip
MASKED = "•••"

# What ends a line, commands a terminal or turns the direction of writing; half a surrogate pair cannot be written at all.
COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# In this order: a URL's credentials would look like an e-mail address once its secrets are gone.
PERSONAL = (
    r"(?<=://)[^/\s@]+(?=@)",  # user:password in a URL
    r"(?<=\bbot)\d+:[\w-]+",  # the token in a Bot API URL
    r"\b\d{6,}:[\w-]{30,}",  # a token alone
    r"[^\s@<>\"'(),;:=/]+@[^\s@<>\"'(),;:/]+\.[a-zA-Z][\w-]*",  # e-mail address
    r"(?<![\w.:])(?:\+|00)[1-9](?:[ .()-]{0,2}\d){6,14}",  # telephone number, international
    r"(?<![\w.:-])0[1-9](?:[ .-]?\d{2}){4}(?![\w-])",  # telephone number, French
)


def configure(secrets: Iterable[str] = (), stream: TextIO | None = None, pretty: bool | None = None) -> None:
    """Send every log, structlog's and the standard library's, to `stream` (standard error).

    Readable for people when it is a terminal, else JSON. Nothing in `secrets` ever gets through, nor a bot's
    token, an e-mail address or a telephone number; an exception shows its type, code and lines only.
    """
    stream = stream or sys.stderr
    mask = Mask(secrets)
    when = structlog.processors.TimeStamper(fmt="iso", utc=True)
    context, level = structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level
    before: list[Processor] = [context, level, _faults, mask, when]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter([_strangers, *before], stream.isatty() if pretty is None else pretty))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # or a line that cannot be written is printed as it is, unmasked
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _uncaught


class Mask:
    """Replaces what must not be read in every value of an event, however deep."""

    def __init__(self, secrets: Iterable[str]) -> None:
        exact = sorted((re.escape(secret) for secret in secrets if secret), key=len, reverse=True)
        self._pattern = re.compile("|".join((*exact, *PERSONAL)))

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Mask an event (a structlog processor); the lines of an exception are ours, and stay lines."""
        ours = {key: value for key, value in event.items() if key.startswith("_") or key == "exception"}
        return {key: self.clean(value) for key, value in event.items()} | ours

    def clean(self, value: Any) -> Any:
        """Return the value with everything masked; objects become their masked repr."""
        match value:
            case None | bool() | int() | float():
                return value
            case dict():
                return {self.clean(key): self.clean(each) for key, each in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.clean(each) for each in value]
        masked = self._pattern.sub(MASKED, value if isinstance(value, str) else repr(value))
        return COMMANDS.sub("\N{REPLACEMENT CHARACTER}", masked)


def describe(error: BaseException) -> str:
    """Return type, code and lines of an exception and of its causes: messages may quote persons."""
    return "\n".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    code = getattr(error, "sqlstate", None) or getattr(error, "code", None)
    yield f"{type(error).__module__}.{type(error).__qualname__}" + (f" ({code})" if code else "")
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _lines(each)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield "from"
        yield from _lines(cause)


def _faults(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    fault = event.pop("exc_info", None)
    if isinstance(fault, tuple):
        fault = fault[1]
    elif fault and not isinstance(fault, BaseException):
        fault = sys.exc_info()[1]
    if fault:
        event["exception"] = describe(fault)
    return event


def _strangers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep of other people's libraries the fixed part of what they say: the rest may be somebody's words."""
    record = event["_record"]
    event["logger"] = record.name
    if record.name.partition(".")[0] not in OURS:
        event["event"] = str(record.msg).partition("\n")[0]
    return event


def _formatter(before: list[Processor], pretty: bool) -> logging.Formatter:
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if pretty:
        renderer = structlog.dev.ConsoleRenderer()
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(processors=[meta, renderer], foreign_pre_chain=before)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        structlog.get_logger(__name__).critical("uncaught", exc_info=error)
