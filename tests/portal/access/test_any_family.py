"""Whatever families, professionals and time do: nobody may what the rules do not give, and everybody who should can."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from portal.work import Workroom
from tests.databases import on_sqlite
from tests.portal.access.families import families

EXAMPLES, STEPS = 10, 30  # `make bench ARGS=policies` says how many examples find which wrong policy


def play(room: Workroom, examples: int, steps: int = STEPS) -> None:
    """Have families play so many times."""
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(families(room), settings=how)


@on_sqlite
def test_nobody_may_what_the_rules_do_not_give_and_everybody_who_should_can(workroom: Workroom) -> None:
    play(workroom, EXAMPLES)
