"""Signs of somebody: whether anything has come from a chat since an instant."""

from datetime import datetime

from sqlalchemy import bindparam, select

from portal.mailroom.model import Incoming
from portal.statement import Prepared
from portal.work import Work

row = Incoming.__table__.c

# By the index of their arrival: nobody asks but some minutes after the instant. What we sent ourselves has a negative id.
_SINCE = Prepared(
    select(row.update_id)
    .where(row.received_at > bindparam("since"), row.who == bindparam("chat"), row.update_id > 0)
    .limit(1)
)


def acted(work: Work, chat: int, since: datetime) -> bool:
    """Tell whether a person wrote, sent or tapped anything later than `since`, some minutes ago."""
    return work.execute(_SINCE, {"since": since, "chat": str(chat)}).first() is not None
