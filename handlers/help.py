"""Help: what this is, a forgotten password, the code, and a human to ask."""

from conversations.access_code import WHY
from conversations.consenting import TELEGRAM
from conversations.faq import CONTACT, SECTIONS
from conversations.messages import Button, message
from handlers.visit import MENU, Screen, Visit
from locales import Words, _

FORGOTTEN = Button(_("I forgot my password"), "m:go:reset_password")
BACK = (Button(_("‹ Help"), "m:aide"), MENU)


def help_(visit: Visit) -> None:
    """Show what can be asked."""
    sections = tuple((Button(title, f"m:faq-rubrique:{name}"),) for name, title in SECTIONS.items())
    rows = ((FORGOTTEN,), *sections, (CONTACT, MENU))
    write = _("Choose below, or write your question in your own words.")
    emergency = _("In an emergency, call 15 (or 112). If you cannot speak or hear, send an SMS to 114.")
    visit.show(message(_("How can we help you?"), write, emergency, rows=rows))


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
    """Say how to reach a human."""
    policy = visit.work.policy
    ways: list[Words] = []
    if policy.support_email:
        ways.append(_("By e-mail: {email}", email=policy.support_email))
    if policy.support_phone:
        ways.append(_("By phone: {phone}", phone=policy.support_phone))
    visit.say(_("A person will answer you:"), *ways, rows=(BACK,))


SCREENS = (
    Screen("aide", help_, ("aide", "help"), _("Help, and how to reach us")),
    Screen("aide-code", why_code),
    Screen("aide-compte", opening),
    Screen("aide-telegram", telegram),
    Screen("aide-contact", contact),
)
