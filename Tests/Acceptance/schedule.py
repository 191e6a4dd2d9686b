"""When each step of each case is played: by the cases' own dates, all cases on one clock that never goes back."""

import dataclasses
import datetime
from collections.abc import Callable

import arrival
import assessment
from cases import is_withdrawal, listed
from clock import end_of, moment
from stage import Stage

# After a case's last date the officers sit down to it
PAUSE = datetime.timedelta(minutes=10)


@dataclasses.dataclass(frozen=True)
class Step:
    at: datetime.datetime
    stage: Stage
    # The field of `expected` that it belongs to
    name: str
    play: Callable[[], None]


def steps(stages, doors):
    found = []
    for stage in stages:
        # A case whose dates cannot be read is not played; the others are
        stage.attempt("triage", lambda stage=stage: found.extend(steps_of(stage, doors)))
    # Sorting keeps the order of what comes at the same time
    return sorted(found, key=lambda step: step.at)


def steps_of(stage, doors):
    found = []
    for submission in stage.listed("submissions"):
        arrives = moment(submission["received_at"])
        found.append(Step(arrives, stage, "triage", lambda s=stage, one=submission: arrival.play(s, doors, one)))
    at = last_date(stage.case) + PAUSE
    for name, play in assessment.STEPS:
        found.append(Step(at, stage, name, lambda s=stage, play=play: play(s)))
    for event in filter(is_withdrawal, stage.listed("events")):
        at = max(end_of(event["at"]), at) + PAUSE
        found.append(Step(at, stage, "consent", lambda s=stage: assessment.withdraw(s)))
    found.append(Step(at + PAUSE, stage, "case_status", lambda s=stage: assessment.finish(s)))
    found.append(Step(at + PAUSE, stage, "expected", lambda s=stage: assessment.check(s)))
    return found


def last_date(case):
    """When the last of what officers enter of a case has happened: nobody may enter what lies ahead."""
    dates = [moment(one["received_at"]) for one in case["submissions"]]
    texts = [act.get(name) for act in listed(case, "acts") for name in ("date_from", "date_to")]
    texts += [one.get("date") for one in listed(case, "cooperation")]
    texts += [one.get("date") for subject in listed(case, "subjects") for one in listed(subject, "legal_status_history")]
    texts += [one.get("received_at") for one in listed(case, "state_replies")]
    return max(dates + [end_of(text) for text in texts if text])
