"""A child's follow-up: the parent who holds the carnet is reminded, any who may fills in, the first answer counts."""

from portal import accounts
from portal.authorisations import Access
from portal.carnets import telling
from portal.followups import batches, reminding, store
from portal.followups.starting import schedule_of
from portal.followups.store import Occurrence
from portal.followups.whose import filling, subject
from portal.mailroom import outbox, slots
from portal.mailroom.outbox import Row
from portal.work import Work


def tell_others(work: Work, access: Access, one: Occurrence, response_id: str) -> None:
    """Take the reminder of a child's form away from the others once it is sent; tell those who had begun it, by day."""
    others = [each for each in filling(work, [one.account_id])[one.account_id] if each != access.reader_id]
    chats = accounts.spoken_to(work, others)
    begun = {chat for _mark, chat, _about in batches.begun(work, chats.values(), [subject(one)])}
    facts = {"who": telling.name(work, access.reader_id or ""), "response_id": response_id}
    rows = []
    for account_id, chat in sorted(chats.items()):
        slot = reminding.reminder_slot(one.id)
        if slots.standing(work, str(chat), slot) is not None:
            rows.append(Row("telegram", str(chat), "retire", {}, slot=slot))
        if str(chat) in begun and _by_day(work, one):
            rows.append(Row("telegram", str(chat), "form_sent", facts, account_id=account_id,
                            key=f"sent:{one.id}:{account_id}"))  # fmt: skip
    outbox.put_many(work, rows)


def _by_day(work: Work, one: Occurrence) -> bool:
    followup = store.get_followup(work, one.followup_id)
    return followup is not None and schedule_of(followup).hushed(work.now, followup.zone) == work.now
