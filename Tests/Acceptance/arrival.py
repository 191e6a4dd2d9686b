"""A submission comes in, is read, and becomes a case or joins one."""

from cases import declared, expected, listed
from submissions import FILE, narrative_on, originals_on, sha256


def play(stage, doors, submission):
    identifier = doors.take(submission)
    stage.submissions[submission["submission_id"]] = identifier
    page = stage.people.as_role("INTAKE_OFFICER").get(f"/desk/submissions/{identifier}")
    check_original(stage, page, submission)
    if stage.address is None:
        open_case(stage, page, submission)


def check_original(stage, page, submission):
    """What was sent is what the desk shows and gives out, byte for byte."""
    name = submission["submission_id"]
    stage.check(f"triage.narrative.{name}", submission["narrative"], narrative_on(page))
    originals = originals_on(page)
    for attachment in listed(submission, "attachments"):
        address = originals.get(attachment["sha256"])
        got = sha256(stage.people.as_role("INTAKE_OFFICER").download(address)) if address else None
        stage.check(f"triage.attachment.{name}.{attachment['filename']}", attachment["sha256"], got)
        if address:
            stage.files[attachment["filename"]] = FILE.search(address)[1]


def open_case(stage, page, submission):
    """With the first act of the case; what the submitter declared stands in the form already."""
    told = declared(submission)
    act = next((act["act"] for act in stage.listed("acts")), None) or next(iter(told["acts"]), "Z99")
    entity = next((one["entity"] for one in stage.listed("cooperation")), None)
    form = page.form(f"{page.path}/case")
    form.fill(urgency=expected(stage.case, "triage", "urgency"), act=act, un_entity=entity)
    opened = stage.people.as_role("INTAKE_OFFICER").submit(form)
    stage.address = opened.path
