"""FHIR R4 questionnaires as a chat can ask them: pure, no database, no network, no sentences of its own."""

from portal.questionnaires.apart import Verdict, decided, too_late
from portal.questionnaires.bookmarking import from_json, to_json
from portal.questionnaires.enabling import condition_holds
from portal.questionnaires.exact import dumps, loads
from portal.questionnaires.judging import problems
from portal.questionnaires.loading import NotWalkable, check, load, load_kept
from portal.questionnaires.localized import Localized
from portal.questionnaires.model import Finding, Item, Option, Questionnaire, Slider
from portal.questionnaires.playing import Answerer, Decider, play
from portal.questionnaires.rereading import Answered, answered, reread, sent
from portal.questionnaires.responding import from_response, given, read_answers, response, said_in
from portal.questionnaires.ruling import must_read, verdicts
from portal.questionnaires.validating import Problem, fit, validate
from portal.questionnaires.values import Answers, Attachment, Coding, Partial, Quantity, Uri, Value
from portal.questionnaires.valuesets import MOST_CODES, missing_value_sets
from portal.questionnaires.walking import Note, Section, Step, Walk, walk

__all__ = [
    "MOST_CODES",
    "Answered",
    "Answerer",
    "Answers",
    "Attachment",
    "Coding",
    "Decider",
    "Finding",
    "Item",
    "Localized",
    "NotWalkable",
    "Note",
    "Option",
    "Partial",
    "Problem",
    "Quantity",
    "Questionnaire",
    "Section",
    "Slider",
    "Step",
    "Uri",
    "Value",
    "Verdict",
    "Walk",
    "answered",
    "check",
    "condition_holds",
    "decided",
    "dumps",
    "fit",
    "from_json",
    "from_response",
    "given",
    "load",
    "load_kept",
    "loads",
    "missing_value_sets",
    "must_read",
    "play",
    "problems",
    "read_answers",
    "reread",
    "response",
    "said_in",
    "sent",
    "to_json",
    "too_late",
    "validate",
    "verdicts",
    "walk",
]
