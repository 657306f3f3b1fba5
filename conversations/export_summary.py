"""The summary of an export: all of a record in words; what is left out is said."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from conversations.carnet_words import dose_words
from conversations.document_words import UNREADABLE, type_words
from conversations.journal_words import ACTIONS
from conversations.my_particulars import LABELS, shown
from conversations.notify_someone import relation_words
from conversations.who import OPERATOR, by_profession
from locales import Listed, Words, _, n_, plain
from portal import phones
from portal.authorisations import PATIENT, PROFESSIONAL
from portal.carnets import vaccines
from portal.documents import Document
from portal.particulars import CONTACT, FAMILY, FIELDS
from portal.privacy import Child, Followed, Gathered

NOTHING = _("nothing written")
LATEST = 100  # forms whose answers are told; all of them are in the file for programs
RIGHTS: Mapping[str, Words] = {
    "read": _("read"),
    "fill_in": _("fill in"),
    "follow": _("follow"),
    "deposit": _("add documents"),
    "keep": _("arrange documents"),
}


class Entry(NamedTuple):
    """One paragraph: its style is title, section, head, pair, line or note; `to`: the file it leads to."""

    style: str
    words: Words
    value: Words = ""
    to: str = ""


class SentForm(NamedTuple):
    """A form that was sent: when, which one, each question with its answer."""

    at: datetime
    title: str
    late: bool
    pairs: Sequence[tuple[Words, Words]]
    sender: str | None = None  # the account of the parent who filled it in for a child


class Forms(NamedTuple):
    """The latest forms that were sent of a record, and how many there are in all."""

    latest: Sequence[SentForm]
    of: int


class Files(NamedTuple):
    """Where the files of documents stand, by the document's id; "" where one could not be read. `sent`: of answers."""

    documents: Mapping[str, str]
    sent: int
    missing: int


def summary(one: Gathered, forms: Mapping[str, Forms], files: Files) -> Iterator[Entry]:
    """Yield the whole summary; `forms`: by record."""
    yield Entry("title", _("My health record"))
    hers = one.access.reader_id is not None
    made = (
        _("Made on {at}, at your request.") if hers else _("Made on {at} by the technical team of MaSanté.")
    )
    yield Entry("note", made.fill(at=one.at))
    if files.missing:
        yield Entry("note", n_(
            "{n} file could not be read and is missing here. We have been told; ask us for it.",
            "{n} files could not be read and are missing here. We have been told; ask us for them.", files.missing,
        ))  # fmt: skip
    yield from _identity(one)
    yield from _people(one)
    yield Entry("section", _("My follow-ups"))
    yield from _followups(one, one.own)
    yield Entry("section", _("What I answered"))
    if files.sent:
        yield Entry("note", _("The photos and files of your answers are in the folder “reponses”."))
    yield from _answers(one, forms[one.records[0]])
    yield from _nothing(forms[one.records[0]].latest)
    yield from _documents(one, one.records[0], files)
    for child in one.children:
        yield from _child(one, child, forms[child.carnet.record], files)
    yield from _professionals(one)
    yield from _emergencies(one)
    yield from _agreements(one)
    yield Entry("section", _("What else is in this file"))
    yield Entry(
        "line",
        _("dossier.json: all of this for programs (FHIR R4), with every answer and who did what when."),
    )
    yield Entry("line", _("documents and reponses: your files, as they were kept."))
    yield Entry(
        "note", _("Carnets that another parent holds are not in it: that parent can take them along.")
    )


def _identity(one: Gathered) -> Iterator[Entry]:
    yield Entry("section", _("Who I am"))
    who = one.account.who
    if who is not None:
        yield Entry("pair", _("First name"), who.first_name)
        yield Entry("pair", _("Last name"), who.last_name)
        if who.birth_date is not None:
            yield Entry("pair", _("Born on"), _day(who.birth_date))
    yield Entry("pair", _("E-mail"), one.account.email)
    yield Entry("pair", _("Phone"), phones.written(one.account.phone))
    yield from _particulars(one.identity.contact, CONTACT, _("Contact details"))
    yield from _particulars(one.identity.family, FAMILY, _("Family situation"))
    for asked in one.corrections:
        words = _(
            "Correction asked for on {at}. Reference: {reference}", at=asked.at, reference=asked.reference
        )
        yield Entry("line", words)
        yield Entry("pair", LABELS[asked.wanted.field], _written(asked.wanted.field, asked.wanted.to))
    yield from _before(one)


def _particulars(told: Mapping[str, Any], section: str, heading: Words) -> Iterator[Entry]:
    """Yield a section of what she told of herself."""
    if told:
        yield Entry("head", heading)
    for field in FIELDS[section]:
        if told.get(field) is not None:
            yield Entry("pair", LABELS[field], shown(field, told[field]))


def _before(one: Gathered) -> Iterator[Entry]:
    """Yield what stood there before, the latest first."""
    replaced = [before for of_section in one.identity.before.values() for before in of_section]
    if replaced:
        yield Entry("head", _("What stood here before"))
    for before in replaced:
        until = _("Until {at}, changed by {who}", at=before.until, who=_who(one, before.by))
        for field, value in before.values.items():
            was = NOTHING if value in (None, "") else _written(field, value)
            yield Entry("pair", LABELS[field], Listed((was, until)))


def _written(field: str, value: Any) -> Words:
    return _day(date.fromisoformat(str(value))) if field == "birth_date" else shown(field, value)


def _people(one: Gathered) -> Iterator[Entry]:
    yield Entry("section", _("People to notify"))
    for person in one.identity.people:
        name = f"{person.first_name} {person.last_name}"
        about = (relation_words(person.relation), phones.written(person.phone))
        yield Entry("pair", name, Listed(about))
    yield from _nothing(one.identity.people)


def _followups(one: Gathered, followed: Followed) -> Iterator[Entry]:
    for followup, title, kept in followed.followups:
        until = plain("{date}", date=followup.stopped_at) if followup.stopped_at else _("goes on")
        sent = n_("{n} form sent", "{n} forms sent", kept.sent)
        since = _("since {date}", date=_local(followup.created_at, one.zone))
        yield Entry("pair", title or followup.id, Listed((since, until, sent)))
    for alert in followed.alerts:
        taken = (ACTIONS["alert_acknowledged"].words,) if alert.acknowledged_at else ()
        yield Entry("pair", ACTIONS["alert_told"].words, Listed((plain("{at}", at=alert.raised_at), *taken)))
    yield from _nothing(followed.followups)


def _answers(one: Gathered, forms: Forms) -> Iterator[Entry]:
    few = len(forms.latest)
    if forms.of > few:
        words = _("The latest {n} forms of {all}. Every one is in dossier.json.", n=few, all=forms.of)
        yield Entry("note", words)
    for form in forms.latest:
        about: list[Words] = [_("sent late")] if form.late else []
        if form.sender:
            about.append(_("Filled in by {who}", who=_who(one, f"{PATIENT}{form.sender}")))
        yield Entry("head", Listed((plain("{at}", at=form.at), form.title, *about)))
        for question, answer in form.pairs:
            yield Entry("pair", question, answer)


def _documents(one: Gathered, record: str, files: Files) -> Iterator[Entry]:
    here = [paper for paper in one.documents if paper.record == record]
    yield Entry("section" if record == one.records[0] else "head", _("Documents"))
    for paper in here:
        yield _document(one, paper, files.documents.get(paper.id, ""))
    yield from _nothing(here)


def _document(one: Gathered, paper: Document, path: str) -> Entry:
    about: list[Words] = [
        _day(paper.dated),
        type_words(paper.type),
        _("added by {who}", who=_who(one, paper.author)),
    ]
    if paper.emergency:
        about.append(_("seen in an emergency"))
    if not path:
        about.append(_("could not be read"))
    return Entry("pair", paper.title or UNREADABLE, Listed(tuple(about)), path)


def _child(one: Gathered, child: Child, forms: Forms, files: Files) -> Iterator[Entry]:
    yield Entry("section", _("Carnet de santé of {name}", name=child.carnet.first_name))
    yield Entry("pair", _("Born on"), _day(child.carnet.birth_date))
    others = [partner for partner in child.partners if partner.account_id != one.account_id]
    names = [f"{two.first_name} {two.last_name}" for two in others]
    yield Entry("pair", _("Shared with"), Listed(tuple(names)) if names else _("nobody"))
    for dose in vaccines.doses_for(child.carnet.birth_date):
        if dose.key in child.doses:
            yield Entry("pair", dose_words(dose), _day(child.doses[dose.key]))
    yield Entry("head", _("Follow-ups"))
    yield from _followups(one, child.followed)
    yield from _answers(one, forms)
    yield from _documents(one, child.carnet.record, files)


def _professionals(one: Gathered) -> Iterator[Entry]:
    yield Entry("section", _("My professionals"))
    names = {child.carnet.record: child.carnet.first_name for child in one.children}
    for actor in one.actors:
        allowed: list[Words] = [RIGHTS[right] for right in RIGHTS if right in actor.rights]
        about = [_("blocked")] if actor.blocked_at else allowed
        if actor.until is not None and not actor.blocked_at:
            about.append(_("until {date}", date=_local(actor.until, one.zone)))
        if actor.record in names:
            about.append(_("carnet of {name}", name=names[actor.record]))
        yield Entry("pair", by_profession(actor.professional), Listed(tuple(about)))
    yield from _nothing(one.actors)


def _emergencies(one: Gathered) -> Iterator[Entry]:
    yield Entry("section", _("Emergency accesses"))
    for line in one.emergencies:
        at = plain("{at}", at=line.opening.opened_at)
        why = tuple(reason.words for reason in line.opening.reasons)
        yield Entry("pair", at, Listed((by_profession(line.professional), *why)))
    yield from _nothing(one.emergencies)


def _agreements(one: Gathered) -> Iterator[Entry]:
    yield Entry("section", _("My agreements to speak of health on Telegram"))
    said = {"given": _("given"), "refused": _("refused"), "withdrawn": _("withdrawn")}
    for consent in one.consents:
        yield Entry("pair", plain("{at}", at=consent.at), said.get(consent.answer, consent.answer))
    yield from _nothing(one.consents)


def _nothing(found: Sequence[object]) -> Iterator[Entry]:
    if not found:
        yield Entry("line", _("Nothing here."))


def _who(one: Gathered, actor: str) -> Words:
    known = one.professionals.get(actor.removeprefix(PROFESSIONAL))
    if known is not None:
        return by_profession(known)
    if actor.startswith(PATIENT):
        return _("you") if actor == f"{PATIENT}{one.account_id}" else _("the other parent")
    return OPERATOR


def _day(day: date) -> Words:
    return plain("{date}", date=day)


def _local(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
