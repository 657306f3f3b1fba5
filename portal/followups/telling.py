"""Telling the care team: an e-mail to everyone who is to know, again until someone acknowledges, never for ever."""

from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

from portal import blocks, carnets, identity, journal, professionals
from portal.accounts import addresses
from portal.authorisations import CARNET, record_named
from portal.carnets import CarnetUnknown
from portal.followups import alert_store, store
from portal.followups.alert_store import Alert
from portal.followups.model import SILENCE
from portal.followups.whose import is_child
from portal.keys import Keyring
from portal.mailroom import outbox
from portal.parts import apart
from portal.work import Work

CONTEXT = "alert"
MOST = 6  # times that an alert is told: with the usual four hours in between, a day
BATCH = 50
PUT_OFF = timedelta(hours=1)  # when an alert that could not be told is tried again
DAY = timedelta(days=1)


class Terms(NamedTuple):
    """What an alert keeps sealed: its rule, the team's words, who is told, how often, how openly; who is gone."""

    when: str
    text: str
    notify: tuple[str, ...]
    again_after: int  # minutes
    detail: bool
    gone: tuple[str, ...] = ()  # addresses that refused our e-mail

    def sealed(self, keys: Keyring) -> bytes:
        """Return the terms as they are stored."""
        return keys.seal_json(CONTEXT, self._asdict())


def terms_of(keys: Keyring, alert: Alert) -> Terms:
    """Return the terms of an alert."""
    stored = keys.open_json(CONTEXT, alert.sealed)
    return Terms(**{**stored, "notify": tuple(stored["notify"]), "gone": tuple(stored["gone"])})


def tell(work: Work, alert: Alert) -> bool:
    """Tell the care team of an alert, and plan when it is told again; False when nobody can be told now.

    A silence is told once: nothing new comes of it.
    """
    terms = terms_of(work.keys, alert)
    later = work.now + timedelta(minutes=terms.again_after)
    if not work.policy.email:
        alert_store.change(work, alert.id, next_at=later)  # it may be on by then
        return False
    this = alert._replace(told=alert.told + 1)
    if not _write(work, this, terms):
        alert_store.change(work, alert.id, next_at=None)
        return False
    alert_store.change(work, alert.id, told=this.told, next_at=None if alert.kind == SILENCE else later)
    journal.write(work, record_named(alert.account_id), "rules", "alert_told", alert.id)
    return True


def tell_due(work: Work) -> int:
    """Tell again what nobody has acknowledged; returns how many, at most one batch."""
    due = alert_store.due(work, BATCH)
    for alert in sorted(due, key=lambda one: one.account_id):
        if not apart(work, partial(_again, work, alert)):
            alert_store.change(work, alert.id, next_at=work.now + PUT_OFF)
            journal.write(work, record_named(alert.account_id), "ticker", "alert_failed", alert.id)
    return len(due)


def bounced(work: Work, alert_id: str, address: str) -> bool:
    """Tell someone else, an address having refused our e-mail; False when nobody is left."""
    alert = alert_store.get(work, alert_id)
    if alert is None or alert.acknowledged_at is not None:
        return True
    terms = terms_of(work.keys, alert)
    terms = terms._replace(gone=tuple(dict.fromkeys((*terms.gone, address))))
    alert_store.change(work, alert_id, sealed=terms.sealed(work.keys))
    if _write(work, alert, terms):
        return True
    alert_store.change(work, alert_id, next_at=None)
    return False


def _again(work: Work, alert: Alert) -> None:
    if alert.told < MOST:
        tell(work, alert)
        return
    alert_store.change(work, alert.id, next_at=None)
    journal.write(work, record_named(alert.account_id), "ticker", "alert_unanswered", alert.id)


def _write(work: Work, alert: Alert, terms: Terms) -> int:
    """Write the e-mails of this telling that are not written yet; returns how many people it reaches."""
    who = _whom(work, alert, terms)
    facts = _facts(work, alert, terms)
    # What could not leave before it is told again would only come twice.
    until = work.now + timedelta(minutes=terms.again_after) if alert.told < MOST else None
    for address in who:
        lane = addresses.email_key(work.keys, address)
        key = f"alert:{alert.id}:{alert.told}:{lane}"
        outbox.put(work, "email", lane, "alert", {"to": address, **facts}, key=key, expires_at=until)
    return len(who)


def _whom(work: Work, alert: Alert, terms: Terms) -> list[str]:
    """Return whom the plan names; where it names nobody, or an address is gone, the professional, else support."""
    named = [one for one in terms.notify if one not in terms.gone]
    if named and not terms.gone:
        return named
    followup = store.get_followup(work, alert.followup_id)
    who = followup.professional_id if followup else None
    away = who is not None and blocks.stands(work, record_named(alert.account_id), who)
    hers = professionals.email_of(work, who) if who and not away else None
    instead = next((one for one in (hers, work.policy.support_email) if one and one not in terms.gone), None)
    return list(dict.fromkeys([*named, *([instead] if instead else [])]))


def names_of(work: Work, whose: str) -> tuple[str, ...]:
    """Return first and last name of a patient; a child has no other name here than her first one."""
    if is_child(whose):
        child = carnets.get(work, whose.removeprefix(CARNET))
        return () if isinstance(child, CarnetUnknown) else (child.first_name,)
    who = identity.read(work, whose)
    return (who.first_name, who.last_name) if who else ()


def _facts(work: Work, alert: Alert, terms: Terms) -> dict[str, Any]:
    """Return what the e-mail says: by default initials and references alone."""
    names = names_of(work, alert.account_id)
    return {
        "alert_id": alert.id,
        "followup_id": alert.followup_id,
        "account_id": alert.account_id,
        "who": " ".join(names if terms.detail else (f"{name[:1].upper()}." for name in names if name)),
        "text": terms.text if terms.detail else "",
        "kind": alert.kind,
        "severity": alert.severity,
        "at": alert.raised_at.isoformat(),
        "told": alert.told,
        "again_after": 0 if alert.kind == SILENCE or alert.told >= MOST else terms.again_after,
        "refused": bool(terms.gone),
    }
