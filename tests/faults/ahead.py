"""What every life of the bot reads before it can answer, read once: by the server that lives are forked from."""

import gc

from bot import app
from bot.faces import profiles
from portal import danger
from tests.faults import lives

profiles("fr")  # the catalogues of every language: a second and a half
danger.ready()  # the words of danger, and the encoder of sentences: three seconds
gc.collect()
gc.freeze()  # as a life does by itself when it begins (`bot/collecting.py`)

__all__ = ["app", "lives"]
