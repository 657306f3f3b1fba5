"""`masante faq`: asked as a patient would, taught, and what was asked in vain."""

import json
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from locales import faq as texts
from portal.faq import gaps
from tests.bot.console import Console
from tests.databases import on_sqlite

pytestmark = on_sqlite
SHAPE = {"kind", "topic", "choices", "score"}


def test_a_question_is_answered_as_others_rely_on(masante: Console) -> None:
    asked = masante("faq", "ask", "--json", "--language", "fr", "j'ai oublié mon mot de passe")
    assert (asked.code, set(asked.json)) == (0, SHAPE)
    assert (asked.json["kind"], asked.json["topic"]) == ("answer", "password-forgotten")
    assert "password-forgotten" in masante("faq", "ask", "mdp oublié").out


def test_a_question_a_line_gives_a_line_of_json_each(masante: Console) -> None:
    lines = "mdp oublié\n\nquel temps fait-il\npuis-je prendre du doliprane\n".encode() + b"\xff\n"
    lines += "\u202e\u200b'; DROP TABLE x; -- <b>\n".encode() + b"a" * 4096 + b"\n"
    done = masante.typed(lines, "faq", "ask", "-", "--language", "fr")
    asked = [json.loads(line) for line in done.out.splitlines()]
    *kinds, noise, longest = [one["kind"] for one in asked]
    assert kinds == ["answer", "none", "none", "medical", "none"]
    assert "answer" not in (noise, longest)
    assert all(set(one) == SHAPE for one in asked)


def test_a_wording_that_was_taught_is_understood_at_once(masante: Console) -> None:
    folder = str(masante.folder / "faq")
    asking = ("faq", "ask", "--json", "--language", "fr", "zigouigoui du bidule")
    assert masante(*asking, FAQ=folder).json["kind"] == "none"
    assert masante("faq", "learn", "contact", "zigouigoui du bidule").code == 0
    assert masante(*asking).json["choices"][0] == "contact"


def test_a_file_of_the_operator_that_cannot_be_read_is_named(masante: Console) -> None:
    (masante.folder / "faq").mkdir()
    (masante.folder / "faq" / "fr.toml").write_text("[contact")
    ended = masante("faq", "ask", "bonjour", FAQ=str(masante.folder / "faq"))
    assert ended.code == 2
    assert "fr.toml" in ended.err
    assert "fr.toml" in masante("doctor", FAQ=str(masante.folder / "faq")).out


def test_what_was_asked_in_vain_is_listed_with_the_nearest_topics(masante: Console) -> None:
    assert masante("faq", "gaps").out == "Nothing was asked in vain.\n"
    masante.do(gaps.note, "fr", ["code", "portail"])
    (one,) = masante("faq", "gaps", "--json").json
    assert (one["words"], one["times"], len(one["nearest"])) == ("code portail", 1, 3)
    assert "code portail" in masante("faq", "gaps").out
    masante("faq", "learn", "portal-access", "code portail", FAQ=str(masante.folder / "faq"))
    assert masante("faq", "gaps").out == "Nothing was asked in vain.\n"


def test_two_who_teach_at_once_lose_nothing(masante: Console) -> None:
    said = [f"wording number {n}" for n in range(20)]
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda one: texts.learn(masante.folder / "faq", "fr", "contact", one), said))
    held = tomllib.loads((masante.folder / "faq" / "fr.toml").read_text())
    assert sorted(held["contact"]["wordings"]) == sorted(said)


def test_a_folder_that_cannot_be_looked_into_is_named_and_ours_serve(masante: Console) -> None:
    folder = "f" * 300  # no system has such a name; a folder that is closed to us ends likewise
    ended = masante("faq", "ask", "bonjour", FAQ=folder)
    assert (ended.code, ended.err.count("\n"), "too long" in ended.err) == (2, 1, True)
    assert "too long" in masante("doctor").out
    assert texts.articles("fr", texts.usable(Path(folder)))["contact"].title
    masante.file("fr.toml", "")
    assert "fr.toml is a file" in masante("doctor", FAQ="fr.toml").out
