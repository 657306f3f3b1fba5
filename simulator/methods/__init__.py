"""The methods of the Bot API, by name."""

from collections.abc import Callable, Coroutine
from typing import Any

from simulator.methods import editing, media, profile, receiving, rooms, sending, taps
from simulator.world import World

Json = dict[str, Any]
Method = Callable[[World, Json], Coroutine[Any, Any, Any]]

MODULES = (receiving, rooms, sending, editing, media, taps, profile)
METHODS: dict[str, Method] = {
    name.lower(): method for module in MODULES for name, method in module.METHODS.items()
}
