"""Photos, documents and albums, both ways."""

import struct
from typing import Any

import aiohttp
import pytest

from tests.simulator.conftest import ANNA, Bot, Phone

Json = dict[str, Any]

TOO_BIG = "Bad Request: file of size 10485761 bytes is too big for a photo"


def png(width: int = 640, height: int = 480, weight: int = 100) -> bytes:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5x", 13, b"IHDR", width, height)
    return head + bytes(weight - len(head))


async def upload(bot: Bot, method: str, files: dict[str, bytes], **params: Any) -> Json:
    form = aiohttp.FormData({name: str(value) for name, value in params.items()})
    for name, content in files.items():
        form.add_field(name, content, filename=f"{name}.png")
    async with bot.http.post(f"{bot.sim.url}/bot{bot.sim.token}/{method}", data=form) as answer:
        return await answer.json()


async def attach(phone: Phone, contents: list[bytes], **fields: str) -> list[Json]:
    form = aiohttp.FormData(fields)
    for n, content in enumerate(contents):
        form.add_field("files", content, filename=f"page{n}.png")
    async with phone.http.post(f"{phone.sim.url}/phone/{phone.user_id}/files", data=form) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def fetch(bot: Bot, file_id: str) -> bytes:
    file = await bot("getFile", file_id=file_id)
    async with bot.http.get(f"{bot.sim.url}/file/bot{bot.sim.token}/{file['file_path']}") as answer:
        return await answer.read()


async def test_a_photo_has_sizes_and_can_be_fetched(bot: Bot, anna: Phone) -> None:
    await attach(anna, [png()], caption="Mon pansement")
    (update,) = await bot("getUpdates")
    small, large = update["message"]["photo"]
    assert [(p["width"], p["height"]) for p in (small, large)] == [(320, 240), (640, 480)]
    assert update["message"]["caption"] == "Mon pansement"
    assert await fetch(bot, large["file_id"]) == png()


async def test_an_album_arrives_as_separate_updates(bot: Bot, anna: Phone) -> None:
    await attach(anna, [png(), png(), png()], caption="Trois pages")
    updates = await bot("getUpdates")
    assert len({u["message"]["media_group_id"] for u in updates}) == 1
    assert ["caption" in u["message"] for u in updates] == [True, False, False]


async def test_a_picture_sent_as_a_file_keeps_its_name(bot: Bot, anna: Phone) -> None:
    await attach(anna, [png()], **{"as": "document"})
    (update,) = await bot("getUpdates")
    document = update["message"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("page0.png", "image/png")


async def test_a_file_over_20_mib_cannot_be_fetched(bot: Bot, anna: Phone) -> None:
    await attach(anna, [bytes((20 << 20) + 1)])
    (update,) = await bot("getUpdates")
    assert update["message"]["document"]["file_size"] == (20 << 20) + 1
    said = await bot.refused("getFile", file_id=update["message"]["document"]["file_id"])
    assert said == "Bad Request: file is too big"


async def test_the_page_sees_the_photo_the_bot_sent(bot: Bot, started: Phone) -> None:
    sent = await upload(
        bot, "sendPhoto", {"photo": png()}, chat_id=ANNA, caption="<b>QR</b>", parse_mode="HTML"
    )
    file_id = sent["result"]["photo"][-1]["file_id"]
    async with bot.http.get(f"{bot.sim.url}/phone/{ANNA}/file/{file_id}") as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", png())


async def test_the_page_opens_a_pdf_and_runs_nothing_else(bot: Bot, started: Phone) -> None:
    for name, sandboxed in (("document.pdf", False), ("page.html", True)):
        form = aiohttp.FormData({"chat_id": str(ANNA)})
        form.add_field("document", b"%PDF-1.7", filename=name)
        async with bot.http.post(f"{bot.sim.url}/bot{bot.sim.token}/sendDocument", data=form) as answer:
            file_id = (await answer.json())["result"]["document"]["file_id"]
        async with bot.http.get(f"{bot.sim.url}/phone/{ANNA}/file/{file_id}") as answer:
            assert ("sandbox" in answer.headers.get("Content-Security-Policy", "")) is sandboxed


async def test_a_file_is_sent_again_by_its_id(bot: Bot, started: Phone) -> None:
    first = await upload(bot, "sendDocument", {"document": b"%PDF-1.7"}, chat_id=ANNA)
    file_id = first["result"]["document"]["file_id"]
    again = await bot("sendDocument", chat_id=ANNA, document=file_id)
    assert again["document"] == first["result"]["document"]
    said = await bot.refused("sendPhoto", chat_id=ANNA, photo=file_id)
    assert said == "Bad Request: can't use file of type Document as Photo"


async def test_attached_files_make_an_album(bot: Bot, started: Phone) -> None:
    media = '[{"type":"photo","media":"attach://a"},{"type":"photo","media":"attach://b","caption":"two"}]'
    sent = await upload(bot, "sendMediaGroup", {"a": png(), "b": png()}, chat_id=ANNA, media=media)
    first, second = sent["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert second["caption"] == "two"


async def test_another_picture_takes_the_place_of_the_first(bot: Bot, started: Phone) -> None:
    sent = (await upload(bot, "sendPhoto", {"photo": png()}, chat_id=ANNA))["result"]
    media = '{"type":"photo","media":"attach://other"}'
    where = {"chat_id": ANNA, "message_id": sent["message_id"], "media": media}
    edited = (await upload(bot, "editMessageMedia", {"other": png(100, 50)}, **where))["result"]
    assert edited["photo"][-1]["width"] == 100


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (png(9000, 2000), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (png(weight=(10 << 20) + 1), f"{TOO_BIG}; the maximum size is 10485760 bytes"),
    ],
)
async def test_what_is_no_photo_is_refused(bot: Bot, started: Phone, content: bytes, said: str) -> None:
    assert (await upload(bot, "sendPhoto", {"photo": content}, chat_id=ANNA))["description"] == said


async def test_other_things_people_send_arrive_too(bot: Bot, anna: Phone) -> None:
    await anna.do("voice", duration=4)
    await anna.do("sticker")
    await anna.do("location", latitude=48.85, longitude=2.35)
    await anna.do("contact")
    voice, sticker, location, contact = [u["message"] for u in await bot("getUpdates")]
    assert (voice["voice"]["duration"], sticker["sticker"]["emoji"]) == (4, "👍")
    assert (location["location"]["latitude"], contact["contact"]["user_id"]) == (48.85, ANNA)
