"""Preferences: language, time zone, and how what she reads is laid out and worded."""

from zoneinfo import ZoneInfo

from conversations.messages import Block, Button, Message, Rows
from handlers.account import BACK, account
from handlers.visit import Screen, Visit
from locales import NAMES, Words, _, base, zones
from portal import accounts
from portal.accounts import Display, Me, Reader

PREFERENCES = Button(_("‹ Preferences"), "m:compte-preferences")


def preferences(visit: Visit) -> None:
    """Show what is chosen, and what can be."""
    if visit.me is None:
        return account(visit)
    reader = accounts.reader(visit.work, visit.chat)
    hour = visit.work.now.astimezone(ZoneInfo(reader.timezone)).time().replace(tzinfo=None)
    place = zones.named(reader.timezone, reader.language)
    lines: tuple[Words, ...] = (
        _("Language: {language}", language=NAMES.get(reader.language, reader.language)),
        _("Time zone: {place}, where it is {hour}", place=place, hour=hour),
        *_display(visit, reader),
        _counted(accounts.counted(visit.work, visit.me.account_id)),
    )
    rows: Rows = (
        (Button(_("Language"), "m:langue"),),
        (Button(_("Time zone"), "m:go:change_timezone"),),
        (Button(_("Display"), "m:compte-affichage"),),
        (Button(_("Questions without an answer"), "m:compte-questions"),),
        BACK,
    )
    return _shown(visit, visit.me, _("Preferences"), lines, rows)


def display(visit: Visit) -> None:
    """Show how things look, or turn one of the two ways on or off."""
    me = visit.me
    if me is None:
        return account(visit)
    now = accounts.display(visit.work, me.account_id)
    chosen = {
        "espace": now._replace(spacious=True), "serre": now._replace(spacious=False),
        "simple": now._replace(plain=True), "courant": now._replace(plain=False),
    }  # fmt: skip
    if visit.argument in chosen:  # named by what is wanted: tapped twice, it stays so
        now = chosen[visit.argument]
        accounts.choose_display(visit.work, me.account_id, now)
    reader = accounts.reader(visit.work, visit.chat)
    rows: Rows = (*_choices(now, easier=_easier(visit, reader)), (PREFERENCES,), BACK)
    return _shown(visit, me, _("Display"), _display(visit, reader), rows)


def questions(visit: Visit) -> None:
    """Show whether questions without an answer are counted, or choose: tapped twice, it stays so."""
    me = visit.me
    if me is None:
        return account(visit)
    if visit.argument in ("oui", "non"):
        accounts.choose_counted(visit.work, me.account_id, visit.argument == "oui")
    now = accounts.counted(visit.work, me.account_id)
    other = (
        Button(_("Do not count my questions"), "m:compte-questions:non")
        if now
        else Button(_("Count my questions"), "m:compte-questions:oui")
    )
    title = _("Questions without an answer")
    return _shown(visit, me, title, (_counted(now), COUNTED), ((other,), (PREFERENCES,), BACK))


COUNTED = _("Counted questions help us to answer better. We keep a few common words, never who asked.")


def _counted(counted: bool) -> Words:
    if counted:
        return _("Questions without an answer: counted, without your name")
    return _("Questions without an answer: not counted")


def _easier(visit: Visit, reader: Reader) -> bool:
    """Tell whether the language she reads has plainer sentences."""
    return base(reader.language) in visit.work.policy.plain


def _display(visit: Visit, reader: Reader) -> tuple[Words, ...]:
    space = _("Space between lines: large") if reader.spacious else _("Space between lines: usual")
    sentences = _("Sentences: plainer") if reader.plain else _("Sentences: usual")
    return (space, sentences) if _easier(visit, reader) else (space,)


def _choices(now: Display, *, easier: bool) -> Rows:
    space = (
        Button(_("Usual space"), "m:compte-affichage:serre")
        if now.spacious
        else Button(_("More space between lines"), "m:compte-affichage:espace")
    )
    words = (
        Button(_("Usual sentences"), "m:compte-affichage:courant")
        if now.plain
        else Button(_("Plainer sentences"), "m:compte-affichage:simple")
    )
    return ((space,), (words,)) if easier else ((space,),)


def _shown(visit: Visit, me: Me, title: Words, lines: tuple[Words, ...], rows: Rows) -> None:
    blocks = (Block("title", title), *(Block("line", line) for line in lines))
    visit.show(Message(blocks, rows), account_id=me.account_id)


SCREENS = (Screen("compte-preferences", preferences), Screen("compte-affichage", display),
           Screen("compte-questions", questions))  # fmt: skip
