"""The SMS and the e-mail people received, as their phone shows them."""

import re
from typing import Any

from simulator.clock import Clock
from simulator.events import Events
from simulator.people import People, Person, digits
from simulator.store import Store

Json = dict[str, Any]

LINK = re.compile(r"https?://[^\s<>\"')\]]+")


class Inboxes:
    """All SMS and e-mails, oldest first, for anyone; a person sees those to their number and address."""

    def __init__(self, store: Store, clock: Clock, people: People, events: Events) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._events = events
        self.sms: list[Json] = sorted((body for _, body in store.load("sms")), key=lambda m: m["id"])
        self.mail: list[Json] = sorted((body for _, body in store.load("mail")), key=lambda m: m["id"])

    def add_sms(self, to: str, text: str) -> Json:
        """An SMS arrives."""
        sms = {"id": len(self.sms) + 1, "to": to, "text": text, "at": self._clock.now()}
        self.sms.append(sms)
        self._store.put("sms", sms["id"], lambda: sms)
        for person in self._people.with_phone(to):
            self._events.publish(person.user_id, "sms", sms)
        return sms

    def add_mail(self, to: list[str], sender: str, subject: str, text: str, html: str) -> Json:
        """An e-mail arrives; its links are listed once each, in order."""
        links = list(dict.fromkeys(LINK.findall(text) + LINK.findall(html.replace("&amp;", "&"))))
        mail = {"id": len(self.mail) + 1, "to": to, "from": sender, "subject": subject}
        mail |= {"text": text, "html": html, "links": links, "at": self._clock.now()}
        self.mail.append(mail)
        self._store.put("mail", mail["id"], lambda: mail)
        for person in {p.user_id: p for address in to for p in self._people.with_email(address)}.values():
            self._events.publish(person.user_id, "mail", mail)
        return mail

    def sms_to(self, number: str) -> list[Json]:
        """The SMS sent to a number, however it is spaced."""
        return [sms for sms in self.sms if digits(sms["to"]) == digits(number)]

    def mail_to(self, address: str) -> list[Json]:
        """The e-mails sent to an address."""
        return [mail for mail in self.mail if address.casefold() in (to.casefold() for to in mail["to"])]

    def unread(self, person: Person) -> Json:
        """How many of each have come since the person last looked."""
        sms = len(self.sms_to(person.phone)) if person.phone else 0
        mail = len(self.mail_to(person.email)) if person.email else 0
        return {"sms": max(0, sms - person.seen_sms), "mail": max(0, mail - person.seen_mail)}
