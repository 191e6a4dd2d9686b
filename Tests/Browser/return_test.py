"""Coming back with the code: all that a source can do, and the officer's side of it. In Arabic with JavaScript switched off;
in English with it, since axe-core needs it."""

import re

import receipt
from house import PEOPLE
from walk import DESKTOP, PHONE, STAFF, Walk, expect, sign_in, submit

QUESTION = "Which day was it?\nAnd who saw it?"


class ReturnWalk(Walk):
    def test_english_on_a_desktop(self):
        self.walk("en", DESKTOP, "officer", javascript=True)

    def test_arabic_on_a_phone(self):
        self.walk("ar", PHONE, "officer-ar", javascript=False)

    def walk(self, language, viewport, login, javascript):
        self.axe = javascript
        source = self.visitor(language=language, javascript=javascript, viewport=viewport)
        code = submit(source, f"Somebody follows me. {language}")
        self.come_back(source, code)
        self.look(source, "mailbox", axe=self.axe)
        self.say_how_to_be_reached(source)
        self.change_consent(source)
        officer = self.visitor(language=language, javascript=javascript, door=STAFF)
        sign_in(officer, PEOPLE[login])
        page = self.ask(officer)
        self.answer(source, code)
        self.say_not_safe(source)
        code = self.replace_code(source, code)
        self.look_at_the_desk(officer, page)
        self.burn(source, code)

    def come_back(self, source, code):
        page = source.page
        page.goto(f"/{source.language}/return")
        page.fill("[name=code]", code)
        page.click("main button[type=submit]")
        expect(page.locator("h1")).to_have_text(source.words["mailbox.title"])
        expect(page.locator("body")).not_to_contain_text(code)

    def open(self, source, task):
        source.page.click(f"button[formaction$='/mailbox/{task}']")
        self.look(source, f"mailbox-{task}", axe=self.axe)

    def send(self, source, said):
        page = source.page
        page.click("main form button[type=submit].button:not(.quiet)")
        expect(page.locator("main [role=status]").first).to_have_text(source.words[said])
        page.click("form.inline button")
        expect(page.locator("h1")).to_have_text(source.words["mailbox.title"])

    def say_how_to_be_reached(self, source):
        page = source.page
        self.open(source, "contact")
        page.check("[name=wish][value=MAILBOX_ONLY]")
        page.fill("[name=times]", "Not on Fridays <b>")
        page.click("main form button[type=submit].button:not(.quiet)")
        expect(page.locator("#error-check_ins")).to_contain_text(source.words["mailbox.choose"])
        expect(page.locator("[name=times]")).to_have_value("Not on Fridays <b>")
        page.check("[name=check_ins][value=yes]")
        self.send(source, "mailbox.contact.sent")

    def change_consent(self, source):
        page = source.page
        for tick in (True, False):
            self.open(source, "consent")
            box = page.locator("[name=purposes][value=CP9_PRESS]")
            self.assertEqual(box.is_checked(), not tick)
            box.set_checked(tick)
            self.send(source, "mailbox.consent.sent")

    def ask(self, officer):
        page = officer.page
        page.goto("/desk")
        # The most urgent stand first; what another walk has left there is more urgent
        page.locator("#sources td a").last.click()
        page.fill("[name=message]", QUESTION)
        page.check("[name=message_kind][value=QUESTION]")
        page.click("form[action$='/messages'] button[type=submit]")
        expect(page.locator("article.from-desk").last).to_contain_text("Which day was it?")
        expect(page.locator(".notice[role=alert]").first).to_contain_text(officer.words["source.withdrawn"])
        page.click("form[action$='/check-ins'] button")
        expect(page.locator("article.from-desk")).to_have_count(2)
        return re.sub(r"#.*", "", page.url)

    def answer(self, source, code):
        page = source.page
        for _ in range(50):
            self.come_back(source, code)
            if page.locator("article.message").count() == 2:
                break
            page.wait_for_timeout(200)
        self.look(source, "mailbox-messages", axe=self.axe)
        page.click("button[name=answers][formaction$='/mailbox/message']")
        expect(page.locator("blockquote")).to_contain_text("Which day was it?")
        page.fill("[name=text]", f"The code is {code.lower()}")
        page.click("main form button[type=submit].button:not(.quiet)")
        expect(page.locator("#error-text")).to_contain_text(source.words["mailbox.code_in_text"])
        self.look(source, "mailbox-code-in-text", axe=self.axe)
        page.fill("[name=text]", "On Friday.\nيوم الجمعة.")
        page.set_input_files("[name=file]", {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"})
        self.send(source, "mailbox.message.sent")
        expect(page.locator("article.message")).to_have_count(2)
        page.click("button[name=view][value=hide]")
        expect(page.locator("article.message")).to_have_count(0)
        page.click("button[name=view][value=all]")
        expect(page.locator("article.message")).to_have_count(2)

    def say_not_safe(self, source):
        page = source.page
        self.open(source, "check-in")
        page.check("[name=safe][value=no]")
        self.send(source, "mailbox.check_in.sent.not_safe")

    def replace_code(self, source, old):
        page = source.page
        self.open(source, "code")
        page.click("main form button[type=submit].button:not(.quiet)")
        code = page.locator("#receipt-code").inner_text().strip()
        self.assertRegex(code, receipt.PRINTED)
        self.assertNotEqual(code, old)
        self.look(source, "mailbox-new-code", axe=self.axe)
        page.emulate_media(media="print")
        self.assertEqual(page.evaluate("document.body.innerText").split(), [code], "what is printed")
        page.emulate_media(media="screen")
        self.send(source, "mailbox.code.done")
        page.goto(f"/{source.language}/return")
        page.fill("[name=code]", old)
        page.click("main button[type=submit]")
        expect(page.locator("#error-code")).to_contain_text(source.words["return.unknown"])
        return code

    def look_at_the_desk(self, officer, address):
        page = officer.page
        for _ in range(50):
            page.goto(address)
            if page.locator("article.from-source").count() >= 6:
                break
            page.wait_for_timeout(200)
        expect(page.locator("main")).to_contain_text(officer.words["source.kind.not_safe"])
        expect(page.locator("main")).to_contain_text(officer.words["source.kind.code_replaced"])
        self.look(officer, "desk-source", axe=self.axe)

    def burn(self, source, code):
        page = source.page
        self.come_back(source, code)
        self.open(source, "erasure")
        page.check("[name=sure]")
        self.send(source, "mailbox.erasure.sent")
        self.open(source, "burn")
        page.check("[name=sure]")
        page.click("main form button[type=submit].button:not(.quiet)")
        expect(page.locator("h1")).to_have_text(source.words["mailbox.burn.done.title"])
        page.goto(f"/{source.language}/return")
        page.fill("[name=code]", code)
        page.click("main button[type=submit]")
        expect(page.locator("#error-code")).to_contain_text(source.words["return.unknown"])


class Handover(Walk):
    def test_the_door_for_sheets(self):
        for language in ("en", "ar"):
            visitor = self.visitor(language=language)
            visitor.page.goto(f"/{language}/return")
            visitor.page.click(f"a[href='/{language}/handover']")
            self.look(visitor, "handover")
            visitor.page.fill("[name=code]", receipt.checked("7" * 20))
            visitor.page.click("main button[type=submit]")
            expect(visitor.page.locator("#error-code")).to_contain_text(visitor.words["handover.unknown"])
