"""Whom somebody can call: the numbers of the care teams that follow her, or her children."""

from portal import authorisations
from portal.authorisations import Right, carnet_record
from portal.followups import store
from portal.followups.alerts import under_way
from portal.followups.starting import schedule_of
from portal.work import Work


def phones(work: Work, account_id: str) -> list[str]:
    """Return the numbers that the plans of her follow-ups give, then of her children's, each once."""
    children = map(carnet_record, authorisations.carnets_of(work, account_id, Right.FILL_IN))
    followed = [one for record in (account_id, *children) for one in store.followups_of(work, record)]
    given = (schedule_of(one).phone for one in followed if under_way(work, one))
    return list(dict.fromkeys(filter(None, given)))
