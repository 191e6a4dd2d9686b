"""The steps of officers with a case whose submissions have all come."""

import coding
import consent
import decisions
import evidence
import risk
import triage
from cases import expected

STEPS = [
    ("verification", coding.play),
    ("triage", triage.take_in),
    ("verification", decisions.begin),
    ("verification", evidence.play),
    ("consent", consent.play),
    ("risk", risk.play),
    ("verification", decisions.decide),
]

# What no officer's desk leads to before something was sent
SENT = ("ACTIONED",)


def withdraw(stage):
    """Somebody takes back what they agreed to."""
    if not stage.withdrawn:
        consent.withdraw(stage)
        stage.withdrawn = True


def finish(stage):
    """Where the case goes in the end, as far as officers alone can take it."""
    withdraw(stage)
    triage.leave_out(stage)
    target = expected(stage.case, "case_status")
    if target is not None and not depends_on_what_was_sent(stage.case):
        decisions.become(stage, target)


def depends_on_what_was_sent(case):
    return bool(case.get("sent_actions")) or expected(case, "case_status") in SENT


def check_status(stage):
    target = expected(stage.case, "case_status")
    if target is not None and not depends_on_what_was_sent(stage.case):
        stage.check("case_status", target, decisions.status(stage))


# What is read from the pages of what the house makes of all this
CHECKS = [
    ("triage", triage.check),
    ("verification", decisions.check),
    ("consent", consent.check),
    ("risk", risk.check),
    ("case_status", check_status),
]
