"""The tree of a form over some answers, everything in it decided: what is enabled, what is computed."""

from datetime import datetime

from portal.questionnaires.apart import Verdict, apply
from portal.questionnaires.enabling import settle
from portal.questionnaires.model import Questionnaire
from portal.questionnaires.tree import Tree
from portal.questionnaires.values import Answers


def settled(
    questionnaire: Questionnaire,
    answers: Answers,
    now: datetime | None = None,
    verdict: Verdict | None = None,
) -> Tree:
    """Unfold the form over the answers; decide what is enabled and what is computed (`now`: for today()).

    `verdict`: what was computed over these very answers elsewhere; without it, expressions are evaluated here.
    """
    tree = Tree(questionnaire, answers, now)
    settle(tree)
    if questionnaire.computed and verdict is not None:
        apply(verdict, tree)
    elif questionnaire.computed:
        # FHIRPath takes 0.1 s to import, and few forms compute anything.
        from portal.questionnaires.calculating import compute  # noqa: PLC0415

        compute(tree)
    return tree
