"""The tables of identities: who an account stands for, and whom to notify in an emergency."""

from sqlalchemy import Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table


class IdentityRow(Table):
    """The names and birth date of one account; every value is sealed."""

    __tablename__ = "identities"

    account_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    first_name: Mapped[bytes] = mapped_column(LargeBinary)
    last_name: Mapped[bytes] = mapped_column(LargeBinary)
    birth_date: Mapped[bytes | None] = mapped_column(LargeBinary)


class PersonRow(Table):
    """Someone to notify in an emergency; all that is known of her is sealed together."""

    __tablename__ = "people_to_notify"
    __table_args__ = (Index("ix_people_to_notify_account", "account_id", "place"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(16))
    place: Mapped[int] = mapped_column(SmallInteger)  # who is called first has the lowest
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
