"""The officer's walk, in English and Arabic: from the receipt over the desk, a case, a finding and a decision to the
answer, the mail, the figures and the way out."""

import re

from house import PEOPLE, eventually, mails
from walk import PHONE, STAFF, Walk, expect, sign_in, submit

HOSTILE = (
    "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">\n"
    '=HYPERLINK("https://elsewhere.example/","click")\n'
    "invoice\u202etxt.exe and \u2066isolated\u2069\n"
    "اللغة العربية and English in one line"
)
MARKER = "Marker-Jacaranda-4711"


class OfficerWalk(Walk):
    def test_english(self):
        self.walk("en", "officer")

    def test_arabic(self):
        self.walk("ar", "officer-ar")

    def walk(self, language, login):
        source = self.visitor(language=language, javascript=False, viewport=PHONE)
        officer = self.visitor(language=language, door=STAFF)
        sign_in(officer, PEOPLE[login])
        counted = self.figure(officer)
        before = set(self.waiting(officer))
        mails_before = len(mails())
        code = submit(source, f"{HOSTILE}\n{MARKER}", place="@SUM(1+1)", happened="2026-03-05")
        submission = self.arrives(officer, before)
        self.read(officer, submission)
        case = self.open_case(officer)
        self.record_finding(officer, case)
        answer = f"{MARKER}-answer: we have read it.\n\nنحن نتحقق."
        self.decide(officer, case, answer)
        self.mail_says_nothing(officer, mails_before)
        self.answer_is_read(source, code, answer)
        self.figures_count_it(officer, counted)
        self.alerts_are_listed(officer)
        self.account_is_shown(officer)
        self.sign_out(officer, case)

    def waiting(self, officer):
        """The addresses of the submissions on the desk, without moving the officer's window."""
        text = officer.context.request.get(f"{STAFF}/desk").text()
        return re.findall(r'href="(/desk/submissions/[0-9a-fA-F-]+)"', text)

    def figure(self, officer, name="cases"):
        text = officer.context.request.get(f"{STAFF}/figures").text()
        found = re.search(rf'id="figure-{name}">(\d+)<', text)
        return int(found[1]) if found else 0

    def arrives(self, officer, before):
        new, taken = eventually(lambda: set(self.waiting(officer)) - before, "the submission on the desk")
        self.assertLess(taken, 1.0, "seconds from the receipt to the desk")
        self.assertEqual(len(new), 1)
        return new.pop()

    def read(self, officer, submission):
        page, words = officer.page, officer.words
        page.goto("/desk")
        expect(page.locator("h1")).to_have_text(words["desk.title"])
        self.look(officer, "staff-desk")
        page.click(f"#submissions a[href='{submission}']")
        expect(page.locator("h1")).to_have_text(words["submission.title"])
        told = page.locator(".narrative")
        expect(told).to_contain_text("<script>document.title='taken'</script><img src=x onerror=")
        expect(told).to_contain_text('=HYPERLINK("https://elsewhere.example/","click")')
        expect(told).to_contain_text("invoice[U+202E]txt.exe and [U+2066]isolated[U+2069]")
        expect(told).to_contain_text(MARKER)
        self.assertNotIn("taken", page.title())
        self.assertEqual(told.locator("script, img, a").count(), 0)
        self.assertEqual(page.locator("main script").count(), 0)
        expect(page.locator("main")).to_contain_text("@SUM(1+1)")
        expect(page.locator("main")).to_contain_text("2026-03-05")
        self.look(officer, "staff-submission")

    def open_case(self, officer):
        page, words = officer.page, officer.words
        page.select_option("[name=urgency]", "")
        page.click("form[action$='/case'] button[type=submit]")
        expect(page.locator("#error-urgency")).to_contain_text(words["field.required"])
        expect(page.locator("#error-act")).to_contain_text(words["field.required"])
        self.look(officer, "staff-submission-errors")
        page.select_option("[name=urgency]", index=1)
        page.select_option("[name=act]", index=2)
        page.select_option("[name=un_entity]", index=1)
        page.click("form[action$='/case'] button[type=submit]")
        expect(page.locator("h1")).to_contain_text(words.before("case.title").strip())
        self.look(officer, "staff-case-new")
        return page.url

    def record_finding(self, officer, case):
        page, words = officer.page, officer.words
        page.goto(f"{case}/findings")
        expect(page.locator("main")).to_contain_text(words["case.findings.none"])
        expect(page.locator("[name=answer]")).to_have_count(0)
        page.click("form[action$='/findings'] button[type=submit]")
        expect(page.locator("#error-source_ref")).to_contain_text(words["field.required"])
        self.look(officer, "staff-case-errors")
        page.fill("[name=source_ref]", "The <neighbour>")
        page.select_option("[name=source_type]", index=1)
        page.select_option("[name=reliability]", index=2)
        page.select_option("[name=credibility]", "1")
        page.fill("[name=independence_group]", "the neighbour")
        page.check("[name=supports][value=ACT]")
        page.fill("[name=note]", f"{MARKER} The neighbour saw it. <b>bold</b>")
        page.click("form[action$='/findings'] button[type=submit]")
        expect(page.locator("#error-credibility")).to_contain_text(words["finding.credibility.one"])
        expect(page.locator("[name=note]")).to_have_value(f"{MARKER} The neighbour saw it. <b>bold</b>")
        page.select_option("[name=credibility]", "2")
        page.click("form[action$='/findings'] button[type=submit]")
        expect(page.locator("article.finding")).to_contain_text("<b>bold</b>")
        expect(page.locator("#suggested-status")).to_have_attribute("value", "V2")
        self.look(officer, "staff-case-finding")

    def decide(self, officer, case, answer):
        page = officer.page
        form = page.locator("form[action$='/decision']")
        form.locator("[name=status]").select_option("V2_CREDIBLE")
        form.locator("[name=nexus]").select_option(index=1)
        form.locator("[name=reason]").fill("One finding supports it.")
        form.locator("[name=answer]").fill(answer)
        form.locator("button[type=submit]").click()
        expect(page.locator("#decided-status")).to_have_attribute("value", "V2_CREDIBLE")
        self.look(officer, "staff-case-decided")
        page.goto(f"{case}/source")
        expect(page.locator("article.message")).to_contain_text(f"{MARKER}-answer")
        page.goto(case)

    def mail_says_nothing(self, officer, before):
        eventually(lambda: len(mails()) > before, "a mail to the focal point")
        for mail in mails():
            self.assertEqual(mail["to"], ["focal.point@example.org"])
            for secret in (MARKER, "neighbour", "HYPERLINK", "/desk/cases/", "/desk/submissions/"):
                self.assertNotIn(secret, mail["raw"])
            self.assertIn(STAFF, mail["text"])

    def answer_is_read(self, source, code, answer):
        page = source.page

        def open_mailbox():
            page.goto(f"/{source.language}/return")
            page.fill("[name=code]", code)
            page.click("main button[type=submit]")
            return page.locator("article.message").count() == 1

        eventually(open_mailbox, "the answer in the mailbox")
        expect(page.locator("article.message")).to_contain_text(answer.splitlines()[0])
        expect(page.locator("article.message")).to_contain_text(answer.splitlines()[2])
        expect(page.locator("main .lead")).to_have_text(source.words["mailbox.state.answered"])
        self.look(source, "public-mailbox-answered", axe=False)

    def figures_count_it(self, officer, counted):
        eventually(lambda: self.figure(officer) == counted + 1, "one more case in the figures")
        page = officer.page
        page.click("nav.sections a[href='/figures']")
        expect(page.locator("h1")).to_have_text(officer.words["figures.title"])
        self.look(officer, "staff-figures")

    def alerts_are_listed(self, officer):
        page = officer.page
        page.goto("/notifications")
        expect(page.locator("h1")).to_have_text(officer.words["web.error.forbidden.title"])
        self.look(officer, "staff-forbidden")

    def account_is_shown(self, officer):
        page = officer.page
        page.click("main a[href='/account']")
        expect(page.locator("h1")).to_have_text(officer.words["accounts.own.title"])
        self.look(officer, "staff-account")

    def sign_out(self, officer, case):
        page = officer.page
        page.goto(f"{case}/findings")
        expect(page.locator("main")).to_contain_text(MARKER)
        page.click("form[action='/account/sign-out'] button")
        expect(page.locator("h1")).to_have_text(officer.words["accounts.sign_in.title"])
        page.go_back(wait_until="load")
        self.assertNotIn(MARKER, page.content())
        expect(page.locator("h1")).to_have_text(officer.words["accounts.sign_in.title"])
        page.goto(case)
        self.assertIn("/account/sign-in", page.url)
        self.assertNotIn(MARKER, page.content())
