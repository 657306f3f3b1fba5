"""Rules that others set on responses, such as a care team's alerts: FHIRPath on the response."""

from datetime import datetime

from portal.questionnaires.model import Expression, Questionnaire
from portal.questionnaires.settling import settled
from portal.questionnaires.values import Answers


def holds(questionnaire: Questionnaire, answers: Answers, rule: str, now: datetime | None = None) -> bool:
    """Whether a rule holds on these answers; empty is false. Raises ValueError when it cannot be told."""
    # FHIRPath takes 0.1 s to import, and few forms compute anything.
    from portal.questionnaires.evaluating import Evaluation  # noqa: PLC0415

    tree = settled(questionnaire, answers, now)
    expression = Expression(rule)
    said = Evaluation(tree).truth(tree.root, expression)
    failed = tree.failures.get(("", rule))
    if failed:
        raise ValueError(failed)
    return said is True


def must_read(rule: str) -> None:
    """Raise ValueError when a rule is no FHIRPath."""
    from portal.questionnaires.fhirpath import parse  # noqa: PLC0415 - as above

    parse(rule)
