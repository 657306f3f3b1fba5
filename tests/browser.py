"""A headless Chromium for the tests that look at pages; in CI there must be one."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-quic"]

PATIENCE = 60_000  # milliseconds: a slow machine is no failure
expect.set_options(timeout=PATIENCE)

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ, reason="no Chromium on this machine: apt install chromium"
)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start one, and have it gone afterwards; it belongs to the loop it was started in."""
    async with async_playwright() as playwright:
        yield await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


async def window(browser: Browser, **options: Any) -> Page:
    """Open a window of somebody new to the page; `options` of Playwright's `new_context`."""
    context = await browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return await context.new_page()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started
