"""What a form computes over the answers so far: worked out in a child process, remembered by the conversation."""

import hashlib
import json
from datetime import datetime
from functools import partial

from conversations.turn import Turn
from portal import followups
from portal.errors import TookTooLong
from portal.questionnaires import Answers, Questionnaire, Verdict, decided, to_json, too_late

KEPT, LATE = "verdict", "late"  # facts of the conversation


def verdict(turn: Turn, form: Questionnaire, answers: Answers, now: datetime) -> Verdict | None:
    """Return what the form computes over these answers; None when it computes nothing.

    What does not end in time counts as failed, for the rest of the conversation (see `try_again`): nobody is
    blocked, nor waits at each question.
    """
    if not form.computed:
        return None
    if turn.facts.get(LATE):
        return too_late()
    at = now.replace(second=0, microsecond=0).isoformat() if form.clocked else ""
    plain = to_json(answers)
    named = json.dumps([turn.facts["questionnaire_id"], plain, at], sort_keys=True)
    key = hashlib.sha256(named.encode()).hexdigest()
    kept = turn.facts.get(KEPT)
    if kept is not None and kept[0] == key:
        return Verdict(*kept[1])
    source = followups.source(turn.work, turn.facts["questionnaire_id"])
    try:
        found: Verdict = turn.work.thought(key, partial(decided, *source, plain, at), apart=True)
    except TookTooLong:
        turn.facts[LATE] = True
        return too_late()
    turn.facts[KEPT] = [key, list(found)]
    return found


def try_again(turn: Turn) -> None:
    """Compute once more what did not end in time: the machine may have been busy, and now the answers are sent."""
    if turn.facts.pop(LATE, False):
        turn.forget_computed()
