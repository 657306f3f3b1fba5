"""Ask LForms what it says of our questionnaires, and keep its verdicts beside this file.

npm install --legacy-peer-deps --ignore-scripts --prefix /tmp/lforms lforms@40 jsdom
LFORMS_HOME=/tmp/lforms python -m tests.portal.questionnaires.lforms.record
"""

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.questionnaires import Questionnaire, Step, dumps, load, play
from tests.portal.questionnaires.forms import NOW

HERE = Path(__file__).parent
LIBRARY = HERE.parents[3] / "portal" / "questionnaires" / "library"
CASES = 25


def judged() -> dict[str, bytes]:
    """Return the forms that LForms judges: those of the library, and some that compute and nest."""
    own = {path.stem: path.read_bytes() for path in sorted(LIBRARY.glob("*.json"))}
    return own | {
        path.name.removesuffix(".form.json"): path.read_bytes() for path in sorted(HERE.glob("*.form.json"))
    }


def patient(chance: random.Random) -> Callable[[Step], list[Any]]:
    """Answer as somebody who skips now and then, and mostly says small numbers."""

    def answer(step: Step) -> list[Any]:
        item = step.item
        if chance.random() < 0.15:
            return []
        if item.type == "group":
            return [True] if chance.random() < 0.5 else []
        if item.options:
            together = [option.value for option in item.options if not option.exclusive]
            return (
                chance.sample(together, min(2, len(together)))
                if item.many
                else [chance.choice(item.options).value]
            )
        if item.type == "boolean":
            return [chance.random() < 0.5]
        high = {"height": 190, "weight": 120}.get(item.link_id, 7)
        return [chance.randint(high // 2, high)] if item.type == "integer" else []

    return answer


def responses(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Return what patients who answer differently send: their answers only, always the same ones."""
    found = []
    for seed in range(CASES):
        made = play(questionnaire, patient(random.Random(seed)), authored=NOW)["response"]
        found.append({"item": answered(json.loads(dumps(made)).get("item", []), questionnaire)})
    return found


def answered(items: list[dict[str, Any]], questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Keep the items a person answered, without their words."""
    kept = []
    for one in items:
        if "item" in one:
            kept.append({"linkId": one["linkId"], "item": answered(one["item"], questionnaire)})
        elif questionnaire.by_link[one["linkId"]].askable:
            kept.append({"linkId": one["linkId"], "answer": one["answer"]})
    return kept


def main() -> None:
    """Write one verdict file for each form, one case a line."""
    for name, raw in judged().items():
        given = responses(load(raw))
        cases = json.dumps([{"questionnaire": json.loads(raw), "response": one} for one in given])
        said = subprocess.run(
            ["node", HERE / "judge.cjs"], input=cases, capture_output=True, text=True, check=True
        )
        lines = [
            json.dumps({"response": one, **verdict}, ensure_ascii=False)
            for one, verdict in zip(given, json.loads(said.stdout), strict=True)
        ]
        (HERE / f"{name}.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
