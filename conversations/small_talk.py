"""What is answered to small talk, and to things that are no words: a fitting sentence, then what can be done here."""

from collections.abc import Mapping

from locales import Words, _
from locales.reading import ASKS
from portal import smalltalk

EMERGENCY = _("In an emergency, call 15 (or 112). If you cannot speak or hear, send an SMS to 114.")
REPLIES: Mapping[str, Words] = {
    "hello": _("Hello. What would you like to do?"),
    "thanks": _("You are welcome. I am here whenever you need me."),
    "sorry": _("No harm done. What can I do for you?"),
    "bye": _("Goodbye, and take care of yourself."),
    "how": _("I am a machine, so I am always well. And what can I do for you?"),
    "who": _("I am a machine: your link with your care team. To reach a person: /help, then Contact us."),
    "ok": _("Very well. Here is what I can do for you:"),
    "nothing": _("Very well. Here is what I can do for you:"),
    "insult": _("I am sorry that this is not going well. A person can help you: /help, then Contact us."),
    "lost": _("Here is what I can do for you. If you do not find it, write to a person: Contact us."),
    "sign": _("I only read words and buttons. Here is what I can do for you:"),
}
MEANT = ("ok", "nothing", "lost", "sign")  # as an answer, where a question waits
BACK = _("Hello. This is where we were:")  # to a hello in the middle of a form
LISTEN = _("I cannot listen to messages. Please write to me.")
WATCH = _("I cannot watch videos. Please write to me, or send a photo.")
SMILE = _("Thank you. I only read words and buttons.")
CHANGED = _("I read your message as you first sent it. To say something else, write a new message.")
POLL = _("I cannot take part in polls and lists. Please write to me.")
PLACE = _(
    "I do not use your position, and it goes to nobody. If you need help now, call 15 or 112 and say where you are."
)
CONTACT = _("I keep no contacts from here. Whom to notify in an emergency is under My account, My identity.")
PAY = _("Nothing is paid here.")
OTHER = _("I cannot open this. Please write to me, or use the buttons.")
THINGS: Mapping[str, Words] = {
    "voice": LISTEN, "audio": LISTEN, "video": WATCH, "video_note": WATCH, "live_photo": WATCH, "story": WATCH,
    "sticker": SMILE, "animation": SMILE, "dice": SMILE, "game": SMILE, "gift": SMILE, "unique_gift": SMILE,
    "giveaway": SMILE, "giveaway_winners": SMILE, "poll": POLL, "checklist": POLL, "location": PLACE, "venue": PLACE,
    "contact": CONTACT, "invoice": PAY, "successful_payment": PAY, "refunded_payment": PAY, "paid_media": PAY,
}  # fmt: skip
URGENT = (LISTEN, WATCH, OTHER)  # whoever sends these may have no time to write


def reply(text: str, *, asked: bool = False) -> Words | None:
    """Return what is answered to a text that is small talk; None when it says more.

    `asked`: a question waits, so an "ok", a "rien", a "ça va", a "je ne sais pas" or an emoji was meant as its answer.
    """
    kind = smalltalk.heard(text)
    if asked and (kind in MEANT or (kind == "how" and not ASKS.search(text))):
        return None
    return BACK if asked and kind == "hello" else REPLIES.get(kind or "")


def thing(kind: str) -> tuple[Words, ...]:
    """Return what is said of something sent that is no words; whom to call too, where it may have been a cry."""
    said = THINGS.get(kind, OTHER)
    return (said, EMERGENCY) if said in URGENT else (said,)
