"""Plays every case of a folder through the doors, in the order of their dates, and compares what comes out.

Called by scripts/acceptance, which has started the house.
"""

import os
import pathlib
import sys
import time

import schedule
from cases import load_cases
from checks import close
from clock import move_to
from people import People
from results import Results
from stage import Stage
from submissions import Doors


def main(folder):
    cases = load_cases(folder)
    results, people = Results(), People()
    doors = Doors(people)
    stages = [Stage(case, people, results) for case in cases]
    begun = time.monotonic()
    for step in schedule.steps(stages, doors):
        step.stage.attempt(step.name, lambda step=step: act(step))
    for stage in stages:
        close(stage)
    results.write(pathlib.Path(os.environ["AMPARO_ARTEFACTS"]) / "results.json", len(cases))
    print(results.table())
    print("\nNot checked, because no door leads there yet:")
    for line in results.unchecked_lines():
        print(f"  {line}")
    checked, failed = results.checks, len(results.failed)
    print(f"\nAcceptance: {len(cases)} cases, {checked - failed} passed, {failed} failed ({time.monotonic() - begun:.0f} s)")
    return 1 if failed else 0


def act(step):
    move_to(step.at)
    # What was told at the door and did not arrive has failed already
    if step.opens or step.stage.address is not None:
        step.play()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
