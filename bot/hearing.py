"""Reads what tells danger before anybody has written; where the encoder of sentences is broken, it is said."""

import structlog

from portal import danger
from portal.encoder import HERE

log = structlog.get_logger()


def ready() -> None:
    """Read it all: a quarter of a second, and one more for the encoder where the extra `semantic` is installed."""
    danger.ready()
    if HERE.wrong:
        log.error("encoder_broken", why=HERE.wrong)
