"""A Telegram to try the bot with: a Bot API server, a chat page, a phone and a mailbox."""

from simulator.clock import Clock
from simulator.server import Simulator

__all__ = ["Clock", "Simulator"]
