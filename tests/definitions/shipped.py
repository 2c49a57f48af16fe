"""What the tests of definitions stand on: the words this program knows, the shipped files, and their schemas.

`python -m tests.definitions.shipped`, with `src` on the path, writes the schemas anew after the vocabulary has changed.
"""

import json
from pathlib import Path

from evalflow.definitions.calendar import CALENDAR
from evalflow.definitions.schema import json_schema
from evalflow.definitions.vocabulary import CRITERIA, SCORECARD, workflow_shape
from evalflow.evaluation.evaluation import ACTS
from evalflow.evaluation.inputs.input import KINDS

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = ROOT / "workflows"

SCHEMAS = {
    "workflow.json": json_schema(workflow_shape(KINDS, ACTS), "A workflow of evalflow"),
    "calendar.json": json_schema(CALENDAR, "A calendar of holidays for evalflow"),
    "criteria.json": json_schema(CRITERIA, "Criteria for considering the suspension of a dialogue"),
    "scorecard.json": json_schema(SCORECARD, "Recommendations on dialogues, as checks"),
}


def schema_text(name: str) -> str:
    return json.dumps(SCHEMAS[name], indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for schema in SCHEMAS:
        (WORKFLOWS / "schema" / schema).write_text(schema_text(schema), encoding="utf-8")
