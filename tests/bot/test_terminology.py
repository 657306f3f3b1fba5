"""Value sets elsewhere: expanded by the terminology server of the settings, or refused with the reason."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from portal import followups
from portal.followups import store
from portal.work import Work
from tests.bot.console import Console
from tests.databases import on_sqlite
from tests.portal.questionnaires.forms import answered, item, raw, said

pytestmark = on_sqlite

SIGNS = "https://terminology.example.org/ValueSet/signs"
FORM = raw(item("sign", "choice", answerValueSet=SIGNS))


class Server:
    """A small terminology server: what it is asked, and what it answers, page by page."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.codes = [{"system": "urn:s", "code": f"c{n}", "display": f"Signe {n}"} for n in range(3)]
        self.status, self.body, self.most = 200, b"", 20_000

    def expansion(self, offset: int, count: int) -> bytes:
        page = self.codes[offset : offset + min(count, self.most)]
        expansion = {"total": len(self.codes), "offset": offset, "contains": page}
        return self.body or json.dumps({"resourceType": "ValueSet", "expansion": expansion}).encode()


@pytest.fixture
def server() -> Iterator[Any]:
    said_here = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            said_here.asked.append((parts.path, query))
            self._say(int(query["offset"]), int(query["count"]))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said_here.asked.append((self.path, body))
            self._say(0, 20_000)

        def _say(self, offset: int, count: int) -> None:
            self.send_response(said_here.status)
            if said_here.status == 302:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(said_here.expansion(offset, count))

        def log_message(self, *_: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    said_here.url = f"http://127.0.0.1:{listening.server_port}/fhir"  # type: ignore[attr-defined]
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield said_here
    listening.shutdown()
    listening.server_close()
    thread.join()


def check(masante: Console, form: Any = FORM, **settings: str) -> tuple[int, str]:
    ended = masante("questionnaire", "check", "--json", masante.file("form.json", form), **settings)
    return ended.code, " ".join(one["message"] for one in ended.json["findings"])


def test_without_a_server_the_refusal_names_the_setting(masante: Console) -> None:
    code, why = check(masante)
    assert code == 1
    assert SIGNS in why
    assert "MASANTE_TERMINOLOGY_URL" in why


def test_a_value_set_is_expanded_and_its_codes_are_the_options(masante: Console, server: Any) -> None:
    assert check(masante, TERMINOLOGY_URL=server.url) == (0, "")
    assert server.asked[0] == ("/fhir/ValueSet/$expand", {"url": SIGNS, "offset": "0", "count": "5000"})
    answers = answered(said("sign", {"valueCoding": {"system": "urn:s", "code": "c2"}}))
    played = masante("questionnaire", "play", "form.json", "--answers", masante.file("a.json", answers)).json
    assert played["errors"] == []
    assert played["response"]["item"][0]["answer"][0]["valueCoding"]["display"] == "Signe 2"


def test_five_thousand_codes_come_page_by_page(masante: Console, server: Any) -> None:
    server.codes = [{"system": "urn:s", "code": f"c{n}"} for n in range(5_000)]
    server.most = 1_000
    assert check(masante, TERMINOLOGY_URL=server.url)[0] == 0
    assert [query["offset"] for _path, query in server.asked] == ["0", "1000", "2000", "3000", "4000"]


def test_a_value_set_that_only_a_server_can_expand_is_sent_to_it(masante: Console, server: Any) -> None:
    include = [
        {"system": "http://snomed.info/sct", "filter": [{"property": "concept", "op": "is-a", "value": "1"}]}
    ]
    own = {"resourceType": "ValueSet", "id": "own", "compose": {"include": include}}
    form = raw(item("sign", "choice", answerValueSet="#own"), contained=[own])
    assert check(masante, form, TERMINOLOGY_URL=server.url) == (0, "")
    assert server.asked[0][1]["parameter"][0]["resource"] == own


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [(404, b"", "HTTP 404"), (302, b"", "HTTP 302"), (200, b"<html>", "does not answer in JSON"),
     (200, b"{}", "is no expanded value set"), (200, b'{"expansion": {}}', "knows no code"),
     (200, b" " * (17 * 1024 * 1024), "bytes")],
)  # fmt: skip
def test_a_server_that_does_not_help_is_told(
    masante: Console, server: Any, status: int, body: bytes, why: str
) -> None:
    server.status, server.body = status, body
    code, message = check(masante, TERMINOLOGY_URL=server.url)
    assert code == 1
    assert why in message


def test_too_many_codes_are_refused(masante: Console, server: Any) -> None:
    server.codes = [{"code": f"c{n}"} for n in range(20_001)]
    assert "more than 20000 codes" in check(masante, TERMINOLOGY_URL=server.url)[1]


def test_a_server_that_cannot_be_reached_is_told(masante: Console) -> None:
    code, why = check(masante, TERMINOLOGY_URL="http://127.0.0.1:1/fhir")
    assert code == 1
    assert "cannot be reached" in why


def test_only_http_is_a_server(masante: Console) -> None:
    ended = masante(
        "questionnaire", "check", masante.file("form.json", FORM), TERMINOLOGY_URL="file:///etc/passwd"
    )
    assert (ended.code, "MASANTE_TERMINOLOGY_URL" in ended.err) == (2, True)


def test_what_was_expanded_is_kept_with_the_form_and_the_form_as_it_came(
    masante: Console, server: Any
) -> None:
    masante.patient()
    whose = ("--patient", "camille.martin@example.org", "--questionnaire", masante.file("form.json", FORM))
    assert masante("followup", "start", *whose, TERMINOLOGY_URL=server.url).code == 0
    server.status = 500
    (listed,) = masante("followup", "list", "--json", *whose[:2]).json

    def look(work: Work) -> tuple[str, int]:
        form = followups.questionnaire(work, listed["questionnaire_id"])
        return store.source(work, listed["questionnaire_id"])[0], len(form.by_link["sign"].options)

    assert masante.do(look) == (json.dumps(FORM), 3)
