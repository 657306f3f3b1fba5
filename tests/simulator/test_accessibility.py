"""The page for who cannot see it, or reads from right to left: axe-core finds nothing that keeps anyone out."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from simulator import Simulator
from tests.browser import needs_chromium
from tests.simulator.conftest import ANNA, Bot, Phone
from tests.simulator.test_page import PHONE, Opened, mail, opened  # noqa: F401  a fixture

pytestmark = needs_chromium

WIDE = {"width": 1280, "height": 800}
GRAVE = {"serious", "critical"}
WORDS = {
    "fr": ("Bonjour Camille. Que souhaitez-vous faire ?", "Mes documents", "Votre code d'accès est 123456."),
    "ar": ("مرحبًا \u2068Camille\u2069. ماذا تودّون أن تفعلوا؟", "وثائقي", "رمز الدخول هو 123456."),
}
DIRECTIONS = {"fr": "ltr", "ar": "rtl"}


async def talked(page: Page, bot: Bot, sim: Simulator, language: str) -> None:
    """Have a chat with a bit of everything."""
    words, label, code = WORDS[language]
    keys = {"inline_keyboard": [[{"text": label, "callback_data": "a"}, {"text": "1", "callback_data": "b"}]]}
    await bot("setMyCommands", commands=[{"command": "menu", "description": label}])
    await bot("sendMessage", chat_id=ANNA, text=f"<b>{words}</b>", parse_mode="HTML", reply_markup=keys)
    sim.world.inboxes.add_sms("+33612345678", code)
    mail(sim, words, text=f"{words}\n\nhttps://t.me/{sim.username}?start=abc")
    await page.get_by_test_id("composer").fill(words)
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("message")).to_have_count(3)


async def grave(page: Page) -> list[str]:
    """What axe-core finds serious or worse, each with where."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found if one["impact"] in GRAVE
    ]


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_axe_finds_nothing_serious(
    opened: Opened,  # noqa: F811
    started: Phone,
    sim: Simulator,
    bot: Bot,
    language: str,
) -> None:
    page = await opened(**WIDE, color_scheme="light", reduced_motion="reduce")
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await talked(page, bot, sim, language)
    assert await grave(page) == []
    await page.emulate_media(color_scheme="dark")
    assert await grave(page) == []
    for colours in ("light", "dark"):
        page = await opened(**PHONE, color_scheme=colours, reduced_motion="reduce")
        await expect(page.get_by_test_id("message")).to_have_count(3)
        assert await grave(page) == [], colours
        for tab in ("sms", "mail"):
            await page.get_by_test_id(f"tab-{tab}").click()
            assert await grave(page) == [], (colours, tab)


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_words_run_in_their_own_direction(
    opened: Opened,  # noqa: F811
    started: Phone,
    sim: Simulator,
    bot: Bot,
    language: str,
) -> None:
    page = await opened()
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await talked(page, bot, sim, language)
    await expect(page.locator("html")).to_have_attribute("lang", "fr")
    places = [
        page.get_by_test_id("message").locator(".text").nth(1),
        page.get_by_test_id("inline-button").first,
    ]
    await page.get_by_test_id("mail-item").click()
    places += [page.locator(".sms-text"), page.locator(".mail-text"), page.get_by_test_id("composer")]
    await page.get_by_test_id("composer").fill(WORDS[language][0])
    for place in places:
        direction = await place.evaluate(
            "one => getComputedStyle(one.querySelector('[dir]') ?? one).direction"
        )
        assert direction == DIRECTIONS[language], place
    foreign = page.get_by_test_id("message").locator(".text[lang=ar]")
    await expect(foreign).to_have_count(2 if language == "ar" else 0)
