"""Forms with something wrong in them, as an operator meets them: checked, played and started."""

import json
from typing import Any

import pytest

from tests.bot.console import Console
from tests.bot.test_commands_followup import EMAIL
from tests.bot.test_commands_questionnaire import response
from tests.databases import on_sqlite
from tests.journeys.forms import (
    AHEAD,
    BACK,
    CODES,
    ENDLESS,
    EXPLODING,
    LONG,
    form,
    of_many_codes,
    options,
    pattern,
    question,
    scored,
)

pytestmark = on_sqlite

WORD = {name: question("w", "string", "Un mot ?", extension=[pattern(regex)])
        for name, regex in (("ahead", AHEAD), ("back", BACK), ("exploding", EXPLODING))}  # fmt: skip
TWICE = form(question("a", "string", "Un ?"), question("a", "string", "Deux ?"))
UNKNOWN = form(question("a", "colour", "Quelle couleur ?"))
REFUSED = [(TWICE, "a: duplicate-link-id: "), (UNKNOWN, "a: unknown-type: ")]
REMARKED = [(form(WORD["ahead"]), "w: pattern: "), (form(WORD["back"]), "w: pattern: ")]
TAKEN = [form(WORD["exploding"]), form(question("c", "choice", "Laquelle ?", answerOption=options(*LONG))),
         of_many_codes(), scored(ENDLESS)]  # fmt: skip


def start(masante: Console, text: str) -> Any:
    masante.patient()
    return masante("followup", "start", *EMAIL, "--questionnaire", masante.file("form.json", text))


def play(masante: Console, text: str, **answers: Any) -> Any:
    given = masante.file("answers.json", response(**answers))
    return masante("questionnaire", "play", masante.file("form.json", text), "--answers", given)


@pytest.mark.parametrize(("text", "line"), REFUSED)
def test_a_form_that_cannot_be_walked_is_refused_everywhere_with_linkid_and_code(
    masante: Console, text: str, line: str
) -> None:
    link_id, code = line.split(": ")[:2]
    checked = masante("questionnaire", "check", "--json", masante.file("form.json", text))
    found = [(one["linkId"], one["code"], one["severity"]) for one in checked.json["findings"]]
    assert (checked.code, found[0]) == (1, (link_id, code, "error"))
    for ended in (play(masante, text), start(masante, text)):
        assert (ended.code, line in ended.err) == (1, True)
    assert masante("followup", "list", "--json", *EMAIL).json == []


@pytest.mark.parametrize(("text", "line"), REMARKED)
def test_a_pattern_that_cannot_be_read_is_named_and_checks_nothing(
    masante: Console, text: str, line: str
) -> None:
    assert masante("questionnaire", "check", masante.file("form.json", text)).code == 0
    started = start(masante, text)
    assert (started.code, f"warning: {line}" in started.err) == (0, True)
    assert play(masante, text, w={"valueString": "bonjour"}).json["errors"] == []


@pytest.mark.parametrize("text", TAKEN)
def test_what_is_only_heavy_is_taken_without_a_word(masante: Console, text: str) -> None:
    checked = masante("questionnaire", "check", "--json", masante.file("form.json", text))
    assert (checked.code, checked.json["findings"]) == (0, [])
    started = start(masante, text)
    assert (started.code, started.err) == (0, "")


def test_a_pattern_that_makes_others_explode_is_played_in_time(masante: Console) -> None:
    played = play(masante, TAKEN[0], w={"valueString": "a" * 5000 + "!"}).json
    assert [(one["linkId"], one["code"]) for one in played["errors"]] == [("w", "pattern")]
    assert play(masante, TAKEN[0], w={"valueString": "a" * 5000}).json["errors"] == []


def test_long_options_and_long_lists_are_played_as_they_were_given(masante: Console) -> None:
    answered = play(masante, TAKEN[1], c={"valueString": LONG[2]}).json["response"]
    assert answered["item"][0]["answer"] == [{"valueString": LONG[2]}]
    code = {"system": "urn:m", "code": f"c{CODES - 1}"}
    played = play(masante, TAKEN[2], m={"valueCoding": code}).json
    assert (played["errors"], json.dumps(played["response"]).count(f'"c{CODES - 1}"')) == ([], 1)
