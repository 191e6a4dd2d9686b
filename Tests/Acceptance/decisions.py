"""What officers make of it: the decision, with the second signature that it may want, and where the case goes."""

from cases import expected
from desk import look

REASON = "As the case says."


def decide(stage):
    """The officer proposes; a reviewer signs what waits for a second person."""
    status, nexus = expected(stage.case, "verification", "act_status"), expected(stage.case, "verification", "nexus")
    if status is None or nexus is None:
        return
    officer = stage.people.as_role("CASE_OFFICER")
    form = look(stage, "CASE_OFFICER", "findings").form(f"{stage.address}/decision")
    page = officer.submit(form.fill(status=status, nexus=nexus, reason=REASON))
    waiting = steps(page)
    if waiting:
        sign(stage, waiting[0])


def steps(page):
    """The addresses at which what waits in a case can be signed."""
    return [form.action for form in page.forms() if form.offers("answer", "SIGN")]


def sign(stage, _):
    reviewer = stage.people.as_role("SECOND_REVIEWER")
    page = look(stage, "SECOND_REVIEWER", "findings")
    for address in steps(page):
        reviewer.submit(page.form(address).fill(answer="SIGN"))
