"""What is asked about a document: whose it is, of what kind, its title and day, and whether emergencies may see it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from conversations.amounts import Date, today
from conversations.document_words import proposed_title, type_words
from conversations.gathering import chosen
from conversations.questions import Choice, Option, Question, Text, Toggle
from conversations.turn import Outcome, Turn
from locales import Sentence, Words, _, plain
from portal import authorisations, carnets, documents, vault
from portal.authorisations import Access, Right, patient_record
from portal.carnets import Carnet
from portal.documents import DEPOSITED_BY_PATIENTS, LONGEST_TITLE, Recognise, Recognised
from portal.errors import Refused

PROPOSED = "★"  # before the type that was read on the page


class CarnetClosed(Refused):
    """The carnet that was chosen for a document is not this parent's any more."""


def mine(turn: Turn) -> str:
    """Return the record of the person herself."""
    return patient_record(turn.mark.account_id or "")


def shared(turn: Turn) -> list[Carnet]:
    """Return the carnets she reads."""
    return carnets.of(turn.work, turn.mark.account_id or "")


def _records(turn: Turn) -> list[Option]:
    children = [Option(one.record, one.first_name) for one in shared(turn)]
    return [Option(mine(turn), _("Me")), *children]


def _allowed(turn: Turn, record: str) -> Refused | None:
    access = turn.me and authorisations.require(turn.work, turn.me, Right.DEPOSIT, record)
    return None if isinstance(access, Access) else CarnetClosed()


def _types(turn: Turn) -> list[Option]:
    """Offer what patients deposit; what was read on the page comes first."""
    read = read_on_it(turn).get("type")
    others = [Option(code, type_words(code)) for code in DEPOSITED_BY_PATIENTS if code != read]
    if read not in DEPOSITED_BY_PATIENTS:
        return others
    return [Option(read, plain("{star} {type}", star=PROPOSED, type=type_words(read))), *others]


@dataclass(frozen=True, kw_only=True)
class Kind(Choice):
    """A type of document; the proposed one says so on its button only."""

    def shown(self, turn: Turn, value: Any) -> Words:  # noqa: ARG002
        """Return what the type is called."""
        return type_words(value)


@dataclass(frozen=True, kw_only=True)
class Title(Text):
    """A title of her own, or the proposed one, which follows the type and the day as they change."""

    def read(self, turn: Turn, typed: str) -> Any:
        """Take the words without what cannot be seen in them."""
        return super().read(turn, documents.tidy(typed))

    def shown(self, turn: Turn, value: Any) -> Words:
        """Return the title as it stands now."""
        return value if isinstance(value, str) else _title(turn)


def recognise(turn: Turn) -> Outcome:
    """Have the first page read, where that is wanted: it proposes, the person decides."""
    first = next((one for one in chosen(turn, turn.get("files") or []) if "id" in one), None)
    if not turn.work.policy.recognition or first is None or "read" in turn.facts:
        return None
    blobs = vault.standing(turn.work, mine(turn), [first["id"]])
    found: Recognised | None = None
    if blobs:
        found = turn.work.thought(f"read:{first['id']}", Recognise(blobs[0]))
    if isinstance(found, Recognised):
        dated = found.dated.isoformat() if found.dated else None
        turn.facts["read"] = {"type": found.type, "title": found.title, "dated": dated}
        turn.forget_computed()
    return None


def read_on_it(turn: Turn) -> dict[str, Any]:
    """Return what was read on the first page: type, title and day, as far as they are clear."""
    found = turn.facts.get("read")
    return found if isinstance(found, dict) else {}


def _day(turn: Turn) -> date:
    """Return the day of the document as far as it is known: said, read, or today."""
    said: date | None = turn.get("dated")
    read = read_on_it(turn).get("dated")
    return said or (date.fromisoformat(read) if read else today(turn))


def _title(turn: Turn) -> Sentence:
    return proposed_title(turn.get("type") or "", read_on_it(turn).get("title"), _day(turn))


def _right_title(_turn: Turn, title: Words) -> Refused | None:
    return documents.wrong_title(title) if isinstance(title, str) else None


TITLE = Title(
    "title", _("What title shall it have?"), label=_("Title"), longest=LONGEST_TITLE, check=_right_title
)
DESCRIPTION: tuple[Question, ...] = (
    Choice("record", _("Whose document is it?"), label=_("For"), offers=_records, check=_allowed,
           when=lambda turn: bool(turn.facts.get("whose") or shared(turn))),
    Kind("type", _("What kind of document is it?"), label=_("Kind"), offers=_types, before=recognise),
    TITLE,
    Date("dated", _("What day is on the document?"), label=_("Date"),
         check=lambda turn, day: documents.wrong_date(turn.work, day),
         help=(_("Tap a button, or write the day: {example}, for instance.", example="12/03/2026"),)),
    Toggle("emergency", _("Show it in an emergency?"), label=_("In an emergency"), help=(_(
        "If yes, emergency physicians can see it, only while they look after you or your child, and each opening "
        "is told to you."),)),
)  # fmt: skip


def proposing(turn: Turn, question: Question) -> Question:
    """Return the question with what can be proposed as its answer."""
    match question.name:
        case "type" if read_on_it(turn).get("type"):
            return replace(
                question, help=(_("{star} proposed, from what is read on the page.", star=PROPOSED),)
            )
        case "title":
            title = _title(turn)
            return replace(question, proposed=title, help=(_("Proposed: {title}", title=title),))
        case "dated" if read_on_it(turn).get("dated"):
            return replace(question, proposed=_day(turn))
    return question
