"""Submissions through the doors of their channels, and what the desk shows of them afterwards."""

import hashlib
import json
import re
import urllib.request
import uuid

from cases import declared, listed
from doors import Visitor, eventually
from house import PUBLIC, operate

PUBLIC_CHANNELS = ("WEB_FORM", "TOR")
FORM_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
FOR_WHOM = {"VICTIM": "SELF", "RELATIVE": "RELATIVE", "LAWYER": "CLIENT"}
# So many files go with one form
AT_ONCE = 10
FILE = re.compile(r"/evidence/([0-9a-f-]{36})$")
ON_THE_DESK = re.compile(r"/desk/submissions/([0-9a-f-]{36})$")


class Doors:
    """Lets submissions in, each through the door of its channel."""

    def __init__(self, people):
        self._people = people
        self._token = None

    def take(self, submission):
        """Returns the id under which the desk knows it."""
        channel = submission["channel"]
        if channel in PUBLIC_CHANNELS:
            identifier, (code, more) = self._arriving(lambda: self._report(submission))
            self._send_afterwards(identifier, code, more)
            return identifier
        if channel == "PARTNER_API":
            return self._send_as_partner(submission)
        return self._enter(submission)

    def _report(self, submission):
        """By the public form, in the language of the narrative where the form has it."""
        visitor = Visitor(PUBLIC)
        language = submission.get("language") or "und"
        page_language = language if language in FORM_LANGUAGES else "en"
        form = visitor.get(f"/{page_language}/report").form(f"/{page_language}/report")
        told = declared(submission)
        form.fill(narrative=submission["narrative"], un_link=un_link(submission), acts=told["acts"], state=told["state"])
        form.fill(un_entity=told["entity"], for_whom=for_whom(submission), anonymity=anonymity(submission))
        if language in FORM_LANGUAGES:
            form.fill(language=language)
        else:
            form.fill(language="other", language_other=language)
        if contact(submission):
            form.fill(contact_wish="CONTACT_ME", contact=contact(submission))
        attached = files(submission)
        if attached:
            form.attach("file", attached[:AT_ONCE])
        receipt = visitor.submit(form)
        code = receipt.by_id("receipt-code")
        if code is None:
            raise AssertionError(f"no receipt: {receipt.first('h1').text}")
        return code.text, attached[AT_ONCE:]

    def _enter(self, submission):
        """An officer enters what came by post, by telephone, from another part of the UN."""
        officer = self._people.as_role("INTAKE_OFFICER")
        form = officer.get("/desk/entries/new").form("/desk/entries")
        told = declared(submission)
        form.fill(
            channel=submission["channel"], language=submission.get("language"), narrative=submission["narrative"],
            state=told["state"], acts=told["acts"], un_link=un_link(submission), un_entity=told["entity"],
            for_whom=for_whom(submission), anonymity=anonymity(submission),
        )  # fmt: skip
        if contact(submission):
            form.fill(contact_wish="CONTACT_ME", contact=contact(submission))
        if listed(submission, "attachments"):
            form.attach("files", files(submission))
        stored = officer.submit(form)
        entry = officer.get(next(link for link in stored.links() if re.match(r"/desk/entries/[0-9a-f-]{36}$", link)))
        return next(found[1] for link in entry.links() if (found := ON_THE_DESK.match(link)))

    def _send_as_partner(self, submission):
        """By program."""
        if self._token is None:
            operate("partners", "add", "Acceptance House", "--kind", "NGO")
            self._token = operate("partners", "token", "Acceptance House").strip().rsplit(" ", 1)[1]
        told = declared(submission)
        item = {
            "idempotencyKey": str(uuid.uuid4()),
            "narrative": submission["narrative"],
            "language": submission.get("language"),
            "unLink": un_link(submission),
            "unEntities": [told["entity"]] if told["entity"] else [],
            "acts": told["acts"],
            "stateOfAct": told["state"],
            "forWhom": for_whom(submission) or "ORGANIZATION",
            "anonymity": anonymity(submission),
            "contact": contact(submission),
        }
        if item["forWhom"] in ("RELATIVE", "CLIENT", "OTHER_PERSON", "GROUP"):
            item |= {"consentBasis": "NOT_ASKED", "consentProof": "The source did not say."}
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{PUBLIC}/api/v1/submissions", json.dumps(item).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            receipt = json.load(answer)
        identifier = receipt["submissionID"].lower()
        officer = self._people.as_role("INTAKE_OFFICER")
        eventually(lambda: identifier in waiting(officer), "the partner's submission on the desk")
        self._send_afterwards(identifier, receipt["receiptCode"], files(submission))
        return identifier

    def _send_afterwards(self, identifier, code, attached):
        """What did not go with it: the receipt's holder sends it through the mailbox, as many files at a time as it takes."""
        officer = self._people.as_role("INTAKE_OFFICER")
        for first in range(0, len(attached), AT_ONCE):
            some = attached[first : first + AT_ONCE]
            visitor = Visitor(PUBLIC)
            mailbox = visitor.submit(visitor.get("/en/return").form("/en/return").fill(code=code))
            message = visitor.submit(mailbox.form("/en/mailbox"), to="*/mailbox/message").form("/en/mailbox/message")
            visitor.submit(message.fill(text="The files that belong to it.").attach("file", some))
            wanted = {sha256(content) for _, _, content in some}
            eventually(
                lambda wanted=wanted: wanted <= originals_on(officer.get(f"/desk/submissions/{identifier}")).keys(),
                "the files on the desk",
            )

    def _arriving(self, send):
        """Sends something and waits for it on the desk; returns its id and what came of sending."""
        officer = self._people.as_role("INTAKE_OFFICER")
        before = waiting(officer)
        sent = send()
        new = eventually(lambda: waiting(officer) - before, "the submission on the desk")
        if len(new) != 1:
            raise AssertionError(f"{len(new)} new submissions on the desk")
        return new.pop(), sent


def waiting(officer):
    return {found[1] for link in officer.get("/desk").links() if (found := ON_THE_DESK.match(link))}


def un_link(submission):
    return "YES" if declared(submission)["entity"] else "UNSURE"


def submitter(submission):
    return submission.get("submitter") or {}


def for_whom(submission):
    return FOR_WHOM.get(submitter(submission).get("source_type"))


def anonymity(submission):
    wishes = (("anonymous_to_un", "TO_UN"), ("anonymous_to_state", "TO_STATE"))
    return [wish for name, wish in wishes if submitter(submission).get(name)]


def contact(submission):
    known = (submitter(submission).get("name"), submitter(submission).get("contact"))
    return ", ".join(part for part in known if part) or None


def files(submission):
    return [
        (one["filename"], one.get("media_type") or "application/octet-stream", (one.get("content_text") or "").encode())
        for one in listed(submission, "attachments")
    ]


def narrative_on(page):
    """What the desk shows of a narrative, character by character."""
    told = page.first(class_="narrative")
    if told is None:
        return None
    lines = [line for block in told.all(class_="typed") for line in block.children]
    return "\n".join("".join(shown(child) for child in line.children) for line in lines)


def shown(piece):
    """A character that would steer the page is shown as its code."""
    if isinstance(piece, str):
        return piece
    code = re.fullmatch(r"\[U\+([0-9A-F]+)\]", piece.raw_text) if piece.has_class("control") else None
    return chr(int(code[1], 16)) if code else "".join(shown(child) for child in piece.children)


def originals_on(page):
    """The files of a submission: the address of each by the SHA-256 sum that its page shows."""
    found = {}
    for article in page.all("article"):
        given_out = [link.get("href") for link in article.all("a") if "download" in link.attributes]
        address = next((link for link in given_out if FILE.search(link)), None)
        sums = [code.text for code in article.all("code") if re.fullmatch(r"[0-9a-f]{64}", code.text)]
        if address and sums:
            found[sums[0]] = address
    return found


def sha256(content):
    return hashlib.sha256(content).hexdigest()
