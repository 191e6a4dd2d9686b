import HTTP
import Testing
import Web

@Suite struct FormTests {
    let words: Words

    init() throws {
        words = try Phrases().words(.english)
    }

    static let label = Phrase("web.form.date.day")
    static let hint = Phrase("web.form.date.precision")
    static let missing = Phrase("web.form.missing")

    func invalid(_ value: String = "") -> FormFields {
        FormFields(words, FormState(values: ["x": [value]], errors: [FormError("x", Self.missing)]))
    }

    @Test func `an error stands beside its field and the field says so`() {
        let markup = invalid("typed").text("x", Self.label, hint: Self.hint, required: true).markup
        #expect(markup.contains("<label for=\"field-x\">Day <span class=\"required\">(required)</span></label>"))
        #expect(markup.contains("aria-describedby=\"hint-x error-x\" aria-invalid=\"true\""))
        #expect(markup.contains("id=\"error-x\""))
        #expect(markup.contains("value=\"typed\""))
    }

    @Test func `the list of errors leads to each field`() {
        let markup = invalid().form(action: "/en/report", token: "t").markup
        #expect(markup.contains("<li><a href=\"#field-x\">Please fill in this field.</a></li>"))
        #expect(markup.contains("There is 1 problem to correct"))
        #expect(markup.contains("<input type=\"hidden\" name=\"form-token\" value=\"t\">"))
        #expect(!FormFields(words).form(action: "/", token: "t").markup.contains("error-summary"))
    }

    @Test(arguments: HTMLTests.hostile) func `what was typed comes back and is no markup`(_ text: String) {
        let fields = FormFields(words, FormState(values: ["x": [text]]))
        let plain = FormFields(words, FormState(values: ["x": ["a"]]))
        for (one, other) in [
            (fields.text("x", Self.label), plain.text("x", Self.label)),
            (fields.textarea("x", Self.label), plain.textarea("x", Self.label)),
        ] {
            let marks = "<>\"".utf8
            #expect(one.markup.utf8.filter(marks.contains) == other.markup.utf8.filter(marks.contains))
        }
    }

    @Test func `what is typed at length is not kept by the browser`() {
        #expect(FormFields(words).textarea("x", Self.label).markup.contains("autocomplete=\"off\""))
    }

    @Test func `a textarea keeps a first empty line`() {
        let fields = FormFields(words, FormState(values: ["x": ["\nsecond"]]))
        #expect(fields.textarea("x", Self.label).markup.contains(">\n\nsecond</textarea>"))
    }

    @Test func `passwords and codes never come back`() {
        for kind in [FormFields.TextKind.password, .newPassword, .oneTimeCode] {
            #expect(!invalid("secret").text("x", Self.label, kind: kind).markup.contains("secret"))
        }
        let form = Form(fields: Fields(["password": "secret", "name": "n", "form-token": "t"]))
        let state = FormState(form).forgetting("password")
        #expect(state == FormState(values: ["name": ["n"]]))
    }

    @Test func `chosen entries stay chosen`() {
        let options = [Choice("A", "First"), Choice("B", "Second")]
        let fields = FormFields(words, FormState(values: ["x": ["B"]], errors: [FormError("x", Self.missing)]))
        #expect(fields.select("x", Self.label, options: options).markup.contains("value=\"B\" selected>Second"))
        let radios = fields.radios("x", Self.label, options: options).markup
        #expect(radios.contains("id=\"field-x\" name=\"x\" type=\"radio\" value=\"A\">"))
        #expect(radios.contains("value=\"B\" checked>"))
        #expect(radios.contains("<fieldset"))
        #expect(
            fields.checkboxes("x", Self.label, options: options).markup.contains(
                "type=\"checkbox\" value=\"B\" checked"))
    }

    @Test func `a date has parts with names of their own and the error leads to the first`() {
        let state = FormState(
            values: ["when.year": ["2026"]], errors: [FormError("when", Phrase("web.form.not_a_date"))])
        let markup = FormFields(words, state)
            .date("when", Self.label, precisions: [Choice("EXACT", "Exact")]).markup
        #expect(markup.contains("id=\"field-when\" name=\"when.day\""))
        #expect(markup.contains("name=\"when.year\""))
        #expect(markup.contains("value=\"2026\""))
        #expect(markup.contains("name=\"when.precision\""))
    }
}
