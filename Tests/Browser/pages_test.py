"""Every kind of public page in both languages, looked at closely: pictures, reflow, axe-core."""

import receipt
from walk import LANGUAGES, PUBLIC, Walk, expect, open_part, send, submit


class PublicPages(Walk):
    def test_every_public_page(self):
        for language in LANGUAGES:
            visitor = self.visitor(language=language)
            page = visitor.page
            for name, path in (("front", ""), ("report", "report"), ("return", "return"), ("not-found", "nothing")):
                page.goto(f"/{language}/{path}")
                self.look(visitor, f"public-{name}")
            page.goto(f"/{language}/report")
            page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
            self.look(visitor, "public-report-open")
            self.forms_with_errors(visitor)
            code = submit(visitor, "Something happened to me.\n\nAnd then more.")
            self.look(visitor, "public-receipt")
            page.goto(f"/{language}/return")
            page.fill("[name=code]", code)
            page.click("main button[type=submit]")
            expect(page.locator("h1")).to_have_text(visitor.words["mailbox.title"])
            self.look(visitor, "public-mailbox-waiting")

    def forms_with_errors(self, visitor):
        page = visitor.page
        page.goto(f"/{visitor.language}/report")
        open_part(page, "happened")
        page.fill("[name=happened]", "yesterday")
        send(page)
        expect(page.locator("#error-narrative")).to_be_visible()
        self.look(visitor, "public-report-errors")
        page.goto(f"/{visitor.language}/return")
        page.fill("[name=code]", receipt.checked("Z" * 20))
        page.click("main button[type=submit]")
        expect(page.locator("#error-code")).to_be_visible()
        self.look(visitor, "public-return-error")

    def test_a_program_gets_a_problem_document(self):
        visitor = self.visitor()
        answer = visitor.context.request.get(f"{PUBLIC}/en/nothing", headers={"Accept": "application/json"})
        self.assertEqual(answer.status, 404)
        self.assertEqual(answer.headers["content-type"], "application/problem+json")
