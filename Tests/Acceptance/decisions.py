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
    """Step by step, by the shortest way that DOMAIN.md B.6 has."""
    while (now := status(stage)) != target:
        way = way_to(target, now)
        if not way:
            raise NotOffered(f"no way from {now} to {target}")
        step(stage, way[0])


# The steps that the desk's forms take (DOMAIN.md B.6); where a decision leads is reached by deciding
STEPS = {
    "RECEIVED": ["SCREENING"],
    "SCREENING": ["VERIFYING", "AWAITING_CONSENT", "AWAITING_INFO"],
    "AWAITING_CONSENT": ["VERIFYING", "AWAITING_INFO", "SCREENING", "DORMANT"],
    "AWAITING_INFO": ["VERIFYING", "AWAITING_CONSENT", "SCREENING", "DORMANT"],
    "VERIFYING": ["AWAITING_INFO", "AWAITING_CONSENT", "CLOSED_UNSUBSTANTIATED"],
    "VERIFIED": ["FOLLOW_UP", "VERIFYING", "CLOSED_UNSUBSTANTIATED"],
    "FOLLOW_UP": ["VERIFYING", "CLOSED_RESOLVED", "CLOSED_UNRESOLVED", "DORMANT"],
    "DORMANT": ["CLOSED_UNRESOLVED"],
}


def way_to(target, now):
    """The statuses to go through, the target last; None where no way is known."""
    ways = [[now]]
    for way in ways:
        if way[-1] == target:
            return way[1:]
        following = STEPS.get(way[-1], [])
        if not way[-1].startswith("CLOSED_"):
            following = [*following, "CLOSED_CONSENT_WITHDRAWN"]
        ways += [[*way, one] for one in following if one not in way]
    return None


def step(stage, target):
    """By the form for that step: of consent where consent decides it, else the plain one."""
    officer = stage.people.as_role("CASE_OFFICER")
    places = (("consent", f"{stage.address}/consent/step", "status"), ("status", f"{stage.address}/status", "next"))
    for section, action, field in places:
        form = next((one for one in look(stage, "CASE_OFFICER", section).forms() if one.action == action), None)
        if form is not None and form.offers(field, target):
            form.fill(**{field: target, "reason": REASON})
            if target == "DORMANT" and form.offers("wakes"):
                form.fill(wakes=REASON)
            officer.submit(form)
            return
    raise NotOffered(f"no form that takes the case to {target}")
