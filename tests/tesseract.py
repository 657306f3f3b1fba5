"""Where this machine's Tesseract has its languages, for tests that read."""

import os
from pathlib import Path

import pytest

from bot.tesseract import languages_folder, recognition_misses


@pytest.fixture(scope="session")
def languages() -> Path:
    """The folder; without one, tests that read are skipped, but in CI they fail."""
    folder, misses = languages_folder(), recognition_misses()
    if folder is None or misses:
        if os.environ.get("CI"):
            raise RuntimeError(misses)
        pytest.skip(misses or "")
    return folder
