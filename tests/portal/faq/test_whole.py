"""A question as a whole, by an encoder of sentences: what the extra `semantic` adds."""

from pathlib import Path

import pytest

from conversations.understanding import desk
from portal.encoder import HERE
from portal.faq.asking import Desk


@pytest.mark.parametrize(
    ("language", "question", "topic"),
    [
        ("en", "could my boss get hold of my results", "privacy"),
        ("es", "dejen de darme la lata", "reminders"),
        ("ar", "عندي مشكل وحتى زر ما نفعني", "contact"),
    ],
)
def test_words_that_no_wording_has_are_understood_with_the_extra(
    language: str, question: str, topic: str
) -> None:
    assert topic not in Desk({}).ask(question, language).choices
    assert topic in Desk({}, HERE.fetch).ask(question, language).choices


def test_where_the_extra_is_installed_it_is_used(tmp_path: Path) -> None:
    assert desk(tmp_path).ask("dejen de darme la lata", "es").choices
