"""The day's cap on wrong access codes: an account is guessed in a day less than once in 100,000.

A wrong try had as many chances in a million as there were right values: one of a code that was sent, three
of an authenticator app (its window). At most nine are given to an account in 24 hours, 0.000009.
The app takes no part in the last three, so that who mistypes it can still use an SMS.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import insert, select

from portal.accounts.model import WrongCode
from portal.work import Work

SENT, APP = 1, 3
PER_DAY = 9
KEPT_FOR_SENT = 3
DAY = timedelta(days=1)

row = WrongCode.__table__.c


class Spent(NamedTuple):
    """What wrong codes have used up in the last 24 hours, and when some of it comes back."""

    chances: int
    until: datetime

    @property
    def all(self) -> bool:
        """No code may be tried any more."""
        return self.chances >= PER_DAY

    def leaves(self, *, sent: bool) -> bool:
        """Tell whether the app may still be compared, alone or along with a sent code."""
        return self.chances + APP + (SENT if sent else 0) <= PER_DAY - KEPT_FOR_SENT


def spent(work: Work, who: str) -> Spent:
    """Return what was used up by `who`: an account, or a chat when there is none."""
    query = select(row.at, row.chances).where(row.who == who, row.at > work.now - DAY).order_by(row.at)
    found = work.execute(query).all()
    return Spent(sum(r.chances for r in found), found[0].at + DAY if found else work.now)


def spend(work: Work, who: str, chances: int) -> None:
    """Record a wrong code."""
    work.execute(insert(WrongCode), {"who": who, "at": work.now, "chances": chances})
