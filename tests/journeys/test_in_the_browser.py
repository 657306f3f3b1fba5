"""The main journey lived by clicking in the page of the demo, on a wide window and on a phone's.

`MASANTE_SCREENSHOTS=docs` keeps pictures of it there.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import needs_chromium, window
from tests.journeys import people
from tests.journeys.people import CAMILLE, NADIA, Person
from tests.journeys.test_carnets import BORN, THOMAS, open_carnet
from tests.journeys.town import Town

pytestmark = needs_chromium
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


class Window:
    """What a person sees of the page, and what she clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.narrow = (page.viewport_size or WIDE)["width"] < 760

    async def look_at(self, tab: str) -> None:
        if self.narrow:
            await self.page.get_by_test_id(f"tab-{tab}").click()

    async def tap(self, label: str) -> None:
        await self.look_at("chat")
        button = self.page.get_by_test_id("inline-button").filter(
            has_text=re.compile(f"^{re.escape(label)}$")
        )
        await button.last.click()

    async def say(self, words: str) -> None:
        await self.look_at("chat")
        await self.page.get_by_test_id("composer").fill(words)
        await self.page.keyboard.press("Enter")

    async def reads(self, words: str) -> None:
        await self.look_at("chat")
        await expect(self.page.get_by_test_id("message").last).to_contain_text(words)

    async def keep(self, name: str) -> None:
        if folder := os.environ.get("MASANTE_SCREENSHOTS"):
            await self.page.wait_for_timeout(600)  # bubbles slide in; only for pictures
            await self.page.screenshot(path=Path(folder) / f"{name}.png")


async def open_window(browser: Browser, town: Town, size: dict[str, int], person: Person = CAMILLE) -> Window:
    page = await window(browser, viewport=size)
    await town.phone(person)
    await page.goto(town.sim.url)
    if person is not CAMILLE:  # there are several people to be
        await page.get_by_test_id(f"person-{person.user_id}").click()
    return Window(page)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_camille_links_her_chat_and_sends_her_form_by_clicking(
    browser: Browser,
    town: Town,
    size: dict[str, int],
) -> None:
    await town.do(people.invite, CAMILLE)
    account_id = await town.do(lambda work: people.accounts.find(work, CAMILLE.email))
    await town.do(people.follow, account_id, at="00:00", window="24 h")
    await town.later(minutes=1)
    window = await open_window(browser, town, size)
    await window.look_at("mail")
    await window.page.get_by_test_id("mail-item").first.click()
    await window.page.get_by_text("Ouvrir dans Telegram").first.click()
    await window.tap("J'accepte")
    await window.reads("adresse e-mail")
    await window.say(CAMILLE.email)
    await window.reads("mot de passe")
    await window.say(people.PASSWORD)
    await window.reads("code à 6 chiffres")
    await window.look_at("sms")
    code = re.search(r"\d{6}", await window.page.get_by_test_id("sms-item").last.inner_text())
    assert code is not None
    await window.say(code[0])
    await window.reads("C'est fait")
    await window.tap("Mon suivi")
    await window.reads("douleur")
    await window.tap("3")
    await window.reads("température aujourd'hui")
    await window.tap("Oui")
    await window.reads("Quelle est votre température")
    await window.say("37,8")
    await window.reads("pansement")
    await window.keep("demo" if not window.narrow else "demo-phone")
    for answer in ("Propre et sec", "Non", "Oui, comme d'habitude", "Oui", "Oui"):
        await window.tap(answer)
        await town.settled()
    await window.tap("⬜ Rien de tout cela")
    await window.tap("Terminé")
    await window.tap("Passer ›")
    await window.reads("Vérifiez avant d'envoyer")
    await window.tap("Envoyer")
    await window.reads("vos réponses sont envoyées")
    sent = await town.do(people.responses, account_id)
    answers = {item["linkId"]: item.get("answer") for item in sent[0]["item"]}
    assert [float(one["valueDecimal"]) for one in answers["temperature"]] == [37.8]
    assert "remark" not in answers


async def test_two_parents_in_two_windows_share_a_carnet_and_end_it(browser: Browser, town: Town) -> None:
    await town.do(open_carnet, (await town.linked(NADIA)).account_id)
    await town.linked(THOMAS)
    nadia = await open_window(browser, town, WIDE, NADIA)
    thomas = await open_window(browser, town, PHONE, THOMAS)
    for label in ("Carnets de santé", "Léo · 24 mois", "Partager avec l'autre parent"):
        await nadia.tap(label)
    await nadia.reads("adresse e-mail de l'autre parent")
    await nadia.say(THOMAS.email)
    await nadia.tap("Envoyer")
    await nadia.reads("L'invitation est envoyée")
    await thomas.reads("vous invite à partager")
    await thomas.tap("Accepter")
    await thomas.reads("date de naissance")
    await thomas.say(BORN)
    await thomas.tap("J'accepte")
    await thomas.reads("le carnet vous est maintenant ouvert")
    await nadia.reads("a accepté")
    await thomas.tap("Ouvrir le carnet")
    await thomas.reads("Carnet de santé de Léo")
    for label in ("Ouvrir le carnet", "Arrêter le partage", "Oui, arrêter"):
        await nadia.tap(label)
    await nadia.reads("le partage est terminé")
    await thomas.reads("a mis fin au partage")
    await expect(thomas.page.get_by_text("Carnet de santé de Léo")).to_have_count(0)
    await thomas.tap("Carnets de santé")
    await thomas.reads("Vous n'avez pas de carnet")
