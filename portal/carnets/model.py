"""The table of carnets: which children have one; who may read it is written in the grants."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table


class CarnetRow(Table):
    """A child's carnet; her names and birth date are sealed."""

    __tablename__ = "carnets"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    first_name: Mapped[bytes] = mapped_column(LargeBinary)
    birth_date: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
