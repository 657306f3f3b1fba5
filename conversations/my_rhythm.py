"""What the conversations about one's reminders share: whose follow-ups, which one, and what comes first."""

from dataclasses import replace

from conversations import for_whom, owning
from conversations.questions import Choice, Option
from conversations.turn import Turn
from locales import Listed, Words, _
from locales.reading import read_time
from portal import authorisations, followups
from portal.accounts import Me
from portal.authorisations import Access, NoRight, Right
from portal.followups import Rhythm
from portal.work import Work

first = owning.first("mes-rappels")


def access(turn: Turn) -> Access | NoRight:
    """Return the access to the record of the follow-up this conversation is about."""
    record = followups.record_of_followup(turn.work, _named(turn) or "")
    if turn.me is None or record is None:
        return NoRight()
    return authorisations.require(turn.work, turn.me, Right.HOLD, record)


def reminded_of(work: Work, me: Me) -> list[Rhythm]:
    """Return when the forms come that someone is reminded of: her own, and those of children whose carnets she holds."""
    return [
        replace(one, title=whose.titled(one.title))
        for whose in for_whom.mine(work, me, Right.HOLD)
        for one in followups.rhythms(work, whose.access)
    ]


def mine(turn: Turn) -> list[Rhythm]:
    """Return when the forms come that this person is reminded of."""
    return reminded_of(turn.work, turn.me) if turn.me is not None else []


def chosen(turn: Turn) -> Rhythm | None:
    """Return the follow-up this conversation is about."""
    return next((one for one in mine(turn) if one.followup_id == _named(turn)), None)


def _named(turn: Turn) -> str | None:
    found: str | None = turn.get("followup") or turn.facts.get("followup_id")
    return found


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
