import CaseModel
import Foundation
import HTTP
import Web

/// The form of a translation.
struct TranslationForm: Sendable {
    let lists: CodeLists

    private static let textLimit = 100_000

    func parse(_ fields: Fields, among texts: [TranslatableText], now: Date) throws(FormErrors) -> Translation {
        var errors = FormErrors()
        let of = errors.choice(fields, "of", among: texts.map(\.name))
        let from = errors.code(fields, "from", in: "language", lists, required: true)
        let to = errors.code(fields, "to", in: "language", lists, required: true)
        let text = errors.text(fields, "text", limit: Self.textLimit)
        let translator = errors.text(fields, "translator", limit: 500)
        let means: Translation.Means? = errors.code(fields, "means")
        let day = day(fields, now, &errors)
        let reviser = errors.optional(fields, "reviser", limit: 500)
        if means == .revised, reviser.isEmpty { errors.add("reviser", Phrase("field.required")) }
        try errors.check()
        guard let of, let from, let to, let text, let translator, let means, let day,
            let source = texts.first(where: { $0.name == of })
        else { throw errors }
        return Translation(
            of: of, quoted: source.version, from: from, to: to, text: text, translator: translator, means: means,
            translatedOn: day, reviser: reviser)
    }

    private func day(_ fields: Fields, _ now: Date, _ errors: inout FormErrors) -> String? {
        guard let typed = errors.text(fields, "translated_on", limit: 10) else { return nil }
        let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        guard let date = try? style.parse(typed), style.format(date) == typed else {
            errors.add("translated_on", Phrase("field.invalid"))
            return nil
        }
        // A day that has begun somewhere is no day to come.
        let latest = style.format(now.addingTimeInterval(14 * 3600))
        guard typed <= latest else {
            errors.add("translated_on", Phrase("field.in_future"))
            return nil
        }
        return typed
    }

    static func state(_ translation: Translation) -> FormState {
        var state = FormState()
        state.set("of", translation.of)
        state.set("from", translation.from)
        state.set("to", translation.to)
        state.set("text", translation.text)
        state.set("translator", translation.translator)
        state.set("means", translation.means.rawValue)
        state.set("translated_on", translation.translatedOn)
        state.set("reviser", translation.reviser)
        return state
    }

    /// - Parameter version: Of the record that is revised; nil for a new one.
    func html(
        action: String, token: String, version: Int?, of texts: [TranslatableText], _ state: FormState, _ words: Words
    ) -> HTML {
        let fields = FormFields(words, state)
        let languages = lists.choices("language", words)
        return fields.form(
            action: action, token: token,
            version.map { fields.hidden("version", String($0)) } ?? .empty,
            fields.select(
                "of", Phrase("record.translation.of"), options: texts.map { Choice($0.name, title($0, words)) },
                required: true),
            fields.select("from", Phrase("record.translation.from"), options: languages, required: true),
            fields.select("to", Phrase("record.translation.to"), options: languages, required: true),
            fields.textarea("text", Phrase("record.translation.text"), required: true, rows: 8),
            fields.text("translator", Phrase("record.translation.translator"), required: true),
            fields.radios(
                "means", Phrase("record.translation.means"),
                options: Translation.Means.allCases.map { Choice($0.rawValue, words(Self.phrase($0))) }, required: true),
            fields.text(
                "translated_on", Phrase("record.translation.translated_on"), hint: Phrase("translation.day.hint"),
                required: true, kind: .code, size: 12),
            fields.text("reviser", Phrase("record.translation.reviser"), hint: Phrase("translation.reviser.hint")),
            fields.button(Phrase("translation.submit")))
    }

    func title(_ text: TranslatableText, _ words: Words) -> String {
        let kind = text.name.prefix { $0 != "/" }
        let what = words(Phrase(key: "translation.of.\(kind)"))
        let id = text.name.split(separator: "/").last.map { String($0.prefix(8)) } ?? ""
        return [what, text.title ?? text.receivedAt.map(UTCTime.minute), id].compactMap { $0 }.joined(separator: " · ")
    }

    static func phrase(_ means: Translation.Means) -> Phrase {
        Phrase(key: "translation.means.\(means.rawValue.lowercased())")
    }
}
