"""Unsubscribe: what becomes of everything is said, my data can be taken along, a code from my phone, then thirty days."""

from datetime import timedelta

from conversations import stage
from conversations.access_code import access_code
from conversations.consenting import agreed
from conversations.form import Form
from conversations.privacy_notices import BACK, KEPT_BY_LAW, SIGN_IN_AGAIN
from conversations.questions import Choice, Option
from conversations.turn import AskAgain, Outcome, Said, Turn, said
from locales import Day, Words, _, n_
from portal import authorisations, privacy
from portal.accounts.refusals import NeedsFullCode, ProofMissing
from portal.authorisations import Access, NoRight, Right, patient_record
from portal.errors import Refused
from portal.privacy import PURPOSE, Prospect

REASONS = (
    Option("done", _("I no longer need it")),
    Option("hard", _("It is too complicated")),
    Option("trust", _("I worry about my data")),
    Option("health", _("I am followed elsewhere")),
    Option("other", _("Another reason")),
)
SILENT = "-"  # stands for a reason that was not given
UNSEEN = _("Follow-ups stop, documents are erased then, and so are carnets that no other parent reads.")
STAYS = _("Nothing changes: your account stays open.")


def told(turn: Turn) -> tuple[Words, ...]:
    """Return what becomes of everything, plainly; nothing of a record to who does not agree, or was not proven lately."""
    if turn.me is None:
        return ()
    access = authorisations.require(turn.work, turn.me, Right.HOLD, patient_record(turn.me.account_id))
    if not isinstance(access, Access):
        return ()
    one = privacy.prospect(turn.work, access)
    return _told(one) if turn.me.fresh and agreed(turn) else (*_closing(one), UNSEEN)


def _closing(one: Prospect) -> list[Words]:
    words: list[Words] = [
        _("Your account closes at once. It is erased on {date}; until then, signing in brings everything back.",
          date=Day(one.erase_at)),
    ]  # fmt: skip
    if one.held_until is not None and one.held_until > one.erase_at:
        words.append(KEPT_BY_LAW.fill(date=Day(one.held_until)))
    return words


def _told(one: Prospect) -> tuple[Words, ...]:
    words = _closing(one)
    if one.followups:
        words.append(n_("Your follow-up stops, reminders too. Your care team is told.",
                        "Your {n} follow-ups stop, reminders too. Your care teams are told.", one.followups))  # fmt: skip
    if one.alerts:
        words.append(
            _("An answer of yours waits for your care team: they can still read it, and look after it.")
        )
    if one.documents:
        words.append(
            n_("Your document is erased then.", "Your {n} documents are erased then.", one.documents)
        )
    if one.professionals:
        words.append(
            _("Your professionals no longer see your record. They keep their own files: the law asks it.")
        )
    return (*words, *_carnets(one))


def _carnets(one: Prospect) -> list[Words]:
    words: list[Words] = []
    for each in one.carnets:
        if not each.heir:
            words.append(_("The carnet of {name} is erased with your account: nobody else reads it. To keep it, share it "
                           "first.", name=each.first_name))  # fmt: skip
        elif each.held:
            words.append(_("The carnet of {name} stays: {heir} holds it too from now on.",
                           name=each.first_name, heir=each.heir))  # fmt: skip
        else:
            words.append(_("You no longer read the carnet of {name}. It stays with {heir}.",
                           name=each.first_name, heir=each.heir))  # fmt: skip
    return words


def hers(turn: Turn) -> Refused | None:
    """Let whoever is linked leave, even who does not agree to speak of health here: a code comes at the end."""
    return None if turn.me is not None and turn.me.account_id == turn.mark.account_id else NoRight()


def decided(_turn: Turn, answer: str, _thought: object) -> Outcome:
    """Go on, or end it here."""
    return None if answer == "yes" else said(STAYS)


unsubscribe = Form(
    "unsubscribe",
    Choice(
        "reason",
        _("May we know why you want to leave?"),
        help=(_("You need not answer. It helps us to do better."),),
        offers=REASONS,
        optional=True,
    ),
    Choice(
        "sure",
        _("Do you want to close your account?"),
        intro=told,
        offers=lambda turn: (
            Option("yes", _("Yes, close my account")),
            Option("export", _("Take my data along first"), leads=f"m:export:{turn.get('reason') or SILENT}"),
            Option("no", _("No, I stay")),
        ),
        step=decided,
    ),
    access_code(PURPOSE),
    title=_("Unsubscribe"),
    recap=False,
    first=hers,
    kept=timedelta(hours=2),
    left=said(STAYS),  # nobody who has changed her mind is asked again at the head of her menu
)


@unsubscribe.send
def send(turn: Turn) -> Said | Refused | AskAgain:
    """Close the account; the last word is said in a chat that speaks for nobody any more."""
    if turn.me is None:
        return NoRight()
    left = privacy.leave(turn.work, turn.chat, turn.me, turn.facts["proof"], turn.get("reason"))
    if isinstance(left, NeedsFullCode | ProofMissing):
        return AskAgain("code", left)
    if isinstance(left, Refused):
        return left
    turn.mark.account_id = None  # or it would be said to nobody
    stage.retire(turn)
    words: Words = _("Your account is closed. It is erased on {date}.", date=Day(left.erase_at))
    if left.held_until is not None and left.held_until > left.erase_at:
        words = KEPT_BY_LAW.fill(date=Day(left.held_until))
    return said(words, SIGN_IN_AGAIN, rows=((BACK,),))
