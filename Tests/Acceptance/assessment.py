"""The steps of officers with a case whose submissions have all come."""

import coding

STEPS = [("verification", coding.play)]


def withdraw(stage, event):
    pass
