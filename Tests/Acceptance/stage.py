"""One case on its way: what is known of it at the desk, and what has gone wrong."""

import traceback

from cases import listed
from clock import moment


class Stage:
    def __init__(self, case, people, results):
        self.case = case
        self.name = case["test_id"]
        self.people = people
        self.results = results
        # The desk's ids of the submissions by the case's own names
        self.submissions = {}
        # The desk's ids of files by their names
        self.files = {}
        # Names of the submissions that are in the case, the first and those that were proposed
        self.cluster = []
        # The address of the page of the case that was opened from the first submission
        self.address = None
        # The desk's ids of what was entered, by the case's own names
        self.subjects = {}
        self.items = {}
        self.withdrawn = False
        self.broken = []

    def check(self, check, expected, got):
        return self.results.check(self.name, check, expected, got)

    def submission(self, name):
        return next(one for one in self.case["submissions"] if one["submission_id"] == name)

    @property
    def first(self):
        return min(self.case["submissions"], key=lambda one: moment(one["received_at"]))

    def person(self, name):
        """The desk's id of somebody of the case."""
        if name not in self.subjects:
            raise AssertionError(f"{name} was not entered")
        return self.subjects[name]

    def listed(self, name):
        return listed(self.case, name)

    def attempt(self, step, play):
        """Plays a step; what it throws ends the step and not the run."""
        try:
            if why := self.case.get("unreadable"):
                raise AssertionError(why)
            play()
        except Exception as error:  # whatever it was: the other cases go on
            told = f"nothing is said of {error}" if isinstance(error, KeyError) else f"{type(error).__name__}: {error}"
            self.broken.append(f"{step}: {told}")
            print(f"{self.name}: {step} broke off: {told}", flush=True)
            traceback.print_exc()
