"""Where somebody leaves traces: every table, with what finds her rows in it; and the tables that keep what names nobody.

A house test walks every table there is: each one stands here, or with its reason in `KEPT`. What is found through
something else comes before it.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Select, literal_column, select

from portal import accounts
from portal.accounts import addresses, model
from portal.accounts.contact_model import ContactChange, ContactCode
from portal.accounts.model import Link
from portal.authorisations import Grant, carnet_record, patient_record
from portal.blocks import BlockRow
from portal.bookmarks import BookmarkRow
from portal.carnets.model import CarnetInvitation, CarnetRow, Vaccination, VaccineReminder
from portal.database import Table as AnyTable
from portal.documents.model import DocumentRow, HabitRow, HiddenRow, NewsRow, UnreadRow
from portal.emergencies.model import OpeningRow
from portal.errors import Refused
from portal.followups.model import AlertRow, FollowUpRow, OccurrenceRow, ResponseRow
from portal.followups.store import OVER, STILL_OPEN
from portal.identity.model import IdentityRow, PersonRow
from portal.mailroom.inbox import QUEUE
from portal.mailroom.model import DONE, Incoming, Lane, Outgoing, Slot, still
from portal.mailroom.outbox import QUEUES
from portal.particulars.model import CorrectionRow, ParticularsRow
from portal.privacy.model import DepartureRow, ExportRow, HoldRow
from portal.vault.model import BlobRow
from portal.work import Work

Table: TypeAlias = type[AnyTable]


class Whose(NamedTuple):
    """What somebody is found by; `own`: the chats that never spoke for anybody else."""

    account_id: str
    carnets: list[str]
    records: list[str]
    chats: list[int]
    own: list[int]
    email_keys: list[str]
    phone_key: str

    @property
    def followed(self) -> list[str]:
        """What follow-ups of hers stand under: her account, and the whole names of the carnets."""
        return [self.account_id, *map(carnet_record, self.carnets)]

    @property
    def lanes(self) -> list[str]:
        """The names under which she stands in the mailroom, and nobody else: a phone may be that of two people."""
        return [*map(str, self.own), *self.email_keys]


class Trace(NamedTuple):
    """Rows of a table that are somebody's; `kind`: as the certificate counts them."""

    kind: str
    table: Table
    where: Callable[[Whose], ColumnElement[bool]]


def whose(work: Work, account_id: str, carnets: list[str]) -> Whose:
    """Return what an account is found by, the carnets that go with it included."""
    link = Link.__table__.c
    chats = list(work.execute(select(link.chat_id).where(link.account_id == account_id).distinct()).scalars())
    shared = select(link.chat_id).where(link.chat_id.in_(chats), link.account_id != account_id)
    others = set(work.execute(shared).scalars())
    shown = accounts.show(work, account_id)
    email, phone = ("", "") if isinstance(shown, Refused) else (shown.email, shown.phone)
    return Whose(
        account_id, carnets, [patient_record(account_id), *map(carnet_record, carnets)], chats,
        [one for one in chats if one not in others],
        _email_keys(work, account_id, email), addresses.phone_key(work.keys, phone),
    )  # fmt: skip


def _email_keys(work: Work, account_id: str, email: str) -> list[str]:
    """Return what finds her address, and those she had before, where they are nobody else's by now."""
    change, account = ContactChange.__table__.c, model.Account.__table__.c
    had = select(change.email_key).where(change.account_id == account_id).distinct()
    keys = {addresses.email_key(work.keys, email), *work.execute(had).scalars()}
    others = select(account.email_key).where(account.email_key.in_(keys), account.id != account_id)
    return sorted(keys.difference(work.execute(others).scalars()))


def _hers(table: Table, column: str = "account_id") -> Callable[[Whose], ColumnElement[bool]]:
    return lambda one: table.__table__.c[column] == one.account_id


def _filled_in(table: Table) -> Callable[[Whose], ColumnElement[bool]]:
    """Find rows of follow-ups: her own stand under her account, a child's under the carnet's whole name."""
    return lambda one: table.__table__.c.account_id.in_(one.followed)


def _recorded(table: Table) -> Callable[[Whose], ColumnElement[bool]]:
    return lambda one: table.__table__.c.record.in_(one.records)


def _of_carnets(table: Table, column: str = "carnet_id") -> Callable[[Whose], ColumnElement[bool]]:
    return lambda one: table.__table__.c[column].in_(one.carnets)


def _in_own(table: Table) -> Callable[[Whose], ColumnElement[bool]]:
    return lambda one: table.__table__.c.chat_id.in_(one.own)


def _documents(one: Whose) -> Select[str]:
    return select(DocumentRow.id).where(DocumentRow.record.in_(one.records))


def _followups(one: Whose) -> Select[str]:
    return select(FollowUpRow.id).where(FollowUpRow.account_id.in_(one.followed))


def _invitations(one: Whose) -> Select[str]:
    return select(model.Invitation.id).where(model.Invitation.account_id == one.account_id)


def _waiting(who: str) -> Select[int]:
    return select(Outgoing.id).where(Outgoing.queue == "sms", Outgoing.who == who, still(Outgoing))


TRACES: tuple[Trace, ...] = (
    Trace("marks", UnreadRow, _hers(UnreadRow)),
    Trace("marks", UnreadRow, lambda one: UnreadRow.document_id.in_(_documents(one))),
    Trace("marks", HiddenRow, lambda one: HiddenRow.document_id.in_(_documents(one))),
    Trace("marks", HabitRow, _hers(HabitRow)),
    Trace("marks", NewsRow, _hers(NewsRow)),
    Trace("documents", DocumentRow, _recorded(DocumentRow)),
    Trace("files", BlobRow, _recorded(BlobRow)),
    Trace("exports", ExportRow, _hers(ExportRow)),
    Trace("alerts", AlertRow, _filled_in(AlertRow)),
    Trace("answers", ResponseRow, _filled_in(ResponseRow)),
    Trace("forms", OccurrenceRow, lambda one: STILL_OPEN & OccurrenceRow.account_id.in_(one.followed)),
    Trace("forms", OccurrenceRow, lambda one: OVER & OccurrenceRow.followup_id.in_(_followups(one))),
    Trace("followups", FollowUpRow, _filled_in(FollowUpRow)),
    Trace("people", PersonRow, _hers(PersonRow)),
    Trace("identity", IdentityRow, _hers(IdentityRow)),
    Trace("identity", ParticularsRow, _hers(ParticularsRow)),
    Trace("identity", CorrectionRow, _hers(CorrectionRow)),
    Trace("emergencies", OpeningRow, _recorded(OpeningRow)),
    Trace("rights", BlockRow, _recorded(BlockRow)),
    Trace("vaccines", Vaccination, _of_carnets(Vaccination)),
    Trace("marks", VaccineReminder, _of_carnets(VaccineReminder)),
    Trace("marks", VaccineReminder, _hers(VaccineReminder)),
    Trace("invitations", CarnetInvitation, _of_carnets(CarnetInvitation)),
    Trace("invitations", CarnetInvitation, _hers(CarnetInvitation, "inviter_id")),
    Trace("invitations", CarnetInvitation, _hers(CarnetInvitation, "begun_id")),
    Trace("invitations", CarnetInvitation, _hers(CarnetInvitation, "proven_id")),
    Trace("invitations", CarnetInvitation, lambda one: CarnetInvitation.email_key.in_(one.email_keys)),
    Trace("carnets", CarnetRow, _of_carnets(CarnetRow, "id")),
    Trace("rights", Grant, _recorded(Grant)),
    Trace("rights", Grant, lambda one: Grant.who == patient_record(one.account_id)),
    Trace("conversations", BookmarkRow, lambda one: BookmarkRow.chat.in_(list(map(str, one.own)))),
    Trace("conversations", BookmarkRow,
          lambda one: BookmarkRow.chat.in_(list(map(str, one.chats))) & (BookmarkRow.account_id == one.account_id)),
    Trace("messages", Incoming, lambda one: Incoming.who.in_(one.lanes)),
    Trace("messages", Outgoing, lambda one: Outgoing.who.in_(one.lanes)),
    Trace("messages", Outgoing, _hers(Outgoing)),
    Trace("messages", Slot, lambda one: Slot.chat.in_(list(map(str, one.own)))),
    Trace("messages", Outgoing, lambda one: (Outgoing.who == one.phone_key) & (Outgoing.state == DONE)),
    Trace("messages", Lane, lambda one: Lane.queue.in_((QUEUE, *QUEUES)) & Lane.who.in_(one.lanes)),
    Trace("messages", Lane,
          lambda one: (Lane.queue == "sms") & (Lane.who == one.phone_key) & ~_waiting(one.phone_key).exists()),
    Trace("proofs", model.AccessCode, _hers(model.AccessCode)),
    Trace("proofs", model.AccessCode, _in_own(model.AccessCode)),
    Trace("proofs", model.WrongCode,
          lambda one: model.WrongCode.who.in_([one.account_id, *(f"chat:{chat}" for chat in one.own)])),
    Trace("proofs", model.ProofRow, _hers(model.ProofRow)),
    Trace("proofs", model.Reset, _hers(model.Reset)),
    Trace("proofs", model.Reset, lambda one: model.Reset.email_key.in_(one.email_keys)),
    Trace("proofs", model.Tries, lambda one: model.Tries.who.in_(
        [*(f"{kind}:{key}" for key in one.email_keys for kind in ("address", "receipt")),
         *(f"{kind}:{chat}" for chat in one.own for kind in ("chat", "token", "support", "told", "asked"))])),
    Trace("proofs", model.Tries, lambda one: model.Tries.who.in_(
        select(literal_column("'invitation:' || id", type_=model.Tries.who.type)).where(
            model.Invitation.account_id == one.account_id))),
    Trace("invitations", model.Opening, lambda one: model.Opening.invitation_id.in_(_invitations(one))),
    Trace("invitations", model.Invitation, _hers(model.Invitation)),
    Trace("consents", model.Consent, _hers(model.Consent)),
    Trace("consents", model.Consent, _in_own(model.Consent)),
    Trace("chats", model.Chat, _in_own(model.Chat)),
    Trace("proofs", ContactCode, _hers(ContactCode)),
    Trace("proofs", ContactChange, _hers(ContactChange)),  # last: the addresses she had are found by them
)  # fmt: skip
LAST: tuple[Table, ...] = (HoldRow, Link, model.Account, DepartureRow)  # what all else is found by

KEPT = {
    "journal": "ids and codes, no name and no answer: who did what must stay proven, and the ids lead nowhere any more",
    "journal_anchors": "how far the chain of each record had come: numbers, and digests",
    "faq_gaps": "words of the FAQ's own vocabulary, counted; never who asked",
    "questionnaires": "forms as care teams gave them: nobody's answers",
    "professionals": "their own names and numbers, which the RPPS publishes",
    "memories": "names nobody",
    "paces": "names nobody",
}
# What may still bear an erased account's id, as an author's: what she put into a child's carnet that others keep.
AUTHORED = (
    "documents.author",
    "carnet_vaccinations.noted_by",
    "journal.record",
    "journal.actor",
    "journal.subject",
)
