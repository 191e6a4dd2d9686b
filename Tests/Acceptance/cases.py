"""The cases of a folder: every JSON file that is a list of cases, or one case."""

import json
import pathlib
import sys


def load_cases(folder):
    """All cases, each with its name in `test_id`: one whose name another has already is called by its file as well."""
    found = []
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        found.extend(cases_in(file))
    if not found:
        raise SystemExit(f"ERROR: there is no case in {folder}.")
    names = set()
    return [named(case, file, number, names) for file, number, case in found]


def cases_in(file):
    """What the file has of cases; a file that cannot be read is one case that fails."""
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        return [(file, 1, unreadable(f"{file.name} is no JSON: {error}"))]
    # Totals and the like lie beside the cases
    if is_case(content):
        return [(file, 1, content)]
    if not isinstance(content, list) or not any(is_case(one) for one in content):
        print(f"{file.name}: holds no cases", file=sys.stderr)
        return []
    return [(file, number, one) for number, one in enumerate(content, start=1)]


def named(case, file, number, names):
    if not is_case(case) and not (isinstance(case, dict) and "unreadable" in case):
        known = case.get("test_id") if isinstance(case, dict) else None
        case = unreadable("it has no test_id or no submissions") | ({"test_id": known} if known else {})
    name = str(case.get("test_id") or f"{file.name} {number}")
    if name in names:
        name = f"{name} ({file.name})"
    while name in names:
        name += "'"
    names.add(name)
    return case | {"test_id": name}


def unreadable(why):
    """Stands for a case of which nothing can be played."""
    return {"submissions": [], "unreadable": why}


def is_case(content):
    return (
        isinstance(content, dict)
        and bool(content.get("test_id"))
        and isinstance(content.get("submissions"), list)
        and bool(content["submissions"])
    )


def listed(content, name):
    """A list of a case, which may be absent or null."""
    found = content.get(name) or []
    return found if isinstance(found, list) else [found]


def expected(case, *path):
    """What must come out; None where the case does not say."""
    found = case.get("expected")
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def declared(submission):
    """What the submitter declared, with all names."""
    given = submission.get("declared") or {}
    return {"state": given.get("state"), "acts": given.get("acts") or [], "entity": given.get("entity")}


def is_withdrawal(event):
    return isinstance(event, dict) and event.get("event") == "CONSENT_WITHDRAWN"
