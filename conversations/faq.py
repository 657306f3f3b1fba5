"""The FAQ in a chat: what a question is about, its answer in the reader's language, and where it leads."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from conversations import course, stage
from conversations.consenting import VERSION
from conversations.doors import CONTACT_US, MENU, SIGN_IN
from conversations.form import Form
from conversations.messages import Block, Button, Message, message, to_json
from conversations.turn import Turn
from conversations.understanding import desk
from locales import Listed, Words, _, base
from locales import faq as texts
from locales.faq import Article
from locales.reading import begins_a_question
from portal import accounts, faq, followups, smalltalk
from portal.mailroom import outbox
from portal.work import Work

if TYPE_CHECKING:
    from portal.faq.asking import Asked

NEXT: Mapping[str, tuple[Button, ...]] = {
    "password-forgotten": (Button(_("I forgot my password"), "m:go:reset_password"),),
    "code-by-email": (SIGN_IN, CONTACT_US),
    "why-code": (Button(_("Add an authenticator app"), "m:go:add_authenticator"),),
    "first-login": (SIGN_IN, CONTACT_US),
    "account-creation": (Button(_("How do I get an account?"), "m:aide-compte"), CONTACT_US),
    "identity": (Button(_("My identity, people to notify"), "m:identite"),),
    "view-documents": (Button(_("My documents"), "m:documents"),),
    "add-document": (Button(_("Add a document"), "m:go:add_document"),),
    "emergency-access": (
        Button(_("My documents"), "m:documents"),
        Button(_("Emergency access"), "m:urgences"),
    ),
    "authorise-professional": (Button(_("My professionals"), "m:acteurs"),),
    "revoke-professional": (Button(_("My professionals"), "m:acteurs"),),
    "fill-follow-up": (Button(_("My follow-up"), "m:suivi"), Button(_("What I sent"), "m:envois")),
    "reminders": (Button(_("My reminders"), "m:mes-rappels"),),
    "change-email": (Button(_("Change my e-mail"), "m:go:change_email"), CONTACT_US),
    "change-phone": (Button(_("Change my phone number"), "m:go:change_phone"), CONTACT_US),
    "change-password": (Button(_("Change my password"), "m:go:change_password"),),
    "share-carnet": (Button(_("Carnets de santé"), "m:carnets"),),
    "stop-sharing-carnet": (Button(_("Carnets de santé"), "m:carnets"),),
    "unsubscribe": (Button(_("Unsubscribe"), "m:desinscription"), CONTACT_US),
    "contact": (CONTACT_US,),
    "privacy": (
        Button(_("Telegram and my health data"), "m:aide-telegram"),
        Button(_("Take my data along"), "m:export"),
    ),
    "portal-access": (MENU, CONTACT_US),
}
ENTERING = "entering"  # the section for who is not in yet
SECTIONS: Mapping[str, Words] = {
    ENTERING: _("Signing in"),
    "health": _("My documents and my follow-up"),
    "sharing": _("Who sees my record"),
    "account": _("My account and my details"),
    "us": _("My data, contact"),
}
LONGEST = 700  # characters of a question that are read
FEWEST, SURE = 3, 0.5  # words, and score, of a question that may interrupt a conversation
LONGEST_ASKED = 400  # characters of it: whoever writes more tells something, among much else
MEDICAL = _(
    "This is a question for a health professional: I cannot give advice. Ask your care team, your doctor or your "
    "pharmacist. If nobody is there, or in an emergency, call 15 (or 112); if you cannot speak, send an SMS to 114."
)
KEPT = _("Nothing is lost. Here is where you were:")


def ask(work: Work, text: str, language: str) -> "tuple[Asked, list[str]]":
    """Return what a question is about, and its words that name nobody; thought about outside the transaction."""
    own, asked = texts.usable(work.policy.faq), text[:LONGEST]

    def think() -> Any:
        there = desk(own)
        return there.ask(asked, language), there.familiar(asked, language)

    found: tuple[Asked, list[str]] = work.thought(f"faq:{language}:{asked}", think)
    return found


def language_of(work: Work, chat: int) -> str:
    """Return the language in which someone reads the FAQ."""
    language = base(accounts.reader(work, chat).language)
    return language if language in faq.LANGUAGES else "en"


def article(work: Work, chat: int, topic: str) -> Article:
    """Return a topic as it is told to the reader of this chat."""
    return texts.articles(language_of(work, chat), texts.usable(work.policy.faq))[topic]


def surely(work: Work, chat: int, typed: str) -> "Asked | None":
    """Return what words surely ask for, whatever they interrupt, or however rude they are."""
    if (
        len(typed.split()) < FEWEST
        or len(typed) > LONGEST_ASKED
        or smalltalk.heard(typed) not in (None, "insult")
    ):
        return None
    asked, _known = ask(work, typed, language_of(work, chat))
    return asked if asked.score >= SURE else None


def interrupt(turn: Turn, form: Form, typed: str) -> bool:
    """Answer words that are no answer to what is asked, if the FAQ is sure of them; the conversation goes on below."""
    asked = surely(turn.work, turn.chat, typed)
    if asked is not None and asked.topic is not None:
        rows = tuple((button,) for button in NEXT[asked.topic][:1])
        said = Message(told(article(turn.work, turn.chat, asked.topic)), rows)
    elif asked is not None and asked.kind == "medical" and begins_a_question(typed):
        said = message(*elsewhere(turn.work, turn.chat))
    else:
        return False
    outbox.put(turn.work, "telegram", str(turn.chat), "show", {"message": to_json(said), "fresh": True})
    stage.retire(turn)
    course.go_on(turn, form, fresh=True, notice=Block("plain", KEPT))
    return True


def elsewhere(work: Work, chat: int) -> tuple[Words, ...]:
    """Return who answers a medical question; to who is followed and agreed to speak of it here, at which number."""
    account_id = accounts.reader(work, chat).account_id
    agreed = account_id is not None and accounts.has_consented(work, chat, VERSION)
    numbers = followups.phones(work, account_id or "") if agreed else []
    call = (_("Your care team: {phone}.", phone=Listed(tuple(numbers), "or")),) if numbers else ()
    return (MEDICAL, *call)


def told(one: Article) -> tuple[Block, ...]:
    """Return an article as paragraphs."""
    return (Block("title", one.title), *(Block("plain", paragraph) for paragraph in one.answer))
