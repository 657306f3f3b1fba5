"""`masante doctor`: reach every service the settings name, and say what is off."""

import argparse
import asyncio
from collections.abc import Iterator
from functools import partial

from bot.commands import checks_here
from bot.commands.checks import Check, each
from bot.commands.checks_around import around
from bot.commands.checks_inside import inside
from bot.commands.printing import Answer, table
from bot.settings import Settings
from portal.encoder import HERE


def examine(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Look at everything; the exit code is 1 when something that is on fails."""
    settings = Settings.of_this_machine()
    found = list(_on_this_machine(settings))
    if not any(one.state == "failed" for one in found):  # without database or keys there is nothing to read
        found += inside(settings)
    looks = {"directory": checks_here.professionals, "faq": checks_here.own_texts}
    found += each({name: partial(look, settings) for name, look in looks.items()})
    found += asyncio.run(around(settings))
    found += each(
        {
            "recognition": partial(checks_here.recognition, settings),
            "semantic": partial(checks_here.semantic, HERE),
        }
    )
    found += _missing(settings)
    sound = all(one.state != "failed" for one in found)
    rows = [(one.state, one.name, one.what) for one in found]
    value = {"sound": sound, "checks": found}
    return Answer(value, table(("state", "what", ""), rows), code=0 if sound else 1)


def _on_this_machine(settings: Settings) -> Iterator[Check]:
    database = list(each({"database": partial(checks_here.database, settings)}))
    yield from database
    if database[0].state != "failed":
        yield from each({"keys": partial(checks_here.keys, settings)})
    looks = {"vault": checks_here.files, "disk": checks_here.disks}
    yield from each({name: partial(look, settings) for name, look in looks.items()})


def _missing(settings: Settings) -> Iterator[Check]:
    """Say what `run` will ask for, and what the settings make one wonder about."""
    if settings.support_email is None and settings.support_phone is None:
        what = "MASANTE_SUPPORT_EMAIL and MASANTE_SUPPORT_PHONE are not set: `masante run` needs one"
        yield Check("support", "off", what)
    for remark in settings.remarks:
        if not remark.what.startswith(("not set", "not available")):  # told above, as off
            yield Check(remark.variable, "remark", remark.what)
