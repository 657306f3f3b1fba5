"""Tables of carnets: the children, who was invited to share, what was vaccinated; who may read stands in the grants."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table

WAITING, UNSURE = "waiting", "unconfirmed"  # an invitation that stands: not answered; answered by a stranger
ACCEPTED, DECLINED, CANCELLED, EXPIRED, DISOWNED = "accepted", "declined", "cancelled", "expired", "disowned"
SHARE, COMING_OF_AGE = "share", "coming_of_age"  # what an invitation is for


def _dated(name: str, column: str) -> Index:
    return Index(name, column, postgresql_where=text(f"{column} IS NOT NULL"))


class CarnetRow(Table):
    """A child's carnet; her names and birth date are sealed."""

    __tablename__ = "carnets"
    __table_args__ = (_dated("ix_carnets_growing", "step_at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    first_name: Mapped[bytes] = mapped_column(LargeBinary)
    birth_date: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    # Told as her birthday.
    wrong_dates: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    step_at: Mapped[datetime | None]  # when her age next brings something
    heir: Mapped[bytes | None] = mapped_column(LargeBinary)  # her own e-mail address, for when she is 18


class CarnetInvitation(Table):
    """Someone invited by e-mail to a carnet; of the token only a keyed hash is kept, the address is wiped in time."""

    __tablename__ = "carnet_invitations"
    __table_args__ = (_dated("ix_carnet_invitations_tidying", "tidy_at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    carnet_id: Mapped[str] = mapped_column(String(16), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    inviter_id: Mapped[str] = mapped_column(String(16), index=True)
    email_key: Mapped[str] = mapped_column(String(64), index=True)
    email: Mapped[bytes | None] = mapped_column(LargeBinary)
    token_key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(12))
    sent: Mapped[int] = mapped_column(SmallInteger)  # how often the e-mail left
    sent_at: Mapped[datetime]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    begun_id: Mapped[str | None] = mapped_column(String(16), index=True)  # the account opened through it
    proven_id: Mapped[str | None] = mapped_column(String(16))  # the account that knew the birth date
    ended_at: Mapped[datetime | None]
    tidy_at: Mapped[datetime | None]


class Vaccination(Table):
    """One dose of the calendar that a child was given; the day is sealed."""

    __tablename__ = "carnet_vaccinations"

    carnet_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    dose: Mapped[str] = mapped_column(String(24), primary_key=True)
    day: Mapped[bytes] = mapped_column(LargeBinary)
    noted_by: Mapped[str] = mapped_column(String(40))
    noted_at: Mapped[datetime]


class VaccineReminder(Table):
    """A parent wants to be reminded of a child's vaccines; `next_at`: when there is something to look at."""

    __tablename__ = "carnet_reminders"
    __table_args__ = (_dated("ix_carnet_reminders_due", "next_at"),)

    carnet_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    next_at: Mapped[datetime | None]
