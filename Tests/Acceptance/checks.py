"""What remains when all has been played: the state of a case, what was never reached, and what no door leads to yet."""

from assessment import depends_on_what_was_sent
from cases import is_withdrawal

# What an officer's desk can tell; the other fields of `expected` belong to what comes after it
DESK = {
    "triage": ("urgency", "in_scope", "cluster", "cases_created", "first_received"),
    "verification": (
        "act_status", "nexus", "independent_source_lines_for_act", "suggested_status_by_rule", "eligible_for_V4",
        "contested",
    ),
}  # fmt: skip

# What happens later, and no door leads there yet
LATER = ("state_replies", "events", "sent_actions", "remedies", "outcome", "checkpoints")


def close(stage):
    """Fails the checks that were not reached, and names what is not checked."""
    wanted = stage.case.get("expected")
    for field, value in (wanted if isinstance(wanted, dict) else {}).items():
        if field in DESK:
            for name in DESK[field]:
                if isinstance(value, dict) and name in value:
                    reach(stage, f"{field}.{name}", value[name])
        elif field == "risk" or (field == "case_status" and not depends_on_what_was_sent(stage.case)):
            reach(stage, field, value)
        else:
            for name in names(field, value):
                stage.results.leave(stage.name, name)
    for field in LATER:
        for name in names(field, stage.case.get(field) or []):
            if name not in played(stage.case):
                stage.results.leave(stage.name, name)
    broken = {}
    for told in stage.broken:
        step, _, why = told.partition(": ")
        if why not in broken.setdefault(step, []):
            broken[step].append(why)
    for step, reasons in broken.items():
        stage.check(f"{step}.played", "to the end", "; ".join(reasons))


def played(case):
    """The events that were played."""
    return [f"events.{number}" for number, event in enumerate(case.get("events") or []) if is_withdrawal(event)]


def reach(stage, check, value):
    if not stage.results.has(stage.name, check):
        stage.check(check, value, None)


def names(field, value):
    """The parts of a field, each of which stands for one thing to check."""
    if isinstance(value, dict):
        return [f"{field}.{name}" for name in value]
    if isinstance(value, list):
        return [f"{field}.{number}" for number in range(len(value))]
    return [field]
