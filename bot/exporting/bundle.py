"""The Bundle of an export, written as it is read: every reference in it leads to one of its entries, or is a name alone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.exporting import resources
from bot.fhir.bundling import Read, full_url, issues
from bot.fhir.careplan import care_plan
from bot.fhir.referencing import reference
from portal import followups, privacy
from portal.authorisations import Access
from portal.followups import Response
from portal.followups.attachments import PREFIX
from portal.privacy import Followed, Gathered
from portal.questionnaires import dumps
from portal.work import Workroom

AT_ONCE = 200  # answers, or lines, in one transaction
RELATIVE = re.compile(r"([A-Z]\w+)/([A-Za-z0-9.-]+)")


class Bundle:
    """Writes one Bundle (collection). `paths`: where the files of documents and answers stand, by blob."""

    def __init__(self, room: Workroom, one: Gathered, paths: Mapping[str, str]) -> None:
        self._room = room
        self._one = one
        self._paths = paths
        self._patients = {one.account_id, *(child.carnet.id for child in one.children)}
        self._parents = {resources.parent_id(child.carnet.id, partner.account_id)
                         for child in one.children for partner in child.partners}  # fmt: skip
        self._practitioners: set[str] = set()

    def pieces(self) -> Iterator[bytes]:
        """Yield it, piece by piece."""
        head = {
            "resourceType": "Bundle",
            "type": "collection",
            "timestamp": self._one.at.isoformat(timespec="seconds"),
        }
        yield dumps(head)[:-1].encode() + b',"entry":['
        comma = b""
        for resource in self._all():
            entry = {
                "fullUrl": full_url(resource["resourceType"], resource["id"]),
                "resource": self._resolved(resource),
            }
            yield comma + dumps(entry).encode()
            comma = b",\n"
        for entry in self._named():
            yield comma + dumps(entry).encode()
        yield b"]}"

    def _all(self) -> Iterator[dict[str, Any]]:
        one = self._one
        yield from resources.people(one)
        yield from ({**form, "id": number} for number, form in one.forms.items())
        for each in one.followed:
            for followup, title, kept in each.followups:
                yield care_plan(followup, title, kept, one.forms[followup.questionnaire_id], one.at)
            yield from self._answered(each)
        for paper in one.documents:
            yield reference(paper, one.hashes.get(paper.blob))
        for child in one.children:
            yield from resources.vaccines(child)
        yield from resources.agreements(one)
        for record in one.records:
            after = 0
            while lines := self._room.do(privacy.lines, record, one.account_id, after, AT_ONCE):
                yield from map(resources.event, lines)
                after = lines[-1].number
        yield resources.provenance(one)

    def _answered(self, followed: Followed) -> Iterator[dict[str, Any]]:
        """Yield the answers of a record, and the alerts that came of them."""
        ids: list[Response] = []
        whom = followed.access.subject_id
        for page in answers(self._room, followed.access):
            for response in page:
                ids.append(replace(response, resource={}))
                yield {"id": response.id, **response.resource, **_of(whom, response)}
        yield from issues(Read(whom, ids, {}, followed.alerts))

    def _named(self) -> Iterator[dict[str, Any]]:
        """Yield the professionals that anything named."""
        ids = sorted(self._practitioners)
        known = self._room.do(privacy.named, ids)
        for number in ids:
            made = resources.practitioner(number, known.get(number))
            yield {"fullUrl": full_url("Practitioner", number), "resource": made}

    def _resolved(self, value: Any) -> Any:
        """Return a resource whose references lead to entries; others lead nowhere, so they become words."""
        if isinstance(value, list):
            return [self._resolved(each) for each in value]
        if not isinstance(value, dict):
            return value
        made = {name: self._resolved(each) for name, each in value.items()}
        if isinstance(made.get("reference"), str):
            return self._led(made)
        url = made.get("url")
        if isinstance(url, str) and url.startswith(PREFIX) and "contentType" in made:
            made["url"] = self._paths.get(url.removeprefix(PREFIX), url)
        return made

    def _led(self, one: dict[str, Any]) -> dict[str, Any]:
        found = RELATIVE.fullmatch(one["reference"])
        if found is None:
            return one
        kind, number = found.groups()
        if kind == "Practitioner":
            self._practitioners.add(number)
        elif number not in {"RelatedPerson": self._parents, "Patient": self._patients}.get(kind, ()):
            return {"display": one["reference"]}
        return {**one, "reference": full_url(kind, number)}


def _of(whom: str, response: Response) -> dict[str, Any]:
    """Return whom answers are about; those of a child, and which parent gave them."""
    about: dict[str, Any] = {"subject": {"reference": f"Patient/{whom}"}}
    if sender := followups.sender_of(response.resource):
        about["author"] = about["source"] = {
            "reference": f"RelatedPerson/{resources.parent_id(whom, sender)}"
        }
    return about


def answers(room: Workroom, access: Access) -> Iterator[list[Response]]:
    """Yield the answers of a record by pages, the newest first."""
    start = 0
    while page := room.do(privacy.responses, access, start, AT_ONCE):
        yield page
        start += len(page)
