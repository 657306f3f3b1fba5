"""The FAQ in the chat: browsed by section, opened, and asked in one's own words; a way to a human from everywhere."""

from conversations import watching
from conversations.doors import CONTACT_US, HELP, MENU, SIGN_IN
from conversations.events import Typed
from conversations.faq import NEXT, SECTIONS, article, ask, elsewhere, language_of, told
from conversations.messages import Button, Message, Rows, message
from conversations.small_talk import EMERGENCY
from handlers.help import BACK, sections
from handlers.visit import Screen, Visit
from locales import Words, _
from portal import accounts, faq
from portal.faq import gaps

NOT_IT = _("That was not my question")
UNANSWERED = _(
    "I have no answer to this. You can write it in other words, choose below, or ask a person. "
    "In an emergency, call 15 (or 112)."
)


def section(visit: Visit) -> None:
    """Show the topics of a section."""
    topics = faq.SECTIONS.get(visit.argument)
    if topics is None:
        return nothing(visit)
    rows = (*_doors(visit, topics), BACK)
    return visit.show(message(_("Choose a question:"), rows=rows, title=SECTIONS[visit.argument]))


def topic(visit: Visit) -> None:
    """Show the answer to a topic; what was typed before, if anything, stands behind its name."""
    name, _dot, gap = visit.argument.partition(".")
    return answer(visit, name, gap or None) if name in faq.TOPICS else nothing(visit)


def answer(visit: Visit, name: str, gap: str | None = None) -> None:
    """Show an answer, what to tap next, and a way out when it is not the one."""
    needless = (MENU, SIGN_IN) if visit.me else (MENU,)  # it stands below anyway
    following = tuple((button,) for button in NEXT[name] if button not in needless)
    not_it = (Button(NOT_IT, f"m:faq-non:{gap or ''}"),)
    visit.show(Message(told(article(visit.work, visit.chat, name)), (*following, not_it, (HELP, MENU))))


def not_it(visit: Visit) -> None:
    """Say where to go on when an answer was not the one; the question is counted, in words that name nobody."""
    if visit.argument:
        gaps.missed(visit.work, visit.argument[:16])
    words = _("I am sorry. You can write your question in other words, or ask a person.")
    visit.say(words, rows=((CONTACT_US,), (HELP, MENU)))


def nothing(visit: Visit) -> None:
    """Say that there is no answer: never without a way on."""
    visit.say(UNANSWERED, rows=((CONTACT_US,), *sections(visit), (MENU,)))


def typed(visit: Visit, event: Typed, *, answered: bool = False) -> None:
    """Answer words that no conversation waited for; `answered` already: only what is surely meant."""
    language = language_of(visit.work, visit.chat)
    asked, known = ask(visit.work, event.text, language)
    may = visit.work.policy.faq_gaps and (
        visit.me is None or accounts.counted(visit.work, visit.me.account_id)
    )
    gap = gaps.note(visit.work, language, known, times=int(asked.kind == "none")) if may else None
    guessed = asked.kind == "choices" and not asked.score and not known
    match "none" if guessed else asked.kind:
        case "answer":
            answer(visit, str(asked.topic), gap)
        case "choices" | "medical" | "none" if answered:
            pass
        case "choices":
            none_of_these = (Button(_("None of these questions"), f"m:faq-non:{gap or ''}"),)
            rows = (*_doors(visit, asked.choices, gap), none_of_these, (CONTACT_US, MENU))
            call = (EMERGENCY,) if watching.just_told(visit.work, visit.chat) else ()
            visit.say(*call, _("Is it one of these questions?"), rows=rows)
        case "medical":
            medical(visit, _doors(visit, asked.choices, gap))
        case _:
            nothing(visit)


def medical(visit: Visit, near: Rows) -> None:
    """Say who answers a medical question; `near`: what it may have been about instead."""
    own = ((Button(_("My follow-up"), "m:suivi"),),) if visit.me else ()
    visit.say(*elsewhere(visit.work, visit.chat), rows=(*(near or own), (CONTACT_US, MENU)))


def _doors(visit: Visit, topics: tuple[str, ...], gap: str | None = None) -> Rows:
    behind = f".{gap}" if gap else ""
    titles: list[tuple[str, Words]] = [(one, article(visit.work, visit.chat, one).title) for one in topics]
    return tuple((Button(title, f"m:faq:{one}{behind}"),) for one, title in titles)


SCREENS = (Screen("faq", topic), Screen("faq-rubrique", section), Screen("faq-non", not_it))
