"""A submission comes in, is read, and becomes a case or joins one."""

from cases import listed
from submissions import narrative_on, originals_on


def play(stage, doors, submission):
    name = submission["submission_id"]
    identifier = doors.take(submission)
    stage.submissions[name] = identifier
    officer = stage.people.as_role("INTAKE_OFFICER")
    page = officer.get(f"/desk/submissions/{identifier}")
    stage.check(f"triage.narrative.{name}", submission["narrative"], narrative_on(page))
    originals = originals_on(page, officer)
    for attachment in listed(submission, "attachments"):
        check = f"triage.attachment.{name}.{attachment['filename']}"
        stage.check(check, attachment["sha256"], originals.get(attachment["sha256"]))
