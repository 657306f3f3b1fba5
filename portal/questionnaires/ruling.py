"""Rules that others set on responses, such as a care team's alerts: FHIRPath on the response."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from time import thread_time

from portal.questionnaires.exact import loads
from portal.questionnaires.loading import load_kept
from portal.questionnaires.model import Expression
from portal.questionnaires.responding import from_response
from portal.questionnaires.settling import settled
from portal.questionnaires.tree import Tree

# Seconds of work: one rule that never ends must not keep the others from being judged.
OF_A_RULE, OF_ALL = 0.5, 2.0


def verdicts(
    source: str, resource_json: str, rules: tuple[str, ...], now_iso: str, value_sets: str = ""
) -> list[bool | None]:
    """Judge rules on a response to a form, in their order; None where it cannot be told. Raises nothing.

    For a child process: text in, plain values out. `now_iso` is what the rules' today() and now() mean;
    `value_sets` a JSON list of those kept with the form.
    """
    try:
        questionnaire = load_kept(source, value_sets)
        answers = from_response(questionnaire, loads(resource_json))
        tree = settled(questionnaire, answers, datetime.fromisoformat(now_iso))
        return list(_judged(tree, rules))
    except Exception:  # a stranger's form may do anything; whoever asked must hear that nothing was judged
        return [None] * len(rules)


def must_read(rule: str) -> None:
    """Raise ValueError when a rule is no FHIRPath."""
    from portal.questionnaires.fhirpath import parse  # noqa: PLC0415 - 0.1 s to import, and few forms compute

    parse(rule)


def _judged(tree: Tree, rules: Sequence[str]) -> Iterator[bool | None]:
    # FHIRPath takes 0.1 s to import, and few forms compute anything.
    from portal.questionnaires.evaluating import Evaluation  # noqa: PLC0415
    from portal.questionnaires.fhirpath import Budget  # noqa: PLC0415

    broken = [link_id for link_id, _text in tree.failures if link_id]  # what could not be computed is empty
    until = thread_time() + OF_ALL
    for rule in rules:
        tree.failures.clear()
        budget = Budget(max(0.0, min(OF_A_RULE, until - thread_time())))
        said = Evaluation(tree, budget).truth(tree.root, Expression(rule)) is True
        leans = any(f"'{link_id}'" in rule for link_id in broken)
        yield None if tree.failures or (leans and not said) else said
