"""Whatever cannot be kept of what a patient tells of herself is answered with what to write instead."""

import pytest

from conversations.correct_identity import REASONS
from conversations.identity_refusals import LINES, OWN, POSTCODES
from conversations.my_particulars import COUNTRIES, LABELS, STATUSES
from conversations.notify_someone import RELATIONS
from conversations.refusals import sentence
from locales.saying import Reader, say
from portal import identity, particulars
from portal.errors import Refused
from portal.particulars import FIELDS, CorrectionsAway
from portal.particulars.fields import LONGEST
from portal.particulars.refusals import LineInvalid, OwnAlready, PostcodeInvalid


def said(refused: Refused) -> str:
    return say(sentence(refused), Reader("fr"))


@pytest.mark.parametrize("field", LONGEST)
def test_each_line_says_what_to_write_and_how_long(field: str) -> None:
    assert said(LineInvalid(field=field, most=LONGEST[field])).startswith("Écrivez")
    assert str(LONGEST[field]) in said(LineInvalid(field=field, most=LONGEST[field]))
    assert field in LINES


@pytest.mark.parametrize("why", ["digits", "corsica", "unknown", "foreign"])
def test_each_wrong_postcode_says_why(why: str) -> None:
    assert said(PostcodeInvalid(why=why)) == say(POSTCODES[why], Reader("fr"))


def test_what_the_account_has_already_is_said() -> None:
    assert len({said(OwnAlready(field=field)) for field in OWN}) == 2


def test_without_support_one_is_told_whom_to_call_or_to_ask() -> None:
    assert "Appelez-nous : 01 99 00 00 00" in said(CorrectionsAway(phone="01 99 00 00 00")).replace(
        "\xa0", " "
    )
    assert "professionnel qui a ouvert votre compte" in said(CorrectionsAway(phone=None))


def test_every_field_and_option_has_words() -> None:
    assert {name for fields in FIELDS.values() for name in fields} <= set(LABELS)
    assert (set(COUNTRIES), set(STATUSES)) == (set(particulars.COUNTRIES), set(particulars.STATUSES))
    assert (set(REASONS), set(RELATIONS)) == (set(particulars.REASONS), set(identity.RELATIONS))
