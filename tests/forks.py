"""Tests on several processors: collected once, then run by forks of the process that collected them.

`-p tests.forks --forks 3` asks for it. Workers that start by themselves would each read all code and collect all tests,
for a dozen seconds of a processor, and hold it all in a memory of their own.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

import pytest

from tests import hands

NOT_RUN = "{} tests were not run: their processes had ended"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--forks", type=int, default=1, metavar="N", help="run tests in N processes")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have a processor that is idle, while another collects, read what some tests will ask for."""
    if session.config.option.forks > 1 and not session.config.option.collectonly:
        hands.begin()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Share the tests out, where several processes are asked for and all tests could be collected."""
    option = session.config.option
    if option.forks < 2 or option.collectonly or session.testsfailed:
        return None
    with _born(session, min(option.forks, len(session.items))) as forks:
        _share_out(session, forks)
    return True


class Fork(NamedTuple):
    """A process that runs tests: it asks for one after the other, and tells what becomes of each."""

    process: BaseProcess
    line: Connection
    given: deque[int]  # tests it has, by number: the one under way, then the next


@contextmanager
def _born(session: pytest.Session, count: int) -> Iterator[dict[Connection, Fork]]:
    context, forks = get_context("fork"), dict[Connection, Fork]()
    session.config._tmp_path_factory.getbasetemp()  # it is everybody's, and goes away once all have ended
    for number in range(count):
        ours, theirs = context.Pipe()
        process = context.Process(target=_live, args=(session, f"fork{number}", theirs, [*forks, ours]))
        process.start()
        theirs.close()
        forks[ours] = Fork(process, ours, deque())
    born = list(forks.values())
    try:
        yield forks
    except BaseException:
        for fork in born:
            fork.process.terminate()
        raise
    finally:
        for fork in born:
            fork.line.close()
            fork.process.join()


def _share_out(session: pytest.Session, forks: dict[Connection, Fork]) -> None:
    """Answer the forks until all have ended, each with the next test: what begins first takes longest."""
    waiting = deque(range(len(session.items)))
    while forks:
        for line in connection.wait(list(forks)):
            fork = forks[line]
            try:
                hook, told = line.recv()
            except (EOFError, OSError):
                _bury(session, forks.pop(line), waiting)
                continue
            if hook:
                _pass_on(session, fork, hook, told)
                continue
            over = not waiting or session.shouldfail or session.shouldstop
            if not over:
                fork.given.append(waiting[0])
            line.send(None if over else waiting.popleft())
    if session.shouldfail or session.shouldstop:
        raise (session.Failed if session.shouldfail else session.Interrupted)(
            session.shouldfail or session.shouldstop
        )
    if waiting:
        raise session.Failed(NOT_RUN.format(len(waiting)))


def _pass_on(session: pytest.Session, fork: Fork, hook: str, told: dict[str, Any]) -> None:
    """Have pytest hear of it as if it had happened here."""
    config = session.config
    if "data" in told:
        told = {"report": config.hook.pytest_report_from_serializable(config=config, data=told["data"])}
    called = getattr(config.hook, hook)
    called.call_historic(kwargs=told) if called.is_historic() else called(**told)
    if hook == "pytest_runtest_logfinish":
        fork.given.popleft()


def _bury(session: pytest.Session, fork: Fork, waiting: deque[int]) -> None:
    """Report what a fork was at when it was killed, and have another do what it would have done next."""
    if fork.given:
        item = session.items[fork.given.popleft()]
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", "its process ended", "call")
        session.config.hook.pytest_runtest_logreport(report=report)
        waiting.extendleft(fork.given)


class Teller:
    """Tells on a line what pytest would show."""

    def __init__(self, config: pytest.Config, line: Connection) -> None:
        self._config = config
        self._line = line

    def next(self) -> int | None:
        """Ask for another test."""
        self._line.send((None, None))
        number: int | None = self._line.recv()
        return number

    def pytest_runtest_logstart(self, nodeid: str, location: Any) -> None:
        self._line.send(("pytest_runtest_logstart", {"nodeid": nodeid, "location": location}))

    def pytest_runtest_logfinish(self, nodeid: str, location: Any) -> None:
        self._line.send(("pytest_runtest_logfinish", {"nodeid": nodeid, "location": location}))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._line.send(("pytest_runtest_logreport", {"data": data}))

    def pytest_warning_recorded(self, warning_message: Any, when: str, nodeid: str, location: Any) -> None:
        told = {"warning_message": warning_message, "when": when, "nodeid": nodeid, "location": location}
        self._line.send(("pytest_warning_recorded", told))


def _live(session: pytest.Session, name: str, line: Connection, of_others: list[Connection]) -> None:
    """Run tests as long as there are any."""
    for other in of_others:  # else nobody would notice that who held them has ended
        other.close()
    config, items = session.config, session.items
    _settle_in(config, name)
    teller = Teller(config, line)
    config.pluginmanager.register(teller)
    hands.share()
    number = teller.next()
    while number is not None:
        then = teller.next()
        after = None if then is None else items[then]
        config.hook.pytest_runtest_protocol(item=items[number], nextitem=after)
        number = then
    hands.close()


def _settle_in(config: pytest.Config, name: str) -> None:
    """Show nothing, keep what tests print to oneself, and have a folder of one's own."""
    config.get_terminal_writer()._file = StringIO()
    capture = config.pluginmanager.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    capture.suspend_global_capture()
    places = config._tmp_path_factory
    places._basetemp = places.getbasetemp() / name
    places._basetemp.mkdir(mode=0o700)
