import CaseModel
import Foundation
import HTTP
import Web

/// The forms on a file's pages.
enum EvidenceForms {
    /// Rows for areas to be blacked out.
    static let areaRows = 2
    static let mostAreas = 50
    static let areaFields = ["page", "x", "y", "width", "height"]
    private static let reasonLimit = 2000

    static func original(_ fields: Fields) throws(FormErrors) -> (isWarned: Bool, reason: String) {
        var errors = FormErrors()
        let reason = errors.text(fields, "reason", limit: reasonLimit)
        if fields["known"] != "yes" { errors.add("known", Phrase("evidence.original.confirm")) }
        try errors.check()
        return (true, reason ?? "")
    }

    static func copy(_ fields: Fields) throws(FormErrors) -> CopyKind {
        var errors = FormErrors()
        let kind = errors.choice(fields, "kind", among: AskForCopy.kinds.map(\.rawValue)).flatMap(CopyKind.init)
        try errors.check()
        guard let kind else { throw errors }
        return kind
    }

    static func areas(_ fields: Fields) throws(FormErrors) -> (areas: [RedactedArea], reason: String) {
        var errors = FormErrors()
        var areas: [RedactedArea] = []
        for row in 1...mostAreas
        where areaFields.dropFirst().contains(where: { !typed(fields["\($0)_\(row)"]).isEmpty }) {
            if let area = area(row, { fields[$0] ?? "" }) {
                areas.append(area)
            } else {
                errors.add("x_\(row)", Phrase("evidence.redact.wrong"))
            }
        }
        if areas.isEmpty, errors.isEmpty { errors.add("x_1", Phrase("evidence.redact.none")) }
        let reason = errors.text(fields, "reason", limit: reasonLimit)
        try errors.check()
        return (areas, reason ?? "")
    }

    /// The area of a row; nil where what was typed is none.
    static func area(_ row: Int, _ value: (String) -> String) -> RedactedArea? {
        let texts = areaFields.map { typed(value("\($0)_\(row)")).replacing(",", with: ".") }
        let numbers = texts.dropFirst().compactMap(Double.init)
        guard let page = Int(texts[0].isEmpty ? "1" : texts[0]), numbers.count == 4 else { return nil }
        let area = RedactedArea(page: page, x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
        return area.isPossible ? area : nil
    }

    private static func typed(_ value: String?) -> String { (value ?? "").trimmingCharacters(in: .whitespaces) }

    static func handOver(_ fields: Fields) throws(FormErrors) -> HandOverEvidence.Input {
        var errors = FormErrors()
        let kind = errors.choice(fields, "kind", among: HandOverEvidence.kinds.map(\.rawValue))
        let recipient = errors.text(fields, "recipient", limit: 500)
        let reason = errors.text(fields, "reason", limit: reasonLimit)
        let typed = fields["copy"] ?? ""
        let copy = CopyID(typed)
        if !typed.isEmpty, copy == nil { errors.add("copy", Phrase("field.unknown_code")) }
        if kind == CustodyKind.released.rawValue, typed.isEmpty {
            errors.add("copy", Phrase("evidence.hand.copy_only"))
        }
        try errors.check()
        guard let kind = kind.flatMap(CustodyKind.init), let recipient, let reason else { throw errors }
        return HandOverEvidence.Input(kind: kind, copy: copy, recipient: recipient, reason: reason)
    }

    static func state(_ fields: Fields) -> FormState {
        var state = FormState()
        for field in fields.all where field.name != FormToken.field { state.set(field.name, field.value) }
        return state
    }
}
