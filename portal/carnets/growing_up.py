"""Growing up: from 15 on a child has an access of her own to her carnet, and may keep documents from her parents.

Code de la santé publique, L1111-5: what she is treated for without her parents' knowledge stays hers (docs/decisions/0018).
"""

from typing import NamedTuple

from portal import accounts, authorisations, carnets, documents, journal
from portal.authorisations import CARNET, SUBJECT, Access, carnet_record, patient_record
from portal.carnets import CarnetUnknown, store, telling
from portal.carnets.ages import ADULT, SECRECY, age_on
from portal.carnets.refusals import AccessOpen, AlreadyShared, GrownUp, ShareUnknown, TooYoung
from portal.documents import PARENTS
from portal.errors import Refused
from portal.work import Work


class NewAccount(NamedTuple):
    """Where whom a carnet is about can be reached, for an account that does not exist yet."""

    email: str
    phone: str
    last_name: str
    language: str | None = None


def open_access(work: Work, carnet_id: str, who: str | NewAccount) -> tuple[str, bool] | Refused:
    """Give whom a carnet is about an access of her own; returns her account, and whether it is new.

    `who`: the id of her account, or what is needed to open one.
    """
    store.in_turn(work, carnet_id)
    carnet = carnets.get(work, carnet_id)
    if isinstance(carnet, CarnetUnknown):
        return carnet
    account_id = _may_have_one(work, carnet) or (
        who if isinstance(who, str) else _register(work, carnet, who)
    )
    if isinstance(account_id, Refused):
        return account_id
    if account_id in [one.account_id for one in authorisations.parents(work, carnet.record)]:
        return AlreadyShared()
    authorisations.give(work, patient_record(account_id), carnet.record, SUBJECT, None)
    journal.write(work, carnet.record, "operator", "own_access_opened", account_id)
    return account_id, not isinstance(who, str)


def _may_have_one(work: Work, carnet: carnets.Carnet) -> Refused | None:
    age = age_on(carnet.birth_date, work.now.date())
    if not SECRECY <= age < ADULT:
        return GrownUp() if age >= ADULT else TooYoung(from_age=SECRECY)
    return AccessOpen() if authorisations.subject_of(work, carnet.record) is not None else None


def _register(work: Work, carnet: carnets.Carnet, new: NewAccount) -> str | Refused:
    made = accounts.register(
        work, email=new.email, phone=new.phone, first_name=carnet.first_name, last_name=new.last_name,
        birth_date=carnet.birth_date, language=new.language,
    )  # fmt: skip
    return made if isinstance(made, Refused) else made.account_id


def end_access(work: Work, carnet_id: str) -> Refused | None:
    """End the access of whom a carnet is about; what she keeps from her parents stays so."""
    record = carnet_record(carnet_id)
    hers = authorisations.subject_of(work, record)
    if hers is None:
        return ShareUnknown()
    authorisations.withdraw(work, patient_record(hers), record)
    telling.close(work, hers, record)
    return None


def hide_from_parents(work: Work, access: Access, document_id: str) -> Refused | None:
    """Hide a document from the parents who did not add it: out of their lists, and out of their chats."""
    one = documents.get(work, access, document_id)
    refused = one if isinstance(one, Refused) else documents.hide(work, access, document_id, PARENTS)
    if not isinstance(one, Refused) and refused is None:
        for parent in authorisations.parents(work, access.record):
            if patient_record(parent.account_id) != one.author:
                telling.close_document(work, parent.account_id, document_id)
    return refused


def holds_from_now_on(work: Work, record: str) -> str | None:
    """Have whom a carnet is about hold it, now that she is 18; returns her account, None when she has none."""
    hers = authorisations.subject_of(work, record)
    if hers is not None:
        authorisations.give(work, patient_record(hers), record, authorisations.HOLDER, None, "ticker")
        telling.tell(work, hers, "carnet_yours", carnet_id=record.removeprefix(CARNET))
    return hers
