"""What the people of a case agree to, purpose by purpose, as officers write it into the ledger."""

from cases import listed

PURPOSES = {
    "GIVEN": "SELF",
    "BY_REPRESENTATIVE": "REPRESENTATIVE",
    "CHILD_GUARDIAN": "CHILD",
}


def play(stage):
    for subject in stage.listed("subjects"):
        for basis, purposes in statements(subject):
            enter(stage, subject, basis, purposes)


def statements(subject):
    """By whose word it is; what needs nobody's word goes with the first. What is withdrawn later was given before."""
    by_basis = {}
    rest = {}
    for purpose, status in (subject.get("consent") or {}).items():
        status = "GIVEN" if status == "WITHDRAWN" else status
        if status in PURPOSES:
            # A child's own yes stands on the same three things as the guardian's
            basis = "CHILD" if status == "GIVEN" and subject.get("age_band") == "CHILD" else PURPOSES[status]
            by_basis.setdefault(basis, {})[purpose] = status
        elif status not in (None, "NOT_ASKED"):
            rest[purpose] = status
    if not by_basis and rest:
        return [(None, rest)]
    first = next(iter(by_basis), None)
    return [(basis, purposes | (rest if basis == first else {})) for basis, purposes in by_basis.items()]


def enter(stage, subject, basis, purposes):
    officer = stage.people.as_role("CASE_OFFICER")
    form = officer.get(f"{stage.address}/consent").form(f"{stage.address}/consent")
    words = subject.get("consent_basis") or "As the case says."
    form.fill(subject=stage.person(subject["subject_id"]), **purposes)
    if basis is not None:
        form.fill(basis=basis, basis_note=words, obtained="WRITING", explained_by="The officer")
        form.fill(explanation_language=stage.first.get("language") or "en")
    if basis == "CHILD":
        form.fill(child_assent="yes", child_guardian=words, best_interests=words)
    officer.submit(form)


def withdraw(stage):
    """Enters what was taken back, of everybody who did."""
    for subject in stage.listed("subjects"):
        purposes = withdrawn(subject)
        if purposes:
            enter(stage, subject, None, {purpose: "WITHDRAWN" for purpose in purposes})


def withdrawn(subject):
    return [purpose for purpose, status in (subject.get("consent") or {}).items() if status == "WITHDRAWN"]


def check(stage):
    """Everything that stands in the ledger, against what the case says of each person."""
    page = stage.people.as_role("CASE_OFFICER").get(f"{stage.address}/consent")
    for subject in stage.listed("subjects"):
        wanted = {purpose: status or "NOT_ASKED" for purpose, status in (subject.get("consent") or {}).items()}
        record = stage.person(subject["subject_id"])
        shown = {purpose: page.by_id(f"consent-{record}-{purpose}") for purpose in wanted}
        stands = {purpose: element.get("value") for purpose, element in shown.items() if element is not None}
        stage.check(f"consent.{subject['subject_id']}", wanted, stands)
