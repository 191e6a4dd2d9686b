"""The cases of a folder: every JSON file that is a list of cases."""

import json
import pathlib


def load_cases(folder):
    found = []
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        # Totals and the like lie beside the cases
        if isinstance(content, list) and all(is_case(one) for one in content):
            found.extend(content)
    if not found:
        raise SystemExit(f"There is no case in {folder}.")
    return found


def is_case(content):
    return isinstance(content, dict) and bool(content.get("test_id")) and bool(content.get("submissions"))


def listed(content, name):
    """A list of a case, which may be absent or null."""
    return content.get(name) or []


def expected(case, *path):
    """What must come out; None where the case does not say."""
    found = case.get("expected") or {}
    for name in path:
        found = (found or {}).get(name)
    return found


def declared(submission):
    """What the submitter declared, with all names."""
    given = submission.get("declared") or {}
    return {"state": given.get("state"), "acts": given.get("acts") or [], "entity": given.get("entity")}


def is_withdrawal(event):
    return event.get("event") == "CONSENT_WITHDRAWN"
