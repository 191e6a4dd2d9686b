"""The staff door: signing in, the first time of somebody new, and who is turned away."""

import time

from house import PEOPLE, Person, add_staff, one_time_code
from walk import LANGUAGES, STAFF, Walk, expect, sign_in

NAMES = {"en": "Newly Appointed", "ar": "موظف جديد"}
PASSWORD = "seven herons cross the estuary"


class FirstSignIn(Walk):
    def test_from_the_set_up_code_to_the_desk(self):
        for language in LANGUAGES:
            login = f"new-{language}-{time.time_ns():x}"
            code = add_staff(login, NAMES[language], "CASE_OFFICER", language)
            visitor = self.visitor(language=language, door=STAFF)
            self.enter_set_up_code(visitor, login, code)
            secret = self.choose(visitor)
            recovery = self.recovery_codes(visitor)
            self.sign_in_again(visitor, Person(login, PASSWORD, secret), recovery)

    def enter_set_up_code(self, visitor, login, code):
        page, words = visitor.page, visitor.words
        page.goto("/account/sign-in")
        page.click("main a[href='/account/set-up']")
        expect(page.locator("h1")).to_have_text(words["accounts.set_up.title"])
        self.look(visitor, "staff-set-up")
        page.fill("[name=name]", login)
        page.fill("[name=set-up-code]", "AAAA-BBBB-CCCC-DDDD")
        page.click("main button[type=submit]")
        expect(page.locator("#error-set-up-code")).to_contain_text(words["accounts.set_up.wrong"])
        expect(page.locator("[name=name]")).to_have_value(login)
        expect(page.locator("[name=set-up-code]")).to_have_value("")
        page.fill("[name=set-up-code]", code)
        page.click("main button[type=submit]")
        expect(page.locator("h1")).to_have_text(words["accounts.choose.title"])

    def choose(self, visitor):
        page, words = visitor.page, visitor.words
        drawing = page.locator(".qr svg")
        expect(drawing).to_be_visible()
        expect(drawing).to_have_attribute("aria-label", words["accounts.choose.qr_label"])
        secret = page.locator("main code").inner_text().replace(" ", "")
        self.assertEqual(len(secret), 32)
        self.look(visitor, "staff-choose")
        page.fill("[name=new-password]", "short")
        page.fill("[name=repeated]", "short")
        page.click("main button[type=submit]")
        expect(page.locator("#error-new-password")).to_be_visible()
        self.assertEqual(page.locator("main code").inner_text().replace(" ", ""), secret, "the secret stays the same")
        page.fill("[name=new-password]", PASSWORD)
        page.fill("[name=repeated]", PASSWORD)
        page.fill("[name=code]", "000000")
        page.click("main button[type=submit]")
        expect(page.locator("#error-code")).to_contain_text(words["accounts.choose.wrong_code"])
        self.look(visitor, "staff-choose-errors")
        page.fill("[name=new-password]", PASSWORD)
        page.fill("[name=repeated]", PASSWORD)
        page.fill("[name=code]", one_time_code(secret))
        page.click("main button[type=submit]")
        expect(page.locator("h1")).to_have_text(words["accounts.recovery.title"])
        return secret

    def recovery_codes(self, visitor):
        page = visitor.page
        codes = page.locator(".codes code").all_inner_texts()
        self.assertGreaterEqual(len(codes), 8)
        self.assertEqual(len(set(codes)), len(codes))
        self.look(visitor, "staff-recovery-codes")
        page.click("main a.button")
        expect(page.locator("h1")).to_have_text(visitor.words["desk.title"])
        expect(page.locator("header .who")).to_have_text(NAMES[visitor.language])
        return codes

    def sign_in_again(self, visitor, person, recovery):
        """With the password and a recovery code, which works once."""
        page, words = visitor.page, visitor.words
        page.click("form[action='/account/sign-out'] button")
        for code, works in ((recovery[0], True), (recovery[0], False)):
            page.goto("/account/sign-in")
            page.fill("[name=name]", person.login)
            page.fill("[name=password]", person.password)
            page.click("main button[type=submit]")
            page.click("summary")
            page.fill("[name=recovery-code]", code)
            page.click("form[action='/account/recovery-code'] button")
            if works:
                expect(page.locator("header .who")).to_be_visible()
                page.click("form[action='/account/sign-out'] button")
            else:
                expect(page.locator(".error").first).to_contain_text(words["accounts.code.wrong"])


class SignIn(Walk):
    def test_a_wrong_password_and_a_wrong_code_are_refused_in_words(self):
        for language, login in (("en", "editor"), ("ar", "auditor")):
            visitor = self.visitor(language=language, door=STAFF)
            page, words = visitor.page, visitor.words
            page.goto("/desk")
            self.assertIn("/account/sign-in", page.url)
            self.look(visitor, "staff-sign-in")
            page.fill("[name=name]", login)
            page.fill("[name=password]", "not the password")
            page.click("main button[type=submit]")
            expect(page.locator("#error-name")).to_contain_text(words["accounts.sign_in.wrong"])
            expect(page.locator("[name=password]")).to_have_value("")
            self.look(visitor, "staff-sign-in-errors")
            page.fill("[name=password]", PEOPLE[login].password)
            page.click("main button[type=submit]")
            expect(page.locator("h1")).to_have_text(words["accounts.code.title"])
            self.look(visitor, "staff-code")
            page.fill("[name=code]", "000000")
            page.click("main form >> nth=0 >> button[type=submit]")
            expect(page.locator("#error-code")).to_contain_text(words["accounts.code.wrong"])

    def test_an_auditor_is_turned_away_from_the_desk(self):
        visitor = self.visitor(door=STAFF)
        page = visitor.page
        page.goto("/account/sign-in")
        page.fill("[name=name]", "auditor")
        page.fill("[name=password]", PEOPLE["auditor"].password)
        page.click("main button[type=submit]")
        page.fill("[name=code]", PEOPLE["auditor"].code())
        page.click("main form >> nth=0 >> button[type=submit]")
        # Nothing of the desk, the figures or the notifications is theirs
        expect(page.locator("h1")).to_have_text(visitor.words["accounts.own.title"])
        expect(page.locator("nav.sections")).to_have_count(0)
        answer = page.goto("/desk")
        self.assertEqual(answer.status, 403)
        expect(page.locator("h1")).to_have_text(visitor.words["web.error.forbidden.title"])
        expect(page.locator("main .lead")).to_have_text(visitor.words["web.error.forbidden.text"])
        page.click("main a[href='/account']")
        expect(page.locator("h1")).to_have_text(visitor.words["accounts.own.title"])
        self.assertEqual(page.goto("/figures").status, 403)
        self.assertEqual(page.goto("/notifications").status, 403)

    def test_the_focal_point_sees_the_alerts(self):
        visitor = self.visitor(door=STAFF)
        sign_in(visitor, PEOPLE["focal"], "/")
        visitor.page.click("nav.sections a[href='/notifications']")
        expect(visitor.page.locator("h1")).to_have_text(visitor.words["alerts.title"])
        self.look(visitor, "staff-alerts")

    def test_an_unknown_address_gets_a_page_of_the_house(self):
        for language in LANGUAGES:
            visitor = self.visitor(language=language, door=STAFF)
            answer = visitor.page.goto("/nothing/here")
            self.assertEqual(answer.status, 404)
            expect(visitor.page.locator("h1")).to_have_text(visitor.words["web.error.not_found.title"])
            self.look(visitor, "staff-not-found")
