"""What all walks have in common: the browser, visitors who notice what must not happen, and a close look at a page."""

import atexit
import json
import re
import unittest
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from house import ARTEFACTS, PUBLIC, STAFF
from phrases import Phrases

DESKTOP = {"width": 1000, "height": 800}
PHONE = {"width": 360, "height": 740}
# The narrowest that WCAG 1.4.10 asks for, and a screen of 1280 at 200 %
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 640, "height": 400}

LANGUAGES = ("en", "ar")
QUICK_EXIT = "https://www.un.org/"
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# What Chromium says about a page that comes with a status such as 422, which forms with errors do
EXPECTED_CONSOLE = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")

expect.set_options(timeout=10_000)


class Browser:
    """One Chromium for all walks. It finds no address but the house's own."""

    _chromium = None

    @classmethod
    def chromium(cls):
        if cls._chromium is None:
            playwright = sync_playwright().start()
            cls._chromium = playwright.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            )
            atexit.register(playwright.stop)
            atexit.register(cls._chromium.close)
        return cls._chromium


class Visitor:
    """A browser window of its own that writes down what should not have happened."""

    def __init__(self, language="en", javascript=True, viewport=None, door=PUBLIC, leaving=False, keeping=False):
        self.language = language
        self.words = Phrases(language)
        self.door = door
        self.problems = []
        self.weight = 0
        self.context = Browser.chromium().new_context(
            viewport=viewport or DESKTOP,
            java_script_enabled=javascript,
            locale=language,
            base_url=door,
            reduced_motion="reduce",
        )
        self.context.on("request", self._request)
        self.context.on("response", self._response)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        self._may_leave = leaving
        # Only somebody who asks for a draft to be kept gets a cookie
        self._may_keep = keeping
        if leaving:
            self.context.route(QUICK_EXIT + "**", lambda route: route.fulfill(body="elsewhere", content_type="text/html"))
        self.page = self.context.new_page()

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme == "data" or f"{parts.scheme}://{parts.netloc}" == self.door:
            return
        if not (self._may_leave and request.url.startswith(QUICK_EXIT)):
            self.problems.append(f"request to {request.url}")

    def _response(self, response):
        if not response.url.startswith(self.door):
            return
        headers = response.headers
        if response.request.resource_type == "document" and not 300 <= response.status < 400:
            policy = headers.get("content-security-policy", "")
            if "default-src 'none'" not in policy or "unsafe" in policy:
                self.problems.append(f"{response.url} has the policy {policy!r}")
            if headers.get("cache-control") != "no-store":
                self.problems.append(f"{response.url} may be kept: {headers.get('cache-control')}")
        if self.door == PUBLIC and not self._may_keep and "set-cookie" in headers:
            self.problems.append(f"{response.url} sets a cookie")
        if response.status >= 500:
            self.problems.append(f"{response.url} answered {response.status}")

    def _console(self, message):
        if message.type in ("error", "warning") and not EXPECTED_CONSOLE.match(message.text):
            self.problems.append(f"console: {message.text}")

    def close(self):
        if self.door == PUBLIC and not self._may_keep and self.context.cookies():
            self.problems.append(f"cookies: {self.context.cookies()}")
        self.context.close()
        return self.problems


class Walk(unittest.TestCase):
    """A test that walks: with visitors, whose problems fail it, and pictures of where it went wrong."""

    maxDiff = None

    def visitor(self, **options):
        visitor = Visitor(**options)
        self.addCleanup(self._leave, visitor)
        return visitor

    def _leave(self, visitor):
        if self._is_failing():
            self._keep(visitor)
        problems = visitor.close()
        self.assertEqual(problems, [], "what must not happen")

    def _is_failing(self):
        outcome = self._outcome
        return bool(getattr(outcome, "result", None)) and any(
            test is self for test, _ in outcome.result.failures + outcome.result.errors
        )

    def _keep(self, visitor):
        folder = ARTEFACTS / "failed"
        folder.mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=folder / f"{self.id()}.png", full_page=True)
        (folder / f"{self.id()}.html").write_text(visitor.page.content())

    def look(self, visitor, name, axe=True):
        """Looks closely at the page as it stands: pictures of it, its direction, its reflow, and axe's opinion."""
        page = visitor.page
        viewport = page.viewport_size
        kind = f"{name}-{visitor.language}"
        with self.subTest(page=kind):
            self.assertEqual(page.locator("html").get_attribute("lang"), visitor.language)
            direction = "rtl" if visitor.language == "ar" else "ltr"
            self.assertEqual(page.evaluate("getComputedStyle(document.body).direction"), direction)
            self.assertEqual(page.locator("h1").count(), 1)
            self.assertRegex(page.title(), r"\S+ – \S+")
            for size, label in ((DESKTOP, "desktop"), (PHONE, "phone")):
                page.set_viewport_size(size)
                page.screenshot(path=ARTEFACTS / f"{kind}-{label}.png", full_page=True)
            self.assert_reflows(page, kind)
            page.set_viewport_size(viewport)
            if axe:
                self.assert_accessible(page, kind)

    def assert_reflows(self, page, kind):
        for size in (NARROW, ZOOMED):
            page.set_viewport_size(size)
            width, visible, widest = page.evaluate(
                """() => { const root = document.documentElement; const wide = [...document.querySelectorAll('body *')]
                .filter(e => { const r = e.getBoundingClientRect(); return r.right > root.clientWidth + 1 || r.left < -1; })
                .map(e => e.tagName + '.' + e.className); return [root.scrollWidth, root.clientWidth, wide.slice(0, 5)]; }"""
            )
            self.assertLessEqual(width, visible, f"{kind} scrolls sideways at {size['width']} px: {widest}")

    def assert_accessible(self, page, kind):
        # Dark differs in colours only, which the languages share
        for scheme in ("light", "dark") if kind.endswith("-en") else ("light",):
            page.emulate_media(color_scheme=scheme)
            findings = Axe().run(page, options=AXE).response["violations"]
            told = [
                f"{finding['id']}: {finding['help']} {node['target']} {node.get('failureSummary', '')}"
                for finding in findings
                for node in finding["nodes"]
            ]
            if told:
                (ARTEFACTS / f"axe-{kind}-{scheme}.json").write_text(json.dumps(findings, indent=1))
            self.assertEqual(told, [], f"axe-core on {kind}, {scheme}")
        page.emulate_media(color_scheme="light")


def sign_in(visitor, person, next_address="/desk"):
    """Through the staff door with password and second factor."""
    page = visitor.page
    page.goto(next_address)
    page.fill("[name=name]", person.login)
    page.fill("[name=password]", person.password)
    page.click("main button[type=submit]")
    page.fill("[name=code]", person.code())
    page.click("main form >> nth=0 >> button[type=submit]")
    expect(page.locator("header form[action='/account/sign-out']")).to_be_visible()


def send(page):
    """The form's own button; others in it keep a draft."""
    page.locator("main button[type=submit]:not([name])").last.click()


def open_part(page, field):
    """Opens the part of the form that a field stands in, where it is closed."""
    part = page.locator(f"details.part:has([name={field}])")
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()


def submit(visitor, narrative, cooperation="I spoke at a meeting of the Council.", **more):
    """Fills in the form, sends it, and returns the code of the receipt."""
    page = visitor.page
    page.goto(f"/{visitor.language}/report")
    page.fill("[name=narrative]", narrative)
    page.fill("[name=cooperation]", cooperation)
    for name, value in more.items():
        open_part(page, name)
        page.fill(f"[name={name}]", value)
    send(page)
    return page.locator("#receipt-code").inner_text().strip()


__all__ = ["DESKTOP", "LANGUAGES", "PHONE", "PUBLIC", "QUICK_EXIT", "STAFF", "Visitor", "Walk", "expect", "open_part", "send", "sign_in", "submit"]
