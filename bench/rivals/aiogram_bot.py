"""An ordinary aiogram bot with its state in Redis that asks the same ten questions; nothing in it is durable."""

import asyncio
import html
import json
import os
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.keyboard import InlineKeyboardBuilder

FORM = json.loads(Path(__file__).parent.with_name("ten_questions.json").read_text())
QUESTIONS: list[dict[str, Any]] = FORM["item"]
EMERGENCY = "En cas d’urgence, appelez le 15 (ou le 112)."

router = Router()


class Filling(StatesGroup):
    """Where a person is."""

    question = State()
    recap = State()


class Answer(CallbackData, prefix="a"):
    """A tapped answer: to which question, and which one."""

    question: int
    option: int


class Step(CallbackData, prefix="s"):
    """Another button of a question."""

    question: int
    what: str


def options(question: dict[str, Any]) -> list[str]:
    """Return what can be answered."""
    match question["type"]:
        case "boolean":
            return ["Oui", "Non"]
        case "integer":
            return [str(n) for n in range(11)]
        case _:
            return [option["valueCoding"]["display"] for option in question["answerOption"]]


def question_text(number: int) -> str:
    """Return a question as it is asked."""
    opening = f"<b>{FORM['title']}</b>\n\n<i>{EMERGENCY}</i>\n\n" if number == 0 else ""
    words = html.escape(QUESTIONS[number]["text"], quote=False)
    return f"{opening}<i>{number + 1}/{len(QUESTIONS)}</i>\n\n<b>{words}</b>"


def question_keyboard(number: int) -> InlineKeyboardMarkup:
    """Return its buttons."""
    builder = InlineKeyboardBuilder()
    answers = options(QUESTIONS[number])
    for n, answer in enumerate(answers):
        builder.button(text=answer, callback_data=Answer(question=number, option=n))
    ways = ["back"] * (number > 0) + ["stop"]
    for way in ways:
        builder.button(
            text={"back": "‹ Retour", "stop": "✕ Arrêter"}[way],
            callback_data=Step(question=number, what=way),
        )
    per_row = 6 if len(answers) > 4 else 2
    rows = [min(per_row, len(answers) - at) for at in range(0, len(answers), per_row)]
    builder.adjust(*rows, len(ways))
    return builder.as_markup()


def recap(answers: dict[str, int]) -> tuple[str, InlineKeyboardMarkup]:
    """Return every answer, and the button that sends them."""
    lines = [f"{q['text']}\n<b>{options(q)[answers[q['linkId']]]}</b>" for q in QUESTIONS]
    builder = InlineKeyboardBuilder()
    for label, what in (("Envoyer", "send"), ("Modifier", "edit"), ("✕ Arrêter", "stop")):
        builder.button(text=label, callback_data=Step(question=len(QUESTIONS), what=what))
    builder.adjust(1, 2)
    head = "<b>Vérifiez avant d’envoyer</b>"
    return "\n\n".join([head, *lines, f"<i>{EMERGENCY}</i>"]), builder.as_markup()


@router.message(Command("suivi"))
async def begin(message: Message, state: FSMContext) -> None:
    """Ask the first question."""
    await state.set_state(Filling.question)
    await state.set_data({"number": 0, "answers": {}})
    await message.answer(question_text(0), reply_markup=question_keyboard(0))


@router.callback_query(Filling.question, Answer.filter())
async def answered(query: CallbackQuery, callback_data: Answer, state: FSMContext) -> None:
    """Keep an answer and ask what comes next."""
    data = await state.get_data()
    assert isinstance(query.message, Message)
    if callback_data.question != data["number"]:
        await query.answer("Ce bouton est ancien.")
        return
    answers = {**data["answers"], QUESTIONS[data["number"]]["linkId"]: callback_data.option}
    number = data["number"] + 1
    await state.update_data(number=number, answers=answers)
    if number < len(QUESTIONS):
        await query.message.edit_text(question_text(number), reply_markup=question_keyboard(number))
    else:
        await state.set_state(Filling.recap)
        text, keyboard = recap(answers)
        await query.message.edit_text(text, reply_markup=keyboard)
    await query.answer()


@router.callback_query(Filling.recap, Step.filter())
async def sent(query: CallbackQuery, state: FSMContext) -> None:
    """Keep the form that was sent."""
    data = await state.get_data()
    assert isinstance(query.message, Message)
    assert isinstance(state.storage, RedisStorage)
    await state.storage.redis.rpush("responses", json.dumps(data["answers"]))  # type: ignore[misc]
    await state.clear()
    builder = InlineKeyboardBuilder()
    builder.button(text="Menu", callback_data="m:menu")
    await query.message.edit_text("Merci, c’est envoyé.", reply_markup=builder.as_markup())
    await query.answer()


async def main() -> None:
    """Run by long polling."""
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API"])
    bot = Bot(
        os.environ["TELEGRAM_TOKEN"],
        session=AiohttpSession(api=server),
        default=DefaultBotProperties(parse_mode="HTML"),
    )
    dispatcher = Dispatcher(storage=RedisStorage.from_url(os.environ["REDIS_URL"]))
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
