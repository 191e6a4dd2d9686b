"""What a step may bring upon people, as an officer assesses it; a second person signs where the level asks for it."""

from cases import expected
from desk import look

# Factors that make each level by the rule: three of the threat, then vulnerability and exposure
FACTORS = {
    "R1": ("LOW", "LOW", "LOW"),
    "R2": ("MEDIUM", "MEDIUM", "LOW"),
    "R3": ("HIGH", "HIGH", "LOW"),
    "R4": ("HIGH", "HIGH", "MEDIUM"),
}
SIGNERS = {"R3": "SECOND_REVIEWER", "R4": "ASG"}


def play(stage):
    level = expected(stage.case, "risk")
    if level is None:
        return
    if level not in FACTORS:
        raise AssertionError(f"no risk is called {level}")
    officer = stage.people.as_role("CASE_OFFICER")
    threat, vulnerability, exposure = FACTORS[level]
    form = officer.get(f"{stage.address}/risk/new").form(f"{stage.address}/risk")
    form.fill(
        step="Handling the case.", threat_actor="Whoever did it.", capability=threat, intent=threat, history=threat,
        vulnerability=vulnerability, exposure=exposure, residual=level, mitigations="As the case says.",
        reason="As the case says.",
    )  # fmt: skip
    officer.submit(form)
    if level in SIGNERS:
        signer = stage.people.as_role(SIGNERS[level])
        signer.submit(look(stage, SIGNERS[level], "risk").form("*/sign"))


def check(stage):
    level = expected(stage.case, "risk")
    if level is not None:
        shown = look(stage, "CASE_OFFICER", "risk").by_id("current-risk")
        stage.check("risk", level, None if shown is None else shown.get("value"))
