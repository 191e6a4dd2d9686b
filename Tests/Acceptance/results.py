"""What was checked, what came out, and what could not be checked."""

import json


class Results:
    def __init__(self):
        self._checked = []
        self._unchecked = []

    def check(self, case, check, expected, got):
        """Compares; returns whether it agrees."""
        passed = expected == got
        self._checked.append({"case": case, "check": check, "expected": expected, "got": got, "passed": passed})
        return passed

    def has(self, case, check):
        return any(one["case"] == case and one["check"] == check for one in self._checked)

    def leave(self, case, check):
        """Names something as not checked."""
        self._unchecked.append({"case": case, "check": check})

    @property
    def checks(self):
        return len(self._checked)

    @property
    def failed(self):
        return [one for one in self._checked if not one["passed"]]

    def write(self, place, cases):
        report = {
            "cases": cases,
            "checks": self.checks,
            "failed": len(self.failed),
            "unchecked": len(self._unchecked),
            "results": self._checked,
            "not_checked": self._unchecked,
        }
        place.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def table(self):
        """One line for each check; long values are cut, and stand whole in results.json."""
        rows = [("case", "check", "", "expected", "got")]
        for one in self._checked:
            sign = "ok" if one["passed"] else "DIFFERS"
            rows.append((one["case"], one["check"], sign, brief(one["expected"]), brief(one["got"])))
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)) + "  " + row[4] for row in rows]
        return "\n".join(line.rstrip() for line in lines)

    def unchecked_lines(self):
        """Case by case, the names grouped by the field of `expected`."""
        by_case = {}
        for one in self._unchecked:
            field, _, rest = one["check"].partition(".")
            by_case.setdefault(one["case"], {}).setdefault(field, []).append(rest)
        for case, fields in by_case.items():
            named = [field + (f" ({', '.join(filter(None, rest))})" if any(rest) else "") for field, rest in fields.items()]
            yield f"{case}: {'; '.join(named)}"


def brief(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"
