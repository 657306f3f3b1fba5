"""The summary of an export: all of a record in words; what is left out is said."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from conversations.carnet_words import dose_words
from conversations.document_words import UNREADABLE, type_words
from conversations.notify_someone import relation_words
from conversations.who import by_profession
from locales import Listed, Words, _, n_, plain
from portal import phones
from portal.authorisations import PATIENT, PROFESSIONAL
from portal.carnets import vaccines
from portal.documents import Document
from portal.privacy import Child, Gathered

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


class Files(NamedTuple):
    """Where the files of documents stand, by the document's id; "" where one could not be read. `sent`: of answers."""

    documents: Mapping[str, str]
    sent: int
    missing: int


def summary(one: Gathered, forms: Sequence[SentForm], answered: int, files: Files) -> Iterator[Entry]:
    """Yield the whole summary; `answered`: how many forms there are in all."""
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
    yield from _followups(one)
    yield from _answers(forms, answered, files)
    yield from _documents(one, one.records[0], files)
    for child in one.children:
        yield from _child(one, child, files)
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


def _people(one: Gathered) -> Iterator[Entry]:
    yield Entry("section", _("People to notify"))
    for person in one.people:
        name = plain("{first} {last}", first=person.first_name, last=person.last_name)
        about = (relation_words(person.relation), phones.written(person.phone))
        yield Entry("pair", name, Listed(about))
    yield from _nothing(one.people)


def _followups(one: Gathered) -> Iterator[Entry]:
    yield Entry("section", _("My follow-ups"))
    for followup, title, kept in one.followups:
        until = plain("{date}", date=followup.stopped_at) if followup.stopped_at else _("goes on")
        sent = n_("{n} form sent", "{n} forms sent", kept.sent)
        since = _("since {date}", date=_local(followup.created_at, one.zone))
        yield Entry("pair", title or followup.id, Listed((since, until, sent)))
    yield from _nothing(one.followups)


def _answers(forms: Sequence[SentForm], answered: int, files: Files) -> Iterator[Entry]:
    yield Entry("section", _("What I answered"))
    if answered > len(forms):
        yield Entry(
            "note",
            _("The latest {n} forms of {all}. Every one is in dossier.json.", n=len(forms), all=answered),
        )
    if files.sent:
        yield Entry("note", _("The photos and files of your answers are in the folder “reponses”."))
    for form in forms:
        late = (_("sent late"),) if form.late else ()
        yield Entry("head", Listed((plain("{at}", at=form.at), form.title, *late)))
        for question, answer in form.pairs:
            yield Entry("pair", question, answer)
    yield from _nothing(forms)


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


def _child(one: Gathered, child: Child, files: Files) -> Iterator[Entry]:
    yield Entry("section", _("Carnet de santé of {name}", name=child.carnet.first_name))
    yield Entry("pair", _("Born on"), _day(child.carnet.birth_date))
    others = [partner for partner in child.partners if partner.account_id != one.account_id]
    names = [plain("{first} {last}", first=two.first_name, last=two.last_name) for two in others]
    yield Entry("pair", _("Shared with"), Listed(tuple(names)) if names else _("nobody"))
    for dose in vaccines.doses_for(child.carnet.birth_date):
        if dose.key in child.doses:
            yield Entry("pair", dose_words(dose), _day(child.doses[dose.key]))
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
    return _("you") if actor == f"{PATIENT}{one.account_id}" else _("the other parent")


def _day(day: date) -> Words:
    return plain("{date}", date=day)


def _local(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
