"""The officer's decisions of triage, and what the desk then shows of it."""

import datetime

from arrival import REASON
from cases import expected
from clock import moment
from desk import look

IN, OUT = "IN_SCOPE", "OUT_OF_SCOPE"
OUTCOMES = {True: IN, False: OUT}


def screen(stage, outcome):
    """Answers the scope screen with what the officers know of the case."""
    officer = stage.people.as_role("INTAKE_OFFICER")
    form = look(stage, "INTAKE_OFFICER", "triage").form(f"{stage.address}/screen")
    cooperation = stage.listed("cooperation")
    form.fill(
        act=codes(stage.listed("acts"), "act"),
        target_unit=codes(stage.listed("subjects"), "unit"),
        perpetrator_type=codes([one for act in stage.listed("acts") for one in act.get("perpetrators") or []], "type"),
        un_entity=codes(cooperation, "entity"),
        cooperation_limb=list(dict.fromkeys(limb for one in cooperation for limb in one.get("limbs") or [])),
        cooperation_tense=next(iter(codes(cooperation, "tense")), None),
        act_nature=stage.case.get("nature"),
        urgency=expected(stage.case, "triage", "urgency"),
        urgency_reason=REASON,
        outcome=outcome,
    )
    if outcome == OUT:
        form.fill(reason=REASON, answer="We cannot help you in this matter.")
    officer.submit(form)


def codes(records, name):
    return list(dict.fromkeys(one[name] for one in records if one.get(name)))


def take_in(stage):
    """What is not known to be out of scope is taken for in scope until the end."""
    screen(stage, IN)


def leave_out(stage):
    if expected(stage.case, "triage", "in_scope") is False:
        screen(stage, OUT)


def check(stage):
    page = look(stage, "INTAKE_OFFICER", "triage")
    outcome = page.by_id("scope-outcome")
    shown = {
        "urgency": page.form(f"{stage.address}/screen").fields["urgency"].values[0],
        "in_scope": None if outcome is None else {IN: True, OUT: False}.get(outcome.get("value")),
        "cluster": stage.cluster,
        "cases_created": len(cases_of(stage)),
        "first_received": first_received(stage, page),
    }
    for name, value in (expected(stage.case, "triage") or {}).items():
        if name in shown:
            stage.check(f"triage.{name}", value, shown[name])


def cases_of(stage):
    """The cases that the submissions of this one are in now."""
    found = set()
    for identifier in stage.submissions.values():
        page = stage.people.as_role("INTAKE_OFFICER").get(f"/desk/submissions/{identifier}")
        found |= {link for link in page.links() if link == stage.address or is_case(link)}
    return found


def is_case(link):
    return link.startswith("/desk/cases/") and link.count("/") == 3


def first_received(stage, page):
    """The clock runs while a submission travels: within a minute it is the same."""
    shown = page.by_id("first-received")
    if shown is None:
        return None
    wanted = expected(stage.case, "triage", "first_received")
    if wanted and abs(moment(shown.get("datetime")) - moment(wanted)) < datetime.timedelta(minutes=1):
        return wanted
    return shown.get("datetime")
