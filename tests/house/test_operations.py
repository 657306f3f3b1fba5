"""What operators are given to begin with is sound, as far as no engine is needed: rules, dashboard, compose file, image."""

import asyncio
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import pages
from bot.commands.arguments import parser
from bot.metrics import Metrics
from bot.settings import Settings
from tests.house.source import ROOT
from tests.house.test_docs import OPERATIONS, anchors

GIVEN = ROOT / "docs" / "operations"
RULES = yaml.safe_load((GIVEN / "alerts.yaml").read_text())["groups"][0]["rules"]
DASHBOARD = json.loads((GIVEN / "grafana.json").read_text())
PANELS = [one for one in DASHBOARD["panels"] if one["type"] != "row"]
COMPOSE = yaml.safe_load((GIVEN / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OF_PROMETHEUS = {"up": {"job", "instance"}}
BY_HAND = {"job", "instance"}  # given by Prometheus to every series
SECRETS = {
    "telegram_token": "1000:FICTIVE_token",
    "database_url": "postgresql://masante:fictive@postgres/masante",
    "smtp_url": "smtps://masante:fictive@mail.example.org:465",
    "sms_url": "https://sms.example.org/send",
}

rules = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
panels = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
services = pytest.mark.parametrize("name", SERVICES)


def known() -> dict[str, set[str]]:
    """Every series that Prometheus can get of us, with its labels."""
    found = {name: set(labels) for name, labels in OF_PROMETHEUS.items()}
    metrics = Metrics()
    for family in metrics.registry.collect():
        labels = set(getattr(metrics.registry._names_to_collectors.get(family.name), "_labelnames", ()))
        ends = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(family.type, [""])
        for end in ends:
            found[family.name + end] = labels | BY_HAND | ({"le"} if end == "_bucket" else set())
    return found


def selectors(expression: Any) -> Iterator[promql_parser.VectorSelector]:
    """Every selector in an expression; raises when Prometheus could not read it."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield expression
    for name in ("lhs", "rhs", "expr", "param", "vector_selector", "vs"):
        if inner := getattr(expression, name, None):
            yield from selectors(inner)
    for argument in getattr(expression, "args", ()):
        yield from selectors(argument)


def wrong(text: str) -> list[str]:
    """What an expression names that is not there."""
    series, found = known(), []
    selected = list(selectors(promql_parser.parse(text)))
    assert len(selected) == len(re.findall(r"\b(?:masante|process)_\w+|\bup\b", text))  # none was overlooked
    for one in selected:
        labels = series.get(one.name)
        if labels is None:
            found.append(one.name)
        else:
            found += [m.name for m in one.matchers.matchers if m.name not in labels]
    grouped = {label.strip() for group in re.findall(r"\bby \(([^)]*)\)", text) for label in group.split(",")}
    return found + sorted(grouped - set().union(*(series.get(one.name, set()) for one in selected)))


@rules
def test_an_alert_asks_for_what_is_there_and_says_what_to_do(rule: dict[str, Any]) -> None:
    assert wrong(rule["expr"]) == []
    assert rule["labels"]["severity"] in ("critical", "warning")
    summary = rule["annotations"]["summary"]
    assert summary.endswith(".")
    assert set(re.findall(r"\$labels\.(\w+)", summary)) <= {"instance", "queue", "place", "task", "mode"}


def test_every_alert_has_its_page_and_every_page_its_alert() -> None:
    named = [rule["annotations"]["runbook"] for rule in RULES]
    assert named == [f"docs/operations.md#{rule['alert'].lower()}" for rule in RULES]
    told = re.findall(r"^#### (Masante\w+)$", OPERATIONS, re.MULTILINE)
    assert sorted(told) == sorted(rule["alert"] for rule in RULES)
    assert {one.partition("#")[2] for one in named} <= anchors(ROOT / "docs" / "operations.md")


@panels
def test_a_panel_asks_for_what_is_there(panel: dict[str, Any]) -> None:
    assert panel["title"]
    assert panel["description"].endswith(".")
    assert [name for target in panel["targets"] for name in wrong(target["expr"])] == []
    legends = " ".join(target["legendFormat"] for target in panel["targets"])
    labels = set().union(*known().values())
    assert set(re.findall(r"{{(\w+)}}", legends)) <= labels


def test_every_figure_of_ours_is_on_the_dashboard() -> None:
    asked = " ".join(target["expr"] for panel in PANELS for target in panel["targets"])
    of_ours = {one.name for one in Metrics().registry.collect() if one.name.startswith("masante_")}
    shown = {name for name in of_ours if re.search(rf"\b{name}(_total|_bucket)?\b", asked)}
    assert of_ours - shown == {"masante_webhook_ours", "masante_webhook_last_error_timestamp_seconds"}


def test_panels_do_not_lie_on_each_other() -> None:
    places = [one["gridPos"] for one in DASHBOARD["panels"]]
    taken = [
        (x, y)
        for at in places
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(taken) == len(set(taken))
    assert len({one["id"] for one in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


@services
def test_a_service_is_hardened_bounded_and_watched(name: str) -> None:
    one = SERVICES[name]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert {"cpus", "memory"} <= set(one["deploy"]["resources"]["limits"])
    assert one["restart"] == ("no" if name in ("migrate", "bucket") else "unless-stopped")
    assert "healthcheck" in one or name in ("migrate", "bucket", "bot")  # the bot's is in its image
    assert set(one.get("networks", [])) <= set(COMPOSE["networks"])
    assert set(one.get("depends_on", {})) <= set(SERVICES)
    assert set(one.get("secrets", [])) <= set(COMPOSE["secrets"])
    volumes = [text.partition(":")[0] for text in one.get("volumes", [])]
    assert [v for v in volumes if v not in COMPOSE["volumes"] and not (GIVEN / v).exists()] == []


def test_every_secret_is_a_file_and_used() -> None:
    used = {secret for one in SERVICES.values() for secret in one.get("secrets", [])}
    assert used == set(COMPOSE["secrets"])
    assert all(one == {"file": f"./secrets/{name}"} for name, one in COMPOSE["secrets"].items())
    written = (GIVEN / "compose.yaml").read_text()
    assert set(re.findall(r"/run/secrets/(\w+)", written)) == used


@pytest.mark.parametrize("name", ["bot", "migrate"])
def test_a_bot_can_write_nothing_but_its_volume(name: str) -> None:
    one = SERVICES[name]
    assert (one["read_only"], one["user"], one["cap_drop"]) == (True, "10001:10001", ["ALL"])
    assert [text.partition(":")[0] for text in one["tmpfs"]] == ["/tmp"]
    assert one["volumes"] == ["var:/app/var"]
    parser().parse_args(one["command"])


def test_two_bots_run_whose_settings_are_whole(tmp_path: Path) -> None:
    assert SERVICES["bot"]["deploy"]["replicas"] == 2
    example = dict(
        line.split("=", 1) for line in (GIVEN / "environment.example").read_text().splitlines() if "=" in line
    )
    for name, content in SECRETS.items():
        (tmp_path / name).write_text(f"{content}\n")
    given = {
        name: re.sub(r"\$\{(\w+):\?\}", lambda m: example[m[1]], value).replace("/run/secrets", str(tmp_path))
        for name, value in SERVICES["bot"]["environment"].items()
    }
    settings = Settings.read(given, to_run=True)
    assert settings.remarks == ()
    assert settings.smtp
    assert settings.clamd_url
    assert settings.public_url == "https://bot.example.org"


def test_the_proxy_lets_through_what_is_for_the_outside_and_nothing_else() -> None:
    caddy = (GIVEN / "Caddyfile").read_text()
    (public,) = re.findall(r"@public path (.*)", caddy)
    hook = SERVICES["bot"]["environment"]["MASANTE_WEBHOOK_URL"].rpartition("/")[2]
    ours = {f"/{route.path.split('/')[1]}/*" for route in pages.routes(None, None, None)}  # type: ignore[arg-type]
    assert set(public.split()) == {f"/{hook}", *ours}


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n", "", DOCKERFILE)
    found = re.findall(r"^([A-Z]+) (.*)$", joined, re.MULTILINE)
    return [(name, text.strip()) for name, text in found]


def test_the_image_is_made_in_two_stages_and_runs_as_nobody_in_particular() -> None:
    said = instructions()
    stages = [text.split(" AS ") for name, text in said if name == "FROM"]
    assert [stage[1] for stage in stages] == ["build", "bot"]
    last = said[max(n for n, (name, _) in enumerate(said) if name == "FROM") :]
    (user,) = [text for name, text in last if name == "USER"]
    assert all(int(part) > 0 for part in user.split(":"))
    assert [name for name, _ in last].index("USER") < [name for name, _ in last].index("ENTRYPOINT")
    assert SERVICES["bot"]["user"] == user


def test_what_is_copied_exists_and_is_not_kept_out_of_the_build() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for text in (text for name, text in instructions() if name == "COPY"):
        words = text.split()
        if words[0].startswith("--from="):
            assert words[0] == "--from=build"
        elif words[0] != ".":
            assert (ROOT / words[0]).exists()
            assert words[0] in let_in
    packages = re.findall(r"^include = \[(.*)\]$", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[0]
    rooms = {room.strip('" *').rstrip("*") for room in packages.split(",")} - {"simulator"}
    assert rooms <= let_in  # the demo's simulator stays out


def test_whatever_a_room_reads_is_installed_with_it() -> None:
    """An image, or a wheel, holds only what is named: an unnamed list of words left the bot deaf to danger there."""
    (globs,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"][
        "package-data"
    ].values()
    read = [
        file
        for room in ("bot", "handlers", "conversations", "locales", "portal", "simulator")
        for file in (ROOT / room).rglob("*.*")
        if file.is_file() and file.suffix not in (".py", ".pyc")
    ]
    assert read
    assert [file for file in read if not any(file.match(glob) for glob in globs)] == []


def test_what_the_image_begins_with_is_a_command() -> None:
    said = dict(instructions())
    assert json.loads(said["ENTRYPOINT"]) == ["masante"]
    parser().parse_args(json.loads(said["CMD"]))


async def test_the_health_check_of_the_image_tells_a_living_bot_from_a_dead_one() -> None:
    check = json.loads(dict(instructions())["HEALTHCHECK"].partition(" CMD ")[2])
    command = [sys.executable, *check[1:]]
    app = web.Application()
    app.router.add_get("/health", alive)
    async with TestServer(app) as listening:
        there = await _run(command, f"0.0.0.0:{listening.port}")
    assert (there, await _run(command, f"0.0.0.0:{listening.port}")) == (0, 1)


async def alive(_request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def _run(command: list[str], listen: str) -> int:

    process = await asyncio.create_subprocess_exec(
        *command, env={"MASANTE_LISTEN": listen}, stderr=subprocess.DEVNULL
    )
    return await process.wait()
