"""What is learned is kept and read again as it was, in files that a question only reads."""

import subprocess
import sys
from pathlib import Path

import pytest

from portal.faq.keeping import digest, keep, kept_digest, kept_judge, kept_reading, kept_sense, kept_words
from portal.faq.learning import learned
from portal.faq.topics import TOPICS
from tests.house.source import ROOT

TOLD = {"fr": {topic: [topic.replace("-", " "), f"{topic} svp"] for topic in TOPICS}}


def test_what_was_kept_judges_as_what_was_learned(tmp_path: Path) -> None:
    made = learned(TOLD)
    keep(made, digest(TOLD), tmp_path)
    reading = kept_reading("fr", tmp_path)
    read = kept_judge("fr", reading, kept_sense(tmp_path), tmp_path).scores("change password")
    assert read.by_label == pytest.approx(made["fr"].scores("change password").by_label, abs=0.01)
    assert max(read.by_label, key=lambda label: read.by_label[label]) == "change-password"
    assert (reading.known, reading.familiar) == (made["fr"].reading.known, made["fr"].reading.familiar)
    assert {*reading.known, "mdp"} <= kept_words("fr", tmp_path)
    assert kept_digest(tmp_path) == digest(TOLD)


def test_other_wordings_have_another_digest() -> None:
    assert digest(TOLD) != digest({"fr": {**TOLD["fr"], "contact": ["allô"]}})
    assert digest(TOLD) != digest({"en": TOLD["fr"]})


def test_a_first_question_learns_nothing_and_takes_little_memory() -> None:
    lines = """
import resource, sys, time
from pathlib import Path
import conversations.registry
from conversations.understanding import desk
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before, began = peak(), time.process_time()
assert desk(Path("/nowhere")).ask("mdp oublié").choices
assert "portal.faq.learning" not in sys.modules
print(time.process_time() - began, (peak() - before) / 1024)
"""
    done = subprocess.run([sys.executable, "-c", lines], cwd=ROOT, capture_output=True, check=True, text=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 2  # a quarter of one on an idle machine
    assert megabytes < 60
