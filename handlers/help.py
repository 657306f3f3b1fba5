"""Help: what this is, a forgotten password, the code, and a human to ask."""

from conversations.access_code import WHY
from conversations.consenting import TELEGRAM
from conversations.contact_us import calling
from conversations.doors import CONTACT_US, MENU, SIGN_IN
from conversations.faq import ENTERING, SECTIONS
from conversations.messages import Button, Rows, message
from conversations.refusals import sentence
from conversations.small_talk import EMERGENCY
from handlers.menu import go
from handlers.visit import Screen, Visit
from locales import Words, _
from portal import support
from portal.support import TooManyMessages

FORGOTTEN = Button(_("I forgot my password"), "m:go:reset_password")
NOBODY = _("Nobody can be written to from here yet. Please ask the care team that opened your account.")
BACK = (Button(_("‹ Help"), "m:aide"), MENU)


def help_(visit: Visit) -> None:
    """Show what can be asked."""
    forgotten = (FORGOTTEN,)
    asked = (*sections(visit), forgotten) if visit.me else ((SIGN_IN,), forgotten, *sections(visit))
    rows = (*asked, (CONTACT_US, MENU))
    write = _("Choose below, or write your question in your own words.")
    visit.show(message(_("How can we help you?"), write, EMERGENCY, rows=rows))


def sections(visit: Visit) -> Rows:
    """Return the doors to the sections of the FAQ; for who is signed in, how to sign in comes last."""
    names = sorted(SECTIONS, key=ENTERING.__eq__) if visit.me else SECTIONS
    return tuple((Button(SECTIONS[name], f"m:faq-rubrique:{name}"),) for name in names)


def why_code(visit: Visit) -> None:
    """Explain the access code."""
    visit.say(WHY, rows=(BACK,))


def opening(visit: Visit) -> None:
    """Explain how an account is opened."""
    words = _(
        "A health professional who follows you opens your account. You then get an e-mail with a link that brings "
        "you back here. The link is valid for 7 days; after that, ask the professional for a new one."
    )
    visit.say(words, rows=(BACK,))


def telegram(visit: Visit) -> None:
    """Explain what Telegram means for health data."""
    visit.say(TELEGRAM, rows=(BACK,))


def contact(visit: Visit) -> None:
    """Begin to write to support; where no e-mail can leave, or no more today, say how else to reach a human."""
    work = visit.work
    account_id = visit.me.account_id if visit.me else None
    refused = support.refusal(work, visit.chat, account_id)
    if refused is None:
        visit.argument = "contact_us"
        return go(visit)
    policy = work.policy
    ways: list[Words] = [sentence(refused)] if isinstance(refused, TooManyMessages) else []
    if policy.support_email:
        ways.append(_("By e-mail: {email}", email=policy.support_email))
    if policy.support_phone:
        ways.append(calling(policy.support_phone, policy.support_hours))
    if not ways:
        return visit.say(NOBODY, EMERGENCY, rows=(BACK,))
    return visit.say(_("A person will answer you:"), *ways, rows=(BACK,))


SCREENS = (
    Screen("aide", help_, ("aide", "ayuda", "ajuda", "help"), _("Help, and how to reach us")),
    Screen("aide-code", why_code),
    Screen("aide-compte", opening),
    Screen("aide-telegram", telegram),
    Screen("aide-contact", contact),
)
