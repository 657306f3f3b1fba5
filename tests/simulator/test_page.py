"""The page in a browser, over the real simulator: what a person sees and does."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from simulator import Simulator
from tests.browser import needs_chromium, window
from tests.simulator.conftest import ANNA, Bot, Phone, in_one_loop
from tests.simulator.test_files import png, upload

DOCTOR = 2001
PHONE = {"width": 360, "height": 740}
YES_NO = {"inline_keyboard": [[{"text": "Oui", "callback_data": "y"}, {"text": "Non", "callback_data": "n"}]]}

Opened = Callable[..., Awaitable[Page]]

pytestmark = needs_chromium


def mail(sim: Simulator, subject: str, text: str = "", html: str = "") -> None:
    sim.world.inboxes.add_mail(["anna@example.org"], "MaSanté <bot@example.org>", subject, text, html)


@in_one_loop
async def opened(browser: Browser, sim: Simulator) -> AsyncIterator[Opened]:
    """Opens the page in a window of its own; in the end, no script may have broken."""
    broken: list[str] = []

    async def open_page(width: int = 1280, height: int = 800, **options: Any) -> Page:
        page = await window(browser, viewport={"width": width, "height": height}, **options)
        page.on("pageerror", lambda error: broken.append(str(error)))
        await page.goto(sim.url)
        await expect(page.get_by_test_id(f"person-{ANNA}")).to_be_visible()
        return page

    yield open_page
    assert not broken


@in_one_loop
async def page(opened: Opened, started: Phone) -> Page:
    """Anna's page, her chat begun."""
    page = await opened()
    await expect(page.get_by_test_id("message")).to_have_count(1)
    return page


async def test_a_message_shows_as_a_bubble_with_its_formatting(page: Page, bot: Bot) -> None:
    await bot("sendMessage", chat_id=ANNA, text="🩺 Bonjour <b>Anna <i>Martin</i></b>", parse_mode="HTML")
    bubble = page.get_by_test_id("message").last
    await expect(bubble).to_have_attribute("data-from", "bot")
    await expect(bubble.locator("strong")).to_have_text("Anna Martin")
    await expect(bubble.locator("strong em")).to_have_text("Martin")


async def test_what_people_write_is_never_markup(page: Page) -> None:
    await page.get_by_test_id("composer").fill('<img src=x onerror="throw 1"><b>gras</b>')
    await page.keyboard.press("Enter")
    bubble = page.get_by_test_id("message").last
    await expect(bubble).to_contain_text("<b>gras</b>")
    await expect(bubble.locator("img, b")).to_have_count(0)


async def test_a_message_gets_its_second_tick_when_the_bot_has_read_it(page: Page, bot: Bot) -> None:
    await page.get_by_test_id("composer").fill("bonjour")
    await page.get_by_test_id("send").click()
    ticks = page.get_by_test_id("message").last.locator(".ticks")
    await expect(ticks).to_have_attribute("data-read", "false")
    await bot("getUpdates", timeout=10)
    await expect(ticks).to_have_attribute("data-read", "true")


async def test_an_edited_message_changes_in_place(page: Page, bot: Bot) -> None:
    sent = await bot("sendMessage", chat_id=ANNA, text="Question 1", reply_markup=YES_NO)
    bubble = page.locator(f"[data-message-id='{sent['message_id']}']")
    await expect(bubble.get_by_test_id("inline-button")).to_have_text(["Oui", "Non"])
    await bot("editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="Merci")
    await expect(bubble).to_contain_text("Merci")
    await expect(bubble).to_contain_text("modifié")
    await expect(bubble.get_by_test_id("inline-button")).to_have_count(0)


async def test_a_deleted_message_goes_away(page: Page, bot: Bot) -> None:
    sent = await bot("sendMessage", chat_id=ANNA, text="secret")
    await expect(page.get_by_test_id("message")).to_have_count(2)
    await bot("deleteMessage", chat_id=ANNA, message_id=sent["message_id"])
    await expect(page.get_by_test_id("message")).to_have_count(1)


async def test_a_tapped_button_waits_for_the_answer_of_the_bot(page: Page, bot: Bot) -> None:
    await bot("sendMessage", chat_id=ANNA, text="Question 1", reply_markup=YES_NO)
    button = page.get_by_test_id("inline-button").first
    await button.click()
    await expect(button).to_be_disabled()
    (update,) = await bot("getUpdates", timeout=10)
    assert update["callback_query"]["data"] == "y"
    await bot("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="Noté")
    await expect(button).to_be_enabled()
    await expect(page.get_by_test_id("toast")).to_contain_text("Noté")


async def test_the_link_of_an_invitation_presses_start(opened: Opened, sim: Simulator, bot: Bot) -> None:
    link = f"https://t.me/{sim.username}?start=inv_42"
    mail(sim, "Invitation", text=f"Ici : {link}")
    page = await opened(**PHONE)
    await page.get_by_test_id("open-invitation").click()
    await page.get_by_test_id("mail-body").get_by_role("link").click()
    await expect(page.get_by_test_id("message")).to_have_count(1)
    (update,) = await bot("getUpdates", timeout=10)
    assert update["message"]["text"] == "/start inv_42"


async def test_what_arrives_while_the_chat_is_loaded_stays(opened: Opened, bot: Bot) -> None:
    page, spoken = await opened(), asyncio.Event()

    async def held(route: Route) -> None:
        loaded = await route.fetch()
        await bot("sendMessage", chat_id=ANNA, text="Bonjour Anna")
        await spoken.wait()
        await route.fulfill(response=loaded)

    await page.route("**/chat", held, times=1)
    await page.get_by_test_id("start").click()
    await expect(page.get_by_test_id("message").last).to_contain_text("Bonjour Anna")
    spoken.set()
    await expect(page.get_by_test_id("composer")).to_be_focused()  # the chat was loaded
    await expect(page.get_by_test_id("message")).to_have_count(2)


async def test_an_html_mail_keeps_its_words_and_nothing_that_runs(opened: Opened, sim: Simulator) -> None:
    harmful = '<script>throw 1</script><a href="javascript:throw 2">ici</a><img src=x onerror="throw 3">'
    mail(sim, "Bienvenue", html=f'<h1 onclick="throw 4">Bonjour</h1>{harmful}')
    page = await opened()
    await page.get_by_test_id("mail-item").click()
    body = page.get_by_test_id("mail-body")
    await body.locator("h1").click()
    await expect(body).to_contain_text("Bonjourici")
    await expect(body.locator("script, img, [onclick], a")).to_have_count(0)


async def test_the_code_of_an_sms_goes_into_the_chat(opened: Opened, started: Phone, sim: Simulator) -> None:
    page = await opened(**PHONE)
    await expect(page.get_by_test_id("composer")).to_be_visible()
    sim.world.inboxes.add_sms("+33612345678", "Votre code : 482 913")
    await expect(page.get_by_test_id("toast")).to_contain_text("SMS reçu")
    await expect(page.get_by_test_id("tab-sms")).to_contain_text("1")
    await page.get_by_test_id("tab-sms").click()
    await page.get_by_test_id("sms-item").get_by_role("button", name="Coller").click()
    await expect(page.get_by_test_id("composer")).to_have_value("482913")


async def test_the_chat_works_by_keyboard_on_360_pixels(opened: Opened, started: Phone, bot: Bot) -> None:
    page = await opened(**PHONE)
    await bot("sendMessage", chat_id=ANNA, text="Question 1", reply_markup=YES_NO)
    await expect(page.get_by_test_id("inline-button")).to_have_count(2)
    await page.get_by_test_id("message").last.focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    (update,) = await bot("getUpdates", timeout=10)
    assert update["callback_query"]["data"] == "y"
    sent = update["callback_query"]["message"]["message_id"]
    await bot("editMessageText", chat_id=ANNA, message_id=sent, text="Question 2", reply_markup=YES_NO)
    await expect(page.get_by_test_id("message").last).to_contain_text("Question 2")
    await expect(page.get_by_test_id("inline-button").first).to_be_focused()


async def test_nothing_is_wider_than_360_pixels(opened: Opened, started: Phone, bot: Bot) -> None:
    page = await opened(**PHONE)
    await bot("sendMessage", chat_id=ANNA, text="a" * 400, reply_markup=YES_NO)
    await expect(page.get_by_test_id("inline-button")).to_have_count(2)
    widest = "Math.max(...[...document.querySelectorAll('body *')].map((e) => e.scrollWidth))"
    assert await page.evaluate(widest) <= 360


async def test_dark_follows_the_system_until_the_person_chooses(opened: Opened) -> None:
    page = await opened(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(background)
    await page.get_by_role("button", name="Passer en clair").click()
    light = await page.evaluate(background)
    assert dark != light
    await page.reload()
    await expect(page.get_by_role("button", name="Passer en sombre")).to_be_visible()
    assert await page.evaluate(background) == light


async def test_protected_content_has_a_lock_and_cannot_be_copied(page: Page, bot: Bot) -> None:
    await bot("sendMessage", chat_id=ANNA, text="Compte rendu", protect_content=True)
    bubble = page.get_by_test_id("message").last
    await expect(bubble.locator(".lock")).to_be_visible()
    assert await bubble.evaluate("(node) => getComputedStyle(node).userSelect") == "none"
    await bubble.click(button="right")
    await expect(page.get_by_role("menuitem")).to_have_text(["Répondre", "Supprimer"])


async def test_several_photos_leave_as_one_album(page: Page, bot: Bot) -> None:
    pictures = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": png()} for n in range(3)]
    await page.get_by_test_id("file-photo").set_input_files(pictures)  # type: ignore[arg-type]
    await page.get_by_test_id("preview-send").click()
    await expect(page.get_by_role("group", name="Album").get_by_test_id("message")).to_have_count(3)
    updates = await bot("getUpdates", timeout=10)
    assert len({update["message"]["media_group_id"] for update in updates}) == 1
    assert all(update["message"]["photo"] for update in updates)


async def test_commands_are_filtered_as_one_types(page: Page, bot: Bot) -> None:
    commands = [{"command": "menu", "description": "Menu"}, {"command": "suivi", "description": "Mon suivi"}]
    await bot("setMyCommands", commands=commands)
    await page.reload()
    await page.get_by_test_id("composer").press_sequentially("/su")
    await expect(page.get_by_test_id("command-item")).to_have_text([re.compile("/suivi")])
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("message").last).to_contain_text("/suivi")


async def test_one_s_own_message_can_be_changed_and_deleted(page: Page) -> None:
    await page.get_by_test_id("composer").fill("37,8")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("message")).to_have_count(2)
    await page.keyboard.press("ArrowUp")
    await page.get_by_test_id("composer").fill("38,7")
    await page.keyboard.press("Enter")
    bubble = page.get_by_test_id("message").last
    await expect(bubble).to_contain_text("38,7")
    await bubble.click(button="right")
    await page.get_by_role("menuitem", name="Supprimer").click()
    await expect(page.get_by_test_id("message")).to_have_count(1)


async def test_a_blocked_bot_can_be_unblocked(page: Page, anna: Phone) -> None:
    await page.get_by_role("button", name="Options de la conversation").click()
    await page.get_by_role("menuitem", name="Bloquer le bot").click()
    await page.get_by_test_id("unblock").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()
    assert (await anna.see("chat"))["blocked"] is False


@pytest.mark.parametrize("protected", [True, False])
async def test_a_document_shows_its_name_and_size_and_is_saved_unless_it_is_protected(
    page: Page, bot: Bot, protected: bool
) -> None:
    params = {"chat_id": ANNA, "protect_content": protected, "caption": "10 minutes"}
    await upload(bot, "sendDocument", {"document": b"%PDF-1.7" + bytes(1200)}, **params)
    bubble = page.get_by_test_id("message").last
    await expect(bubble).to_contain_text("document")
    await expect(bubble).to_contain_text("1,2 ko")
    link = bubble.locator("a.attached")
    await expect(link).to_have_attribute("title", "Ouvrir" if protected else "Enregistrer")
    assert (await link.get_attribute("download") is None) is protected
    await expect(bubble.locator(".lock")).to_have_count(int(protected))


async def test_a_professional_sees_commands_in_place_of_a_chat(opened: Opened, sim: Simulator) -> None:
    hints = [{"label": "Créer une patiente", "command": "masante patient create"}]
    sim.world.people.upsert(DOCTOR, {"first_name": "Hélène", "role": "professional", "hints": hints})
    page = await opened()
    await page.get_by_test_id(f"person-{DOCTOR}").click()
    await expect(page.get_by_text("masante patient create")).to_be_visible()
    await expect(page.get_by_test_id("chat")).to_be_hidden()


async def test_the_page_finds_the_simulator_again_after_a_restart(
    browser: Browser, tmp_path: Path, port: int
) -> None:
    async with Simulator(tmp_path, port=port) as first:
        first.world.people.upsert(ANNA, {"first_name": "Anna"})
        page = await window(browser)
        await page.goto(first.url)
        await page.get_by_test_id("start").click()
        await expect(page.get_by_test_id("message")).to_have_count(1)
    await expect(page.get_by_text("Reconnexion…")).to_be_visible()
    async with Simulator(tmp_path, port=port):
        await expect(page.get_by_text("Reconnexion…")).to_be_hidden()
        await page.get_by_test_id("composer").fill("me revoilà")
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("message")).to_have_count(2)
