"""Metrics are named as Prometheus asks, and told in one table of docs/operations.md, each once."""

import re

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from tests.house.source import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
FAMILIES = [one for one in Metrics().registry.collect() if one.name.startswith("masante_")]
NO_BASE_UNITS = (
    "milliseconds",
    "minutes",
    "hours",
    "days",
    "kilobytes",
    "megabytes",
    "percent",
    "ms",
    "secs",
    "mb",
    "kb",
)

each = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


@each
def test_a_name_is_as_promtool_asks(family: Metric) -> None:
    """The rules of `promtool check metrics`, which CI does not have."""
    words = family.name.split("_")
    assert re.fullmatch(r"masante(_[a-z]+)+", family.name)
    assert not set(words) & set(NO_BASE_UNITS)
    assert not set(words) & {"counter", "gauge", "histogram", "total", "count", "sum", "bucket"}
    assert family.documentation.endswith(".")
    assert (family.type == "histogram") <= family.name.endswith("_seconds")


@each
def test_labels_are_words_and_none_is_reserved(family: Metric) -> None:
    labels = set(Metrics().registry._names_to_collectors[family.name]._labelnames)
    assert all(re.fullmatch("[a-z_]+", label) for label in labels)
    assert not labels & {"le", "quantile", "job", "instance"}


def test_what_is_told_can_be_read_by_prometheus() -> None:
    read = {family.name for family in text_string_to_metric_families(Metrics().text().decode())}
    assert {family.name for family in FAMILIES} <= read


def test_the_table_names_every_metric_once_and_no_other() -> None:
    table = OPERATIONS.partition("## Figures to watch")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(masante_[a-z_]+)(?:\{([a-z,_]*)\})?`", table, re.MULTILINE)
    collectors = Metrics().registry._names_to_collectors
    registered = {}
    for family in FAMILIES:
        name = f"{family.name}_total" if family.type == "counter" else family.name
        registered[name] = ",".join(sorted(collectors[family.name]._labelnames))
    assert len(told) == len(registered)
    assert {name: ",".join(sorted(filter(None, labels.split(",")))) for name, labels in told} == registered


def test_pages_name_no_metric_that_is_not_there() -> None:
    known = {f"{one.name}{end}" for one in FAMILIES for end in ("", "_total", "_bucket", "_sum", "_count")}
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        named = set(re.findall(r"(?<![\w:])masante_[a-z_]+[a-z](?=[{`\[ )])", page.read_text()))
        assert named - known <= {"masante_bot"}, page
