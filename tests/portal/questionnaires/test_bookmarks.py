"""Answers kept between two turns come back as they were."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

from portal.questionnaires import Attachment, Coding, Partial, Quantity, Uri, from_json, to_json

EVERYTHING = {
    "a": [True, 3, "text", Decimal("37.80")],
    "b": [date(2026, 3, 1), Partial("2026-03"), datetime(2026, 3, 1, 8, tzinfo=UTC), time(8, 30)],
    "c": [
        Coding("u", "c", "d"),
        Quantity(Decimal("2.50"), "kg"),
        Uri("https://example.org"),
        Attachment("image/png", "Binary/1", "wound.png", 3, "c2hh", "2026-03-01T08:00:00+00:00"),
    ],
    "d": [],
}


def test_answers_survive_any_json_writer():
    back = from_json(json.loads(json.dumps(to_json(EVERYTHING))))
    assert back == EVERYTHING
    assert [type(value) for value in back["a"]] == [bool, int, str, Decimal]
    assert str(back["a"][3]) == "37.80"
