"""Entering accounts: with a sheet for the source, and at a session where the line breaks."""

import re
import time

from calendar_test import enter_event
from house import ARTEFACTS, PEOPLE, eventually
from walk import STAFF, Walk, expect, sign_in

CODE = re.compile(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}-[0-9A-Z*~$=]")
PASSPHRASE = "four grey herons"
# What Chromium says when the line is cut, which is what is tried here
CUT = re.compile(r"net::ERR_INTERNET_DISCONNECTED|net::ERR_FAILED|ServiceWorker|Failed to fetch")


class Entries(Walk):
    def test_an_account_on_paper_becomes_its_sources_own(self):
        visitor = self.visitor(door=STAFF)
        page = visitor.page
        sign_in(visitor, PEOPLE["officer"], "/desk/entries/new")
        self.look(visitor, "entry-new")
        page.click("main form button[type=submit]")
        expect(page.locator("#error-narrative")).to_be_visible()
        page.select_option("[name=channel]", "PAPER")
        page.fill("[name=narrative]", "A letter from a prison.")
        page.fill("[name=cooperation]", "He wrote to a committee.")
        page.set_input_files(
            "[name=files]", {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 scanned"}
        )
        page.click("main form button[type=submit]")
        code = page.locator(".sheet-code code").inner_text().strip()
        self.assertRegex(code, CODE)
        self.look(visitor, "entry-sheet")
        page.emulate_media(media="print")
        self.assertEqual(page.locator("h1").is_visible(), False, "of the page nothing but the sheet is printed")
        expect(page.locator(".sheet")).to_be_visible()
        page.pdf(path=ARTEFACTS / "entry-sheet.pdf", prefer_css_page_size=True)
        page.emulate_media(media="screen")
        page.click("main a[href^='/desk/entries/'] >> nth=0")
        entry = page.url
        self.take_over(code)

        def taken():
            page.goto(entry)
            return page.locator("form[action$='/sheet']").count() == 0

        eventually(taken, "the officer hears that the source has taken over", 30)
        self.look(visitor, "entry-taken")

    def take_over(self, code):
        source = self.visitor()
        page = source.page
        page.goto("/en/handover")
        page.fill("[name=code]", code)
        page.click("main form button[type=submit]")
        own = CODE.search(page.locator("main").inner_text()).group(0)
        self.assertNotEqual(own, code)
        page.click("main form button[type=submit]")
        page.goto("/en/return")
        page.fill("[name=code]", own)
        page.click("main form button[type=submit]")
        expect(page.locator("h1")).to_have_text(source.words["mailbox.title"])


class SessionDesk(Walk):
    def setUp(self):
        self.officer = self.visitor(door=STAFF)
        sign_in(self.officer, PEOPLE["officer"], "/desk/calendar")
        self.event = enter_event(self.officer, f"Session {time.time_ns():x}").rsplit("/", 1)[1]

    def test_without_a_script(self):
        visitor = self.visitor(door=STAFF, javascript=False)
        sign_in(visitor, PEOPLE["focal"], f"/desk/session/{self.event}")
        page = visitor.page
        page.fill("[name=narrative]", "Photographed at the door.")
        page.click("main form button[type=submit]")
        expect(page.locator(".sheet-code code")).to_have_text(CODE)
        page.goto(f"/desk/session/{self.event}/offline")
        expect(page.locator("#line")).to_have_text(visitor.words["session.offline.needs_script"])
        self.assertFalse(page.locator("#desk").is_visible())

    def test_a_shift_with_a_line_that_breaks(self):
        visitor = self.officer
        page, words, context = visitor.page, visitor.words, visitor.context
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"/desk/session/{self.event}")
        self.look(visitor, "session-online")
        address = f"/desk/session/{self.event}/offline"
        page.goto(address)
        expect(page.locator("body.kept")).to_be_attached()
        page.reload()
        expect(page.locator("body.kept")).to_be_attached()
        self.look(visitor, "session-locked")
        self.unlock(page, "short", words["session.passphrase.short"])
        self.unlock(page, PASSPHRASE)
        context.set_offline(True)
        self.save(page, "The first account.")
        self.save(page, "The second <b>account</b>.", danger=True)
        expect(page.locator("#waiting li")).to_have_count(2)
        expect(page.locator("#line")).to_have_text(words["session.line.offline"])
        self.look(visitor, "session-waiting")
        self.assert_nothing_readable(page)
        # Closed and opened without a line
        page.goto("about:blank")
        page.goto(address)
        self.unlock(page, "another passphrase", words["session.passphrase.wrong"])
        self.unlock(page, PASSPHRASE)
        # The browser takes the line away from a new page only after a moment, in which one may have been sent
        expect(page.locator("#waiting li, #sent li")).to_have_count(2)
        context.set_offline(False)
        expect(page.locator("#sent li")).to_have_count(2, timeout=90_000)
        expect(page.locator("#waiting li")).to_have_count(0)
        self.assertEqual(self.stored(page), 0)
        self.look(visitor, "session-sent")
        self.signed_out(visitor, address)
        self.drop_cut_lines(visitor)

    def signed_out(self, visitor, address):
        """What was saved stays and is sent after signing in again; then the shift ends."""
        page, words, context = visitor.page, visitor.words, visitor.context
        cookies = context.cookies()
        context.clear_cookies()
        self.save(page, "The third account.")
        expect(page.locator("#line a")).to_have_text(words["session.sign_in"])
        expect(page.locator("#waiting li")).to_have_count(1)
        self.look(visitor, "session-signed-out")
        context.add_cookies(cookies)
        page.click("#send")
        expect(page.locator("#sent li")).to_have_count(3)
        page.click("#wipe")
        expect(page.locator("#line")).to_have_text(words["session.wiped"])
        self.assertEqual(page.evaluate("indexedDB.databases().then(all => all.length)"), 0)
        self.assertEqual(page.evaluate("caches.keys().then(all => all.length)"), 0)

    def unlock(self, page, passphrase, refused=None):
        page.fill("[name=passphrase]", passphrase)
        page.click("#unlock button[type=submit]")
        if refused:
            expect(page.locator("#refused")).to_have_text(refused)
        else:
            expect(page.locator("#desk")).to_be_visible(timeout=20_000)

    def save(self, page, narrative, danger=False):
        page.fill("#entry [name=narrative]", narrative)
        if danger:
            page.check("#entry [name=dangers][value=MEETING_IN_PROGRESS]")
        page.click("#entry button[type=submit]")
        expect(page.locator("#saved")).to_be_visible()
        expect(page.locator("#entry [name=narrative]")).to_have_value("")

    def stored(self, page):
        return page.evaluate(
            """() => new Promise(done => { indexedDB.open('amparo-session').onsuccess = opened => {
            opened.target.result.transaction('entries').objectStore('entries').count().onsuccess =
            counted => { opened.target.result.close(); done(counted.target.result); }; }; })"""
        )

    def assert_nothing_readable(self, page):
        kept = page.evaluate(
            """() => new Promise(done => { indexedDB.open('amparo-session').onsuccess = opened => {
            opened.target.result.transaction('entries').objectStore('entries').getAll().onsuccess = all => {
            opened.target.result.close();
            done(all.target.result.map(one => Object.keys(one).join() + ' ' + one.data.byteLength + ' ' +
            new TextDecoder('latin1').decode(one.data))); }; }; })"""
        )
        self.assertEqual(len(kept), 2)
        for one in kept:
            self.assertTrue(one.startswith("id,iv,data 4112 "), one[:40])
            self.assertNotIn("account", one)
            self.assertNotIn("narrative", one)

    def drop_cut_lines(self, visitor):
        visitor.problems[:] = [problem for problem in visitor.problems if not CUT.search(problem)]
