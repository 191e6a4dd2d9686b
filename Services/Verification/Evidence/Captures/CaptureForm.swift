import CaseModel
import Foundation
import HTTP
import Web

/// The form of a web capture.
struct CaptureForm: Sendable {
    let lists: CodeLists

    static let claims = ["source_analysis", "geolocation", "chronolocation", "manipulation"]
    private static let limit = 4000

    func parse(_ fields: Fields, now: Date) throws(FormErrors) -> WebCapture {
        var errors = FormErrors()
        let url = errors.text(fields, "url", limit: Self.limit)
        let collector = errors.text(fields, "collector", limit: 500)
        let at = time(fields, now, &errors)
        var capture = WebCapture(url: url ?? "", capturedAt: at ?? now, collector: collector ?? "")
        capture.machine = errors.optional(fields, "machine", limit: Self.limit)
        capture.network = errors.optional(fields, "network", limit: Self.limit)
        capture.note = errors.optional(fields, "note", limit: Self.limit)
        capture.sourceAnalysis = claim("source_analysis", fields, &errors)
        capture.geolocation = claim("geolocation", fields, &errors)
        capture.chronolocation = claim("chronolocation", fields, &errors)
        capture.manipulation = claim("manipulation", fields, &errors)
        try errors.check()
        return capture
    }

    /// `2026-03-05 14:07` or with a `T` between, in UTC.
    private func time(_ fields: Fields, _ now: Date, _ errors: inout FormErrors) -> Date? {
        guard let typed = errors.text(fields, "captured_at", limit: 40) else { return nil }
        let plain = typed.replacing("T", with: " ").replacing("Z", with: "")
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .gmt).year().month().day()
            .time(includingFractionalSeconds: false)
        guard let date = (try? style.parse(plain)) ?? (try? style.parse("\(plain):00")) else {
            errors.add("captured_at", Phrase("field.invalid"))
            return nil
        }
        guard date <= now else {
            errors.add("captured_at", Phrase("field.in_future"))
            return nil
        }
        return date
    }

    private func claim(_ name: String, _ fields: Fields, _ errors: inout FormErrors) -> ContentClaim? {
        let text = errors.optional(fields, name, limit: Self.limit)
        let isGraded = ["reliability", "credibility"].contains { !(fields["\(name)_\($0)"] ?? "").isEmpty }
        guard !text.isEmpty || isGraded else { return nil }
        if text.isEmpty { errors.add(name, Phrase("field.required")) }
        let reliability = errors.code(
            fields, "\(name)_reliability", in: "source_reliability", lists, required: true)
        let credibility = errors.code(
            fields, "\(name)_credibility", in: "information_credibility", lists, required: true)
        guard let reliability, let credibility else { return nil }
        return ContentClaim(text: text, reliability: reliability, credibility: credibility)
    }

    static func state(_ capture: WebCapture) -> FormState {
        var state = FormState()
        state.set("url", capture.url)
        state.set("captured_at", UTCTime.minute(capture.capturedAt))
        state.set("collector", capture.collector)
        state.set("machine", capture.machine)
        state.set("network", capture.network)
        state.set("note", capture.note)
        for (name, claim) in capture.claims {
            state.set(name, claim?.text ?? "")
            state.set("\(name)_reliability", claim?.reliability ?? "")
            state.set("\(name)_credibility", claim?.credibility ?? "")
        }
        return state
    }

    /// - Parameter version: Of the record that is revised; nil for a new one.
    func html(action: String, token: String, version: Int?, _ state: FormState, _ words: Words) -> HTML {
        let fields = FormFields(words, state)
        return fields.form(
            action: action, token: token, multipart: version == nil,
            version.map { fields.hidden("version", String($0)) } ?? .empty,
            fields.text("url", Phrase("record.capture.url"), hint: Phrase("capture.url.hint"), required: true),
            fields.text(
                "captured_at", Phrase("record.capture.captured_at"), hint: Phrase("capture.captured_at.hint"),
                required: true),
            fields.text("collector", Phrase("record.capture.collector"), required: true),
            fields.text("machine", Phrase("record.capture.machine"), hint: Phrase("capture.machine.hint")),
            fields.text("network", Phrase("record.capture.network"), hint: Phrase("capture.network.hint")),
            fields.textarea("note", Phrase("record.capture.note"), rows: 3),
            version == nil
                ? fields.file(
                    "files", Phrase("record.capture.files"), hint: Phrase("capture.files.hint"), multiple: true)
                : .empty,
            .list(Self.claims.map { claim($0, fields, words) }),
            fields.button(Phrase("capture.submit")))
    }

    private func claim(_ name: String, _ fields: FormFields, _ words: Words) -> HTML {
        .fieldset(
            [.class("field")],
            .legend(words.html(Phrase(key: "record.capture.\(name)"))),
            fields.textarea(name, Phrase("capture.claim"), rows: 2),
            fields.select(
                "\(name)_reliability", Phrase("capture.reliability"), options: grades("source_reliability", words)),
            fields.select(
                "\(name)_credibility", Phrase("capture.credibility"), options: grades("information_credibility", words))
        )
    }

    private func grades(_ list: String, _ words: Words) -> [Choice] {
        lists.choices(list, words).map { Choice($0.value, "\($0.value) – \($0.label)") }
    }
}

extension FormErrors {
    /// A text that may be empty.
    mutating func optional(_ fields: Fields, _ name: String, limit: Int) -> String {
        let typed = (fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        if typed.unicodeScalars.count > limit { add(name, Phrase("field.too_long", ["limit": .number(limit)])) }
        return typed
    }
}
