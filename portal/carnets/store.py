"""Every query of the sharing of carnets, named."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from portal.authorisations import carnet_record
from portal.carnets.model import UNSURE, WAITING, CarnetInvitation, CarnetRow
from portal.work import Work

EMAIL = "carnet.invited"

row = CarnetInvitation.__table__.c
carnet = CarnetRow.__table__.c


@dataclass(frozen=True)
class Invitation:
    """Someone invited to a carnet; the address is empty once it was wiped."""

    id: str
    carnet_id: str
    kind: str
    inviter_id: str
    email_key: str = field(repr=False)
    email: str = field(repr=False)
    state: str
    sent: int
    sent_at: datetime
    created_at: datetime
    expires_at: datetime
    begun_id: str | None
    proven_id: str | None
    ended_at: datetime | None

    @property
    def record(self) -> str:
        """The name of the child's record."""
        return carnet_record(self.carnet_id)

    def stands(self, now: datetime) -> bool:
        """Tell whether it can still become a share."""
        return self.state in (WAITING, UNSURE) and self.expires_at > now


FIELDS = tuple(Invitation.__dataclass_fields__)


def in_turn(work: Work, carnet_id: str) -> None:
    """Wait until nobody else changes who shares this carnet: what comes after sees what they did."""
    work.in_turn(f"carnet {carnet_id}")


def write(work: Work, values: dict[str, Any]) -> None:
    """Store a new invitation; the address is given clear."""
    sealed = {"email": work.keys.seal_text(EMAIL, values["email"])}
    work.execute(
        insert(CarnetInvitation), {"ended_at": None, "begun_id": None, "proven_id": None, **values, **sealed}
    )


def change(work: Work, invitation_id: str, **values: Any) -> None:
    """Change some columns of an invitation."""
    work.execute(update(CarnetInvitation).where(row.id == invitation_id).values(values))


def get(work: Work, invitation_id: str) -> Invitation | None:
    """Return an invitation."""
    return next(iter(_read(work, row.id == invitation_id)), None)


def by_token(work: Work, token: str) -> Invitation | None:
    """Return the invitation whose link holds this token."""
    return next(iter(_read(work, row.token_key == token_key(work, token))), None)


def of_carnet(work: Work, carnet_id: str) -> list[Invitation]:
    """Return every invitation to a carnet, the oldest first."""
    return _read(work, row.carnet_id == carnet_id)


def standing(work: Work, carnet_id: str) -> list[Invitation]:
    """Return the invitations to a carnet that can still become a share."""
    return [one for one in of_carnet(work, carnet_id) if one.stands(work.now)]


def for_address(work: Work, email_key: str) -> list[Invitation]:
    """Return the invitations to an address that can still become a share."""
    return [one for one in _read(work, row.email_key == email_key) if one.stands(work.now)]


def to_confirm(work: Work, account_id: str) -> list[Invitation]:
    """Return the invitations of an inviter whose answer waits for her word."""
    hers = _read(work, (row.inviter_id == account_id) & (row.state == UNSURE))
    return [one for one in hers if one.stands(work.now)]


def enrolled(work: Work, account_id: str) -> bool:
    """Tell whether an account was opened through an invitation: nobody but its owner has said her name."""
    return work.execute(select(row.id).where(row.begun_id == account_id).limit(1)).first() is not None


def invited_by(work: Work, account_id: str, since: datetime) -> list[datetime]:
    """Return when an account made invitations since then, the oldest first."""
    hers = select(row.created_at).where(row.inviter_id == account_id, row.created_at > since)
    return list(work.execute(hers.order_by(row.created_at)).scalars())


def tidying(work: Work, limit: int) -> Sequence[tuple[str, str]]:
    """Return invitations whose time is over, or whose address need not be kept any longer, each with its carnet.

    Nobody is kept from changing them: whoever does takes the carnet's turn first, and looks again.
    """
    due = select(row.id, row.carnet_id).where(row.tidy_at <= work.now).order_by(row.tidy_at, row.id)
    return [(one.id, one.carnet_id) for one in work.execute(due.limit(limit))]


def still_to_tidy(work: Work, invitation_id: str) -> Invitation | None:
    """Return an invitation if nobody has tidied it meanwhile."""
    return next(iter(_read(work, (row.id == invitation_id) & (row.tidy_at <= work.now))), None)


def count_wrong_date(work: Work, carnet_id: str) -> int:
    """Count one more wrong birth date of a carnet; returns how many there were."""
    more = update(CarnetRow).where(carnet.id == carnet_id).values(wrong_dates=carnet.wrong_dates + 1)
    return int(work.execute(more.returning(carnet.wrong_dates)).scalar_one())


def forget_wrong_dates(work: Work, carnet_id: str) -> None:
    """Count wrong birth dates of a carnet from nought again."""
    work.execute(update(CarnetRow).where(carnet.id == carnet_id).values(wrong_dates=0))


def keep_heir(work: Work, carnet_id: str, email: str | None) -> None:
    """Keep the address at which the child will be invited when she is of age."""
    sealed = work.keys.seal_text("carnet.heir", email) if email else None
    work.execute(update(CarnetRow).where(carnet.id == carnet_id).values(heir=sealed))


def growing(work: Work, limit: int) -> Sequence[tuple[str, datetime]]:
    """Return the carnets whose child's age brings something now, each with since when."""
    due = select(carnet.id, carnet.step_at).where(carnet.step_at <= work.now).order_by(carnet.step_at)
    return [(one.id, one.step_at) for one in work.execute(due.limit(limit))]


def still_growing(work: Work, carnet_id: str, since: datetime) -> bool:
    """Tell whether nobody has done meanwhile what a child's age brings."""
    this = select(carnet.id).where(carnet.id == carnet_id, carnet.step_at == since)
    return work.execute(this).first() is not None


def step(work: Work, carnet_id: str, at: datetime | None) -> None:
    """Set when a child's age next brings something."""
    work.execute(update(CarnetRow).where(carnet.id == carnet_id).values(step_at=at))


def token_key(work: Work, token: str) -> str:
    """Return the keyed hash under which an invitation's token is found."""
    return work.keys.find("carnet invitation", token)


def _read(work: Work, where: ColumnElement[bool]) -> list[Invitation]:
    columns = [row[name] for name in FIELDS]
    found = work.execute(select(*columns).where(where).order_by(row.created_at, row.id))
    return [Invitation(**{**one._mapping, "email": _opened(work, one.email)}) for one in found]


def _opened(work: Work, email: bytes | None) -> str:
    return work.keys.open_text(EMAIL, email) if email else ""
