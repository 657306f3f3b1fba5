"""Does one command, prints what came of it, and knows the exit code of every way it can end."""

import argparse
from importlib import import_module
from typing import Any

from bot.commands.files import FileWrong
from bot.commands.printing import Answer, NotWritten, complain, show
from bot.commands.refusals import Refusal, refusal
from bot.settings import SettingsWrong
from portal.errors import KeyUnknown, PortalError, Refused, SchemaAhead, SchemaBehind

DONE, REFUSED, WRONG, INTERRUPTED = 0, 1, 2, 130
VERBS = {"list": "listed", "import": "import_files"}  # what Python has a word of its own for


def perform(options: argparse.Namespace) -> int:
    """Do the command that was asked for; returns the exit code."""
    try:
        return _perform(options)
    except SettingsWrong as wrong:
        complain(*map(str, wrong.problems))
    except FileWrong as wrong:
        complain(str(wrong))
    except (SchemaBehind, SchemaAhead, KeyUnknown) as error:
        complain(_line(error))
    except NotWritten as error:
        complain(f"The answer could not be written: {error}")
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read us has seen enough
        return DONE
    return WRONG


def _perform(options: argparse.Namespace) -> int:
    outcome = _outcome(options)
    if outcome is None:  # it has said all it had to
        return DONE
    if isinstance(outcome, Refused):
        outcome = refusal(outcome)
    if isinstance(outcome, Refusal):
        complain(outcome.sentence)
        outcome = Answer(outcome.to_json(), "", code=REFUSED)
    show(outcome, as_json=options.json)
    return int(outcome.code)


def _outcome(options: argparse.Namespace) -> Any:
    noun, _dot, verb = options.command.partition(".")
    try:
        return getattr(import_module(f"bot.commands.{noun}"), VERBS.get(verb, verb))(options)
    except (SchemaBehind, SchemaAhead, KeyUnknown):  # the settings', not of what was asked
        raise
    except PortalError as error:
        complain(_line(error))
        return Answer({"refused": error.code}, "", code=REFUSED)


def _line(error: PortalError) -> str:
    """Return the developer's sentence of an error, and what it names."""
    about = ", ".join(map(str, error.args))
    return f"{error.__doc__} ({about})" if about else str(error.__doc__)
