"""An officer blacks out a part of a picture without a script: two clicks on it, undone, done again, and made."""

import re
import struct
import zlib

from house import PEOPLE, eventually
from walk import PHONE, STAFF, Walk, expect, sign_in, submit

WIDTH, HEIGHT = 1600, 1200


def picture():
    """A plain one, as a PNG file."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x40\x80\xc0" * WIDTH) * HEIGHT
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class RedactionWalk(Walk):
    def test_two_clicks_black_out_what_lies_between(self):
        source = self.visitor(javascript=False, viewport=PHONE)
        officer = self.visitor(door=STAFF, javascript=False)
        sign_in(officer, PEOPLE["officer"])
        before = set(self.waiting(officer))
        submit(source, "They photographed all who spoke.")
        submission, _ = eventually(lambda: set(self.waiting(officer)) - before, "the submission on the desk")
        copy = self.bring_picture(officer, self.open_case(officer, submission.pop()))
        self.draw(officer, copy)

    def waiting(self, officer):
        text = officer.context.request.get(f"{STAFF}/desk").text()
        return re.findall(r'href="(/desk/submissions/[0-9a-fA-F-]+)"', text)

    def open_case(self, officer, submission):
        page = officer.page
        page.goto(submission)
        page.click("nav.ways a[href='#open']")
        page.select_option("[name=urgency]", "U3")
        page.select_option("[name=act]", index=2)
        page.click("form[action$='/case'] button[type=submit]")
        expect(page.locator("nav.sections a[aria-current]")).to_have_count(2)
        return page.url

    def bring_picture(self, officer, case):
        """Returns the address of the file's working copy."""
        page = officer.page
        page.goto(f"{case}/evidence")
        form = page.locator("form[action$='/evidence']")
        page.locator("details:has(form[action$='/evidence']) > summary").click()
        file = {"name": "square.png", "mimeType": "image/png", "buffer": picture()}
        form.locator("[name=files]").set_input_files(file)
        form.locator("[name=reason]").fill("Brought by the source")
        form.locator("button[type=submit]").click()
        page.locator("main a[href^='/desk/evidence/']").first.click()
        if page.locator("#evidence-unavailable").count():
            self.skipTest("programs cannot be walled off on this machine")

        def made():
            page.reload()
            return page.locator("article[data-kind=PICTURE][data-state=DONE] a").count() == 1

        eventually(made, "a working copy", 60)
        return page.locator("article[data-kind=PICTURE] a").get_attribute("href")

    def draw(self, officer, copy):
        page = officer.page
        page.goto(copy)
        page.fill("[name=reason]", "A face")
        page.click("button[name=draw]")
        shown = page.locator("input[type=image]")
        expect(shown).to_be_visible()
        self.assertEqual(page.evaluate("document.querySelector('input[type=image]').offsetWidth"), 800)
        for number in (1, 2):
            shown.click(position={"x": 80, "y": 60})
            expect(page.locator(".drawing path.corner")).to_have_count(1)
            shown.click(position={"x": 239, "y": 119})
            expect(page.locator("[name=x_1]")).to_have_value("10.0")
            expect(page.locator("[name=y_1]")).to_have_value("10.0")
            expect(page.locator("[name=width_1]")).to_have_value("20.0")
            expect(page.locator("[name=height_1]")).to_have_value("10.0")
            expect(page.locator(".drawing path")).to_have_count(1)
            if number == 1:
                page.click("button[name=undo]")
                expect(page.locator("[name=x_1]")).to_have_value("")
        self.look(officer, "evidence-drawing", axe=False)
        # With the keyboard: numbers, and Enter to see them.
        for name, value in (("x_2", "50"), ("y_2", "50"), ("width_2", "10"), ("height_2", "10")):
            page.fill(f"[name={name}]", value)
        page.press("[name=height_2]", "Enter")
        expect(page.locator(".drawing path")).to_have_count(2)
        expect(page.locator("[name=reason]")).to_have_value("A face")
        page.locator("#redact button[type=submit]:not([name])").last.click()
        expect(page.locator("article[data-kind=REDACTED]")).to_have_count(1)
