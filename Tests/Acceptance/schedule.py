"""When each step of each case is played: by the cases' own dates, all cases on one clock that never goes back."""

import dataclasses
import datetime
from collections.abc import Callable

import arrival
import assessment
from cases import is_withdrawal, listed
from clock import EARLIEST, end_of, moment
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
    # Whether a case may begin with it
    opens: bool = False


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
        if arrives < EARLIEST:
            raise ValueError(f"{submission['received_at']} lies before {EARLIEST.year}, earlier than the house's clock goes")
        found.append(Step(arrives, stage, "triage", lambda s=stage, one=submission: arrival.play(s, doors, one), True))
    at = last_date(stage.case) + PAUSE
    for name, play in assessment.STEPS:
        found.append(Step(at, stage, name, lambda s=stage, play=play: play(s)))
    for event in filter(is_withdrawal, stage.listed("events")):
        # Without a date it comes when all else has
        at = max(end_of(event["at"]) if event.get("at") else at, at) + PAUSE
        found.append(Step(at, stage, "consent", lambda s=stage: assessment.withdraw(s)))
    found.append(Step(at + PAUSE, stage, "case_status", lambda s=stage: assessment.finish(s)))
    for name, look in assessment.CHECKS:
        found.append(Step(at + PAUSE, stage, name, lambda s=stage, look=look: look(s)))
    return found


def last_date(case):
    """When the last of what officers enter of a case has happened: nobody may enter what lies ahead."""
    dates = [moment(one["received_at"]) for one in case["submissions"]]
    texts = [act.get(name) for act in listed(case, "acts") for name in ("date_from", "date_to")]
    texts += [one.get("date") for one in listed(case, "cooperation")]
    texts += [one.get("date") for subject in listed(case, "subjects") for one in listed(subject, "legal_status_history")]
    texts += [one.get("received_at") for one in listed(case, "state_replies")]
    return max(dates + [end_of(text) for text in texts if text])
