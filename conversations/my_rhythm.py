"""What the conversations about one's own reminders share: whose follow-ups, which one, and what comes first."""

from conversations import owning
from conversations.questions import Choice, Option
from conversations.turn import Turn
from locales import Listed, Words, _
from locales.reading import read_time
from portal import authorisations, followups
from portal.authorisations import Access, NoRight, Right
from portal.followups import Rhythm

first = owning.first("mes-rappels")


def access(turn: Turn) -> Access | NoRight:
    """Return the access to the person's own record."""
    if turn.me is None:
        return NoRight()
    record = authorisations.patient_record(turn.me.account_id)
    return authorisations.require(turn.work, turn.me, Right.FILL_IN, record)


def mine(turn: Turn) -> list[Rhythm]:
    """Return when the forms of each of the person's follow-ups come."""
    allowed = access(turn)
    return followups.rhythms(turn.work, allowed) if isinstance(allowed, Access) else []


def chosen(turn: Turn) -> Rhythm | None:
    """Return the follow-up this conversation is about."""
    number = turn.get("followup") or turn.facts.get("followup_id")
    return next((one for one in mine(turn) if one.followup_id == number), None)


def which() -> Choice:
    """Return the question put to who has several follow-ups."""
    return Choice(
        "followup",
        _("Which follow-up is it about?"),
        offers=lambda turn: [Option(one.followup_id, one.title) for one in mine(turn)],
        when=lambda turn: not turn.facts.get("followup_id"),
    )


def said_hours(hours: tuple[str, ...] | list[str]) -> Words:
    """Return local hours (`HH:MM`) as they are read."""
    return Listed(tuple(read_time(hour) or hour for hour in hours))
