"""A submission comes in, is read, and becomes a case or joins one."""

import json
import pathlib

from cases import declared, expected, listed
from house import PROJECT
from submissions import FILE, narrative_on, originals_on, sha256

CODE_LISTS = PROJECT / "Shared/CaseModel/CodeLists/vocabularies.json"
REASON = "As the case says."


def play(stage, doors, submission):
    name = submission["submission_id"]
    identifier = doors.take(submission)
    stage.submissions[name] = identifier
    officer = stage.people.as_role("INTAKE_OFFICER")
    page = officer.get(f"/desk/submissions/{identifier}")
    check_original(stage, page, submission)
    if stage.address is None:
        check_first_urgency(stage, page, submission)
        open_case(stage, page, submission)
        stage.cluster.append(name)
    elif link(stage, page):
        stage.cluster.append(name)
    else:
        open_apart(stage, page, submission)


def check_original(stage, page, submission):
    """What was sent is what the desk shows and gives out, byte for byte."""
    name = submission["submission_id"]
    told, shown = submission["narrative"], narrative_on(page)
    # A browser has one way to end a line, and no form keeps the white space before and after a text
    same = shown == told.replace("\r\n", "\n").replace("\r", "\n").strip()
    stage.check(f"triage.narrative.{name}", told, told if same else shown)
    originals = originals_on(page)
    for attachment in listed(submission, "attachments"):
        wanted = attachment.get("sha256") or sha256(attachment["content_text"].encode())
        address = originals.get(wanted)
        got = sha256(stage.people.as_role("INTAKE_OFFICER").download(address)) if address else None
        stage.check(f"triage.attachment.{name}.{attachment['filename']}", wanted, got)
        if address:
            stage.files[attachment["filename"]] = FILE.search(address)[1]


def check_first_urgency(stage, page, submission):
    """What the system found by itself stands in the form; of an act of tier 1 it has to be U1."""
    if any(tiers().get(act) == 1 for act in declared(submission)["acts"]):
        stage.check("triage.urgency.first", "U1", page.form(f"{page.path}/case").fields["urgency"].values[0])


def tiers(known={}):
    if not known:
        lists = json.loads(pathlib.Path(CODE_LISTS).read_text(encoding="utf-8"))
        known |= {item["code"]: item.get("tier") for item in lists["act_type"]["items"]}
    return known


def open_apart(stage, page, submission):
    """What is not proposed for the case is about something else, and becomes a case of its own."""
    told = declared(submission)
    form = page.form(f"{page.path}/case")
    form.fill(act=next(iter(told["acts"]), "Z99"), un_entity=told["entity"])
    stage.people.as_role("INTAKE_OFFICER").submit(form)


def open_case(stage, page, submission):
    """With the first act of the case; the State that the submitter declared stands in the form already."""
    told = declared(submission)
    act = next((act["act"] for act in stage.listed("acts")), None) or next(iter(told["acts"]), "Z99")
    entity = next((one["entity"] for one in stage.listed("cooperation")), None)
    form = page.form(f"{page.path}/case")
    form.fill(urgency=expected(stage.case, "triage", "urgency"), urgency_reason=REASON, act=act, un_entity=entity)
    opened = stage.people.as_role("INTAKE_OFFICER").submit(form)
    stage.address = opened.path


def link(stage, page):
    """Confirms that it belongs to the case, where the system proposes so; says whether it does."""
    case = stage.address.rsplit("/", 1)[1]
    proposed = page.first("article", data_proposed_case=case)
    if proposed is None:
        return False
    form = proposed.form("*/link")
    if form.offers("urgency_reason"):
        form.fill(urgency_reason=REASON)
    stage.people.as_role("INTAKE_OFFICER").submit(form)
    return True
