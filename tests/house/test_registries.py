"""What is known by name exists, once: forms and their questions, screens, commands, buttons."""

import ast
import re
from collections import Counter
from typing import Any

import pytest

import handlers
from conversations import showing
from conversations.consenting import VERSION
from conversations.form import Form
from conversations.questions import Choice, Question
from conversations.registry import KNOWN
from conversations.stage import begin, fresh_view
from conversations.turn import Turn
from handlers import menu
from handlers.outgoing import render
from locales import LANGUAGES
from locales.saying import Reader
from portal import accounts
from portal.bookmarks import ACTIVE, Bookmark
from portal.work import Work
from tests.databases import on_sqlite
from tests.house.source import imported, modules
from tests.portal.accounts.conftest import CHAT, OTHER_CHAT, House, house  # noqa: F401  a fixture

imported("conversations", "handlers")
SCREENS = [screen for page in handlers.PAGES for screen in page.SCREENS]
STATIC = [form for form in KNOWN.values() if form.questions]

forms = pytest.mark.parametrize("form", KNOWN.values(), ids=KNOWN)
static = pytest.mark.parametrize("form", STATIC, ids=[form.name for form in STATIC])


class Whatever(dict[str, Any]):
    """Facts that hold whatever is asked of them: something, or nothing."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __missing__(self, _name: str) -> Any:
        return self.answer

    def get(self, _name: str, _default: Any = None) -> Any:
        return self.answer


def twice(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def literals(pattern: str) -> set[str]:
    """What this pattern's group finds in the strings of the code."""
    texts = (
        node.value
        for module in modules("conversations", "handlers", "bot")
        for node in module.nodes(ast.Constant)
        if isinstance(node.value, str)
    )
    return {found for text in texts for found in re.findall(pattern, text)}


def test_every_form_is_registered() -> None:
    assert Form.known == KNOWN


@forms
def test_every_form_can_be_sent_and_asks_each_question_by_one_name(form: Form) -> None:
    assert form._send is not None
    assert form.title
    assert twice([question.name for question in form.questions]) == []


def test_every_conversation_that_another_starts_exists() -> None:
    started = {
        call.args[0].value
        for module in modules("conversations", "handlers")
        for call in module.nodes(ast.Call)
        if isinstance(call.func, ast.Name)
        and call.func.id == "Next"
        and isinstance(call.args[0], ast.Constant)
    }
    assert started | literals(r"^m:go:(\w+)$") | menu.OPEN_TO_ALL | menu.FOR_THE_LINKED <= set(KNOWN)


@static
@on_sqlite
def test_every_question_is_reachable_and_can_be_shown_in_every_language(form: Form, house: House) -> None:  # noqa: F811
    house.linked()
    house.do(accounts.consent, CHAT, None, VERSION)
    worlds = [(chat, fact) for chat in (CHAT, OTHER_CHAT) for fact in ("something", "")]
    reached = {name for world in worlds for name in house.do(shown, form, *world)}
    assert reached == {question.name for question in form.questions}


def shown(work: Work, form: Form, chat: int, fact: str) -> list[str]:
    """Show every question that is asked in this chat when every fact is this one; return their names."""
    data = {"answers": {}, "facts": Whatever(fact), "at": "", "skipped": [], "editing": "", **fresh_view()}
    mark = Bookmark("bookmark", str(chat), form.name, 1, 0, ACTIVE, None, None, work.now, data)
    turn = begin(work, chat, mark)
    asked: list[Question] = form.asked(turn)
    for number, question in enumerate(asked, 1):
        message = showing.question_message(turn, form, question, showing.Place(number, len(asked)), None)
        for language in LANGUAGES:
            assert render(message, Reader(language)).html
        tokens = [button.data for row in message.rows for button in row]
        assert twice(tokens) == []
        assert all(len(token.encode()) <= 64 for token in tokens)
    return [question.name for question in asked] + [
        after.name
        for question in asked
        if type(question) is Choice
        for after in following(turn, form, question)
    ]


def following(turn: Turn, form: Form, question: Choice) -> list[Question]:
    """Return what is asked after each answer to a choice whose options are always the same."""
    found: list[Question] = []
    for option in question.options(turn):
        turn.keep(question.name, option.key)
        found += form.asked(turn)
        turn.drop(question.name)
    return found


def test_no_two_screens_share_a_name_and_no_two_commands_collide() -> None:
    assert twice([screen.name for screen in SCREENS]) == []
    assert {screen.name: screen for screen in SCREENS} == handlers.SCREENS
    assert twice([command for screen in SCREENS for command in screen.commands]) == []


def test_commands_are_as_telegram_takes_them_and_are_described() -> None:
    for screen in SCREENS:
        assert all(re.fullmatch(r"[a-z0-9_]{1,32}", command) for command in screen.commands)
        assert bool(screen.commands) <= bool(screen.description)


def test_every_button_leads_to_a_screen() -> None:
    assert literals(r"^m:([\w-]+)") <= set(handlers.SCREENS)
