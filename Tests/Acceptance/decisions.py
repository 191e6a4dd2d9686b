"""What officers make of it: the decision, with the second signature that it may want, and where the case goes."""

import re

from arrival import REASON
from cases import expected
from desk import look
from page import NotOffered

REVIEW = re.compile(r"/reviews/[0-9a-f-]{36}$")
# How each statement of the rule is shown on the findings' page
SHOWN = {
    "suggested_status_by_rule": "suggested-status",
    "independent_source_lines_for_act": "independent-source-lines",
    "eligible_for_V4": "eligible-for-v4",
    "contested": "contested",
    "act_status": "decided-status",
    "nexus": "decided-nexus",
}

# What a case stands at before anybody has decided
UNDECIDED = {"act_status": "V0_UNASSESSED", "nexus": "N0_NONE"}


def begin(stage):
    become(stage, "VERIFYING")


def decide(stage):
    """The officer proposes; a reviewer signs what waits for a second person."""
    status, nexus = expected(stage.case, "verification", "act_status"), expected(stage.case, "verification", "nexus")
    # Where nothing has been graded there is nothing to decide
    if status is None or nexus is None or not stage.items:
        return
    officer = stage.people.as_role("CASE_OFFICER")
    form = look(stage, "CASE_OFFICER", "findings").form(f"{stage.address}/decision")
    page = officer.submit(form.fill(status=status, nexus=nexus, reason=REASON))
    waiting = next((link for link in page.links() if REVIEW.search(link)), None)
    if waiting is not None:
        reviewer = stage.people.as_role("SECOND_REVIEWER")
        reviewer.submit(reviewer.get(waiting).form(waiting).fill(answer="SIGN"))


def check(stage):
    page = look(stage, "CASE_OFFICER", "findings")
    for name, value in (expected(stage.case, "verification") or {}).items():
        if name in SHOWN:
            element = page.by_id(SHOWN[name])
            shown = UNDECIDED.get(name) if element is None else read(element.get("value"), value)
            stage.check(f"verification.{name}", value, shown)


def read(shown, like):
    """What a page shows, as the kind of value that is expected."""
    if isinstance(like, bool):
        return {"true": True, "false": False}.get(shown, shown)
    return int(shown) if isinstance(like, int) and shown.isdigit() else shown


def status(stage):
    """The code of where the case stands."""
    return look(stage, "CASE_OFFICER").by_id("case-status").first("data").get("value")


def become(stage, target):
    """By the form for that step: of consent where consent decides it, else the plain one."""
    if status(stage) == target:
        return
    officer = stage.people.as_role("CASE_OFFICER")
    places = (("consent", f"{stage.address}/consent/step", "status"), ("status", f"{stage.address}/status", "next"))
    for section, action, field in places:
        form = next((one for one in look(stage, "CASE_OFFICER", section).forms() if one.action == action), None)
        if form is not None and form.offers(field, target):
            officer.submit(form.fill(**{field: target, "reason": REASON}))
            return
    raise NotOffered(f"no form that takes the case to {target}")
