"""Every section of a case, in English and Arabic: what an officer does in it all day, looked at closely on a screen, on a
telephone and on paper."""

import re

from house import ARTEFACTS, PEOPLE, eventually
from walk import DESKTOP, PHONE, STAFF, Walk, expect, sign_in, submit

WIDE = {"width": 1500, "height": 950}
MARKER = "Marker-Tamarind-3306"
VIOLENCE = "They tortured him for three days. " + MARKER


class CaseWalk(Walk):
    def test_english(self):
        self.walk("en", "officer")

    def test_arabic(self):
        self.walk("ar", "officer-ar")

    def walk(self, language, login):
        source = self.visitor(language=language, javascript=False, viewport=PHONE)
        officer = self.visitor(language=language, door=STAFF)
        sign_in(officer, PEOPLE[login])
        before = set(self.waiting(officer))
        submit(source, VIOLENCE, place="Here")
        submission, _ = eventually(lambda: set(self.waiting(officer)) - before, "the submission on the desk")
        self.is_warned(officer, submission.pop())
        case = self.open_case(officer)
        self.follow_protocol(officer, case)
        self.write_notes(officer, case)
        self.write_to_source(officer, case)
        self.look_at_all(officer, case)
        self.pass_by_keyboard(officer, case)
        self.print_sections(officer, case)

    def waiting(self, officer):
        text = officer.context.request.get(f"{STAFF}/desk").text()
        return re.findall(r'href="(/desk/submissions/[0-9a-fA-F-]+)"', text)

    def is_warned(self, officer, submission):
        page, words = officer.page, officer.words
        page.goto(submission)
        narrative = page.locator(".narrative")
        expect(narrative).to_be_hidden()
        expect(page.locator("details.graphic > summary")).to_have_text(words["warning.show"])
        self.look(officer, "staff-submission-warned")
        page.click("details.graphic > summary")
        expect(narrative).to_be_visible()
        page.click("form[action$='/warning'] button")
        expect(page.locator(".narrative")).to_be_visible()
        page.click("form[action$='/warning'] button")
        expect(page.locator(".narrative")).to_be_hidden()

    def open_case(self, officer):
        page = officer.page
        # Torture is told of: a lower class than the first would need a reason.
        page.select_option("[name=urgency]", "U1")
        page.select_option("[name=act]", index=2)
        page.select_option("[name=un_entity]", "OHCHR_HQ")
        page.click("form[action$='/case'] button[type=submit]")
        expect(page.locator("nav.sections a[aria-current]")).to_have_count(2)
        return page.url

    def follow_protocol(self, officer, case):
        page, words = officer.page, officer.words
        page.goto(f"{case}/protocol")
        expect(page.locator("#needs li").first).to_be_visible()
        self.look(officer, "case-protocol-none")
        expect(page.locator("[name=protocol]")).to_have_value("FIELD_PRESENCE")
        page.click("#choose-protocol button[type=submit]")
        expect(page.locator("#protocol-code")).to_have_attribute("value", "FIELD_PRESENCE")
        page.click("#step-acknowledge form button")
        expect(page.locator("#step-acknowledge")).to_contain_text(words["protocol.event.done"])
        page.click("#step-safety .actions a")
        expect(page.locator("#field-step")).to_have_value("safety")
        page.check("#note-step [value=DONE]")
        page.click("#note-step button[type=submit]")
        expect(page.locator("#error-evidence")).to_contain_text(words["protocol.refused.evidence_missing"])
        self.look(officer, "case-protocol-errors")
        page.fill("[name=evidence]", "A note of the call lies with the case.")
        page.click("#note-step button[type=submit]")
        expect(page.locator("#step-safety")).to_contain_text("A note of the call")

    def write_notes(self, officer, case):
        page = officer.page
        page.goto(f"{case}/notes")
        page.fill("[name=text]", f"{MARKER}-shared")
        page.select_option("[name=section]", "evidence")
        page.check("[name=pinned]")
        page.click("#write-note button[type=submit]")
        expect(page.locator("#notes article")).to_contain_text(f"{MARKER}-shared")
        page.fill("[name=own_text]", f"{MARKER}-own")
        page.click("#own-notes button[type=submit]")
        expect(page.locator("#own-notes article")).to_contain_text(f"{MARKER}-own")

    def write_to_source(self, officer, case):
        page = officer.page
        page.goto(f"{case}/source")
        page.click("form[action$='/source'] >> xpath=.. >> summary")
        page.select_option("[name=template]", "VERIFYING")
        page.click("form[action$='/source'] button")
        expect(page.locator("[name=message]")).not_to_have_value("")
        page.click("form[action$='/messages'] button[type=submit]")
        expect(page.locator("article.from-desk")).to_have_count(1)
        page.fill("[name=message]", "")
        page.click("form[action$='/messages'] button[type=submit]")
        expect(page.locator("#error-message")).to_be_visible()
        self.look(officer, "case-source-errors")

    def look_at_all(self, officer, case):
        """All sections, and in English every page below them that a link leads to."""
        page = officer.page
        path = case.removeprefix(STAFF)
        page.goto(case)
        sections = [link.get_attribute("href") for link in page.locator("main nav.sections a").all()]
        self.assertGreaterEqual(len(sections), 11)
        todo, seen, missing = list(sections), set(), []
        while todo:
            address = todo.pop(0)
            if address in seen:
                continue
            seen.add(address)
            answer = page.goto(address)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            if answer.status in (404, 405):
                missing.append(address.removeprefix(path))
                continue
            self.assertEqual(answer.status, 200, address)
            # The same kind of page is looked at once.
            name = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "id", address.removeprefix(path)).strip("/").replace("/", "-")
            if (ARTEFACTS / f"case-{name or 'overview'}-{officer.language}-desktop.png").exists():
                continue
            self.look(officer, f"case-{name or 'overview'}")
            if officer.language == "en":
                links = [link.get_attribute("href") for link in page.locator(f"#section a[href^='{path}/']").all()]
                todo += [link.split("#")[0].split("?")[0] for link in links]
        self.assertEqual(missing, [], "links to nothing")
        page.set_viewport_size(WIDE)
        page.goto(f"{case}/protocol")
        page.screenshot(path=ARTEFACTS / f"case-protocol-{officer.language}-wide.png", full_page=True)
        page.set_viewport_size(DESKTOP)

    def pass_by_keyboard(self, officer, case):
        """Past the navigation with one key, past the case's parts with another, and to the desk with a third."""
        page = officer.page
        page.goto(f"{case}/notes")
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.getAttribute('href')"), "#main")
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.getAttribute('href')"), "#section")
        expect(page.locator("a.skip:focus")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#section")).to_be_focused()
        expect(page.locator("header ~ nav.sections a[accesskey='1']")).to_have_attribute("href", "/desk")

    def print_sections(self, officer, case):
        page = officer.page
        for section in ("protocol", "notes", "source"):
            page.goto(f"{case}/{section}")
            page.emulate_media(media="print")
            expect(page.locator("main nav.sections")).to_be_hidden()
            for form in page.locator("#section form").all():
                expect(form).to_be_hidden()
            if section == "notes":
                expect(page.locator("#own-notes")).to_be_hidden()
            page.screenshot(path=ARTEFACTS / f"case-{section}-{officer.language}-print.png", full_page=True)
            page.emulate_media(media="screen")
