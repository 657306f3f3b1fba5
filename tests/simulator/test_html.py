"""Telegram's HTML, as Telegram reads it."""

from typing import Any

import pytest

from simulator.html_text import parse
from simulator.refusal import Refusal
from simulator.text import formatted


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a < b".replace("<", "&lt;"), "a < b", []),
        ("&#233;&#xE9;&nbsp;&amp&quot;", 'éé&nbsp;&"', []),
        ("<B>x</b >", "x", [entity("bold", 0, 1)]),
        ("👋<u>é</u>", "👋é", [entity("underline", 2, 1)]),
        ("<s>a</s><del>b</>", "ab", [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<b></b>x", "x", []),
        ('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)]),
        (
            "<a href='https://a.fr/?b=1&amp;c=2'>x</a>",
            "x",
            [entity("text_link", 0, 1, url="https://a.fr/?b=1&c=2")],
        ),
        ('<pre><code class="language-py">x</code></pre>', "x", [entity("pre", 0, 1, language="py")]),
        ("<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)]),
    ],
)
def test_tags_become_entities(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("é<div>", 'Unsupported start tag "div" at byte offset 2'),
        ("1 < 2 > 0", 'Unsupported start tag "" at byte offset 2'),
        ("1 <3", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>y', "Unclosed start tag at byte offset 0"),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x,y>y</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_text_is_trimmed_and_its_entities_with_it() -> None:
    assert formatted("\n <b>x </b> ", "HTML", None) == ("x", [entity("bold", 0, 1)])


def test_commands_and_addresses_are_found() -> None:
    text, entities = formatted("/menu https://t.me/x, a@b.fr <code>/no</code> 1/2", "html", None)
    assert [e["type"] for e in entities] == ["bot_command", "url", "email", "code"]
    assert text[entities[1]["offset"] :][: entities[1]["length"]] == "https://t.me/x"


def test_an_unknown_parse_mode_is_refused() -> None:
    with pytest.raises(Refusal, match="unsupported parse_mode"):
        formatted("x", "BBCode", None)
