"""The harness itself: it takes nothing that a page does not offer, and what differs is told."""

import datetime
import json
import pathlib
import tempfile
import unittest

from cases import is_case, load_cases
from coding import dated
from decisions import way_to
from page import NotOffered, read_page
from results import Results
from schedule import last_date

FORM = """
<main><form action="/desk/things" method="post">
  <input type="hidden" name="form-token" value="t">
  <input name="name" maxlength="5" required>
  <select name="kind"><option value="">–</option><option value="A">First</option><option value="B" selected>Second</option></select>
  <label><input type="checkbox" name="signs" value="X"> x</label> <label><input type="checkbox" name="signs" value="Y" checked> y</label>
  <textarea name="told">
one
two</textarea>
  <input name="gone" disabled>
  <button>Send</button><button name="do" value="keep">Keep</button>
</form></main>
"""


def form():
    return read_page(FORM).form("/desk/things")


class Forms(unittest.TestCase):
    def test_what_stands_in_a_form_is_sent_as_a_browser_does(self):
        entries = form().fill(name="Ana").entries()
        self.assertEqual(
            entries, [("form-token", "t"), ("name", "Ana"), ("kind", "B"), ("signs", "Y"), ("told", "one\r\ntwo")]
        )

    def test_what_is_not_offered_is_refused(self):
        for name, value in (
            ("kind", "C"), ("signs", ["X", "Z"]), ("other", "1"), ("gone", "1"), ("form-token", "u"),
            ("name", "Anastasia"), ("kind", ["A", "B"]),
        ):  # fmt: skip
            with self.subTest(field=name, value=value), self.assertRaises(NotOffered):
                form().enter(name, value)

    def test_nothing_to_enter_leaves_a_field_as_it_is(self):
        self.assertIn(("kind", "B"), form().fill(name="Ana", kind=None, signs=[]).entries())

    def test_a_required_field_that_is_empty_is_not_sent(self):
        with self.assertRaises(NotOffered):
            form().entries()

    def test_a_form_that_is_not_there_is_refused(self):
        with self.assertRaises(NotOffered):
            read_page(FORM).form("/desk/others")


class Cases(unittest.TestCase):
    def test_only_cases_are_taken_for_cases(self):
        self.assertTrue(is_case({"test_id": "A", "submissions": [{}]}))
        for other in ({"test_id": "A", "submissions": []}, {"total": 6}, ["A"], "A", None):
            self.assertFalse(is_case(other))

    def test_what_cannot_be_read_is_a_case_that_fails_and_no_end_of_the_others(self):
        good = {"test_id": "A", "submissions": [{}]}
        files = {
            "1.json": json.dumps([good, good, {"test_id": "B"}, None]), "2.json": json.dumps(good),
            "3.json": "[{", "4.json": '{"total": 6}', "5.txt": "[{",
        }  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                pathlib.Path(folder, name).write_text(content, encoding="utf-8")
            found = load_cases(folder)
        names = ["A", "A (1.json)", "B", "1.json 4", "A (2.json)", "3.json 1"]
        self.assertEqual([case["test_id"] for case in found], names)
        failing = [case["test_id"] for case in found if "unreadable" in case]
        self.assertEqual(failing, ["B", "1.json 4", "3.json 1"])

    def test_dates_are_entered_as_exactly_as_they_are_known(self):
        for first, last, precision, kept in (
            ("2025-03-05", None, "EXACT", "EXACT"), ("2025-03-05", None, "MONTH", "MONTH"), ("2025-03", None, "EXACT", None),
            (None, None, "UNKNOWN", "UNKNOWN"), (None, None, "YEAR", None), ("2025-03-05", None, "RANGE", None),
            ("2025-03-05", "2025-04-01", "RANGE", "RANGE"), ("2025", None, "YEAR", "YEAR"),
        ):  # fmt: skip
            with self.subTest(first=first, last=last, precision=precision):
                record = {"from": first, "to": last, "date_precision": precision}
                self.assertEqual(dated(record, "from", "to")["date_precision"], kept)

    def test_a_case_goes_step_by_step_to_where_it_ends(self):
        for now, target, way in (
            ("VERIFYING", "DORMANT", ["AWAITING_INFO", "DORMANT"]), ("VERIFYING", "SCREENING", ["AWAITING_INFO", "SCREENING"]),
            ("VERIFIED", "CLOSED_RESOLVED", ["FOLLOW_UP", "CLOSED_RESOLVED"]), ("VERIFYING", "VERIFYING", []),
            ("VERIFYING", "VERIFIED", None), ("CLOSED_RESOLVED", "VERIFYING", None),
        ):  # fmt: skip
            with self.subTest(now=now, target=target):
                self.assertEqual(way_to(target, now), way)

    def test_nobody_enters_what_lies_ahead(self):
        case = {
            "submissions": [{"received_at": "2026-01-16T07:12:00Z"}],
            "acts": [{"date_from": "2026-01-15", "date_to": "2026-03-20"}, {"date_from": None}],
            "subjects": [{"legal_status_history": [{"date": "2026-02-01"}]}, {"legal_status_history": None}],
        }
        self.assertEqual(last_date(case), datetime.datetime(2026, 3, 21, tzinfo=datetime.UTC))


class Told(unittest.TestCase):
    def test_what_differs_is_told(self):
        results = Results()
        self.assertTrue(results.check("A", "risk", "R2", "R2"))
        self.assertFalse(results.check("A", "triage.in_scope", True, None))
        self.assertEqual([one["check"] for one in results.failed], ["triage.in_scope"])
        self.assertIn("DIFFERS", results.table())


if __name__ == "__main__":
    unittest.main()
