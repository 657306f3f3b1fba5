"""The pages say what is there: every setting, command and metric, every link and Makefile target; and nothing more."""

import argparse
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from bot.commands.arguments import parser
from bot.metrics import Metrics
from bot.secret_files import SUFFIX
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PAGES = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
EXAMPLES = {"CONTRIBUTING.md": ["test_a_withdrawn_share_closes_the_carnet"]}
OF_THE_TESTS = {"MASANTE_TEST_POSTGRES"}

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def settings() -> set[str]:
    declared = (one for one in fields(Settings) if one.metadata)
    return {PREFIX + (one.metadata["variable"] or one.name.upper()) for one in declared}


def commands(of: argparse.ArgumentParser) -> Iterator[str]:
    nested = [action.choices for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    for choices in nested:
        for own in choices.values():
            yield from commands(own)
    if not nested:
        yield of.prog


def metrics() -> set[str]:
    registered = Metrics().registry.collect()
    return {name for one in registered for name in (one.name, f"{one.name}_total")}


def code(text: str) -> str:
    """What stands in fences and between backticks."""
    return "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", text, re.DOTALL | re.MULTILINE))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_setting_is_told() -> None:
    assert settings() <= set(re.findall(rf"`({PREFIX}\w+)`", OPERATIONS))


@pages
def test_every_setting_that_is_told_exists(page: Path) -> None:
    told = {one.removesuffix(SUFFIX) for one in re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", page.read_text())}
    assert told <= settings() | OF_THE_TESTS


def test_every_command_is_told() -> None:
    told = code(OPERATIONS)
    assert [one for one in commands(parser()) if not re.search(rf"{one}\b", told)] == []


@pages
def test_every_command_that_is_told_exists(page: Path) -> None:
    known = set(commands(parser()))
    told = re.findall(r"(?<![\w/.-])masante(?: [a-z]+)+", code(page.read_text()))
    assert [one for one in told if not any(f"{one} ".startswith(f"{name} ") for name in known)] == []


def test_every_metric_that_is_told_exists() -> None:
    assert set(re.findall(r"masante_[a-z_]+(?=[{`])", OPERATIONS)) <= metrics()


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)#?([^)\s]*)\)", page.read_text())
    wrong = [path for path, _ in links if path and not (page.parent / path).exists()]
    inside = [(page.parent / path if path else page, anchor) for path, anchor in links if anchor]
    wrong += [anchor for to, anchor in inside if to.exists() and anchor not in anchors(to)]
    assert wrong == []


@pages
def test_every_test_that_is_named_exists(page: Path) -> None:
    told = re.findall(r"`((?:[\w/]+/)?test_\w+(?:\.py)?)`", page.read_text())
    written = "".join(file.read_text() for file in (ROOT / "tests").rglob("test_*.py"))
    assert [
        one for one in told if not (ROOT / one).exists() and f"def {one}(" not in written
    ] == EXAMPLES.get(page.name, [])


@pages
def test_every_make_command_is_a_target(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", code(page.read_text()))) <= targets


def test_every_requirement_of_the_levels_is_answered_once() -> None:
    """Each item of OWASP ASVS 5.0, levels 1 and 2: met, in part or not, or not applicable; `10.*` is all that begin so."""
    asked = (Path(__file__).parent / "asvs-5.0.0-levels-1-and-2.txt").read_text().split()
    told = re.findall(r"v5\.0\.0-([\d.]+\*|[\d.]+\d)", (ROOT / "docs" / "threats.md").read_text())
    whole = [one.removesuffix("*") for one in told if one.endswith("*")]
    answered = [one for one in told if not one.endswith("*")]
    answered += [one for begun in whole for one in asked if one.startswith(begun)]
    assert sorted(answered) == sorted(asked)


def test_every_decision_has_a_number_of_its_own() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(one.name[:4]) for one in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    assert all(
        one.read_text().startswith(f"# {number}. ") for number, one in zip(numbers, decisions, strict=True)
    )
