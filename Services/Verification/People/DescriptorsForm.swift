import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The inputs for what describes somebody: every one may be left empty, which means that nobody asked.
struct DescriptorsForm: Sendable {
    let lists: CodeLists

    /// What may be counted of a group.
    private static let countedGenders = ["F", "M", "NB", "UNDISCLOSED", "UNKNOWN"]

    func inputs(_ fields: FormFields, _ about: RecordSurroundings) -> HTML {
        let words = fields.words
        return .fieldset(
            [.class("field")],
            .legend(words.html(Phrase("people.descriptors"))),
            .p([.class("hint")], words.html(Phrase("people.descriptors.hint"))),
            fields.select("gender", Phrase("people.gender"), options: lists.choices("gender", words)),
            .details(
                Self.countedGenders.contains { !fields.state.value("gender_\($0)").isEmpty } ? [.open] : [],
                .summary(words.html(Phrase("people.gender.numbers"))),
                .list(
                    Self.countedGenders.map { code in
                        let label = lists.label(code, in: "gender", words)
                        return fields.text(
                            "gender_\(code)", Phrase("people.gender.number", ["gender": .text(label)]),
                            kind: .number, maxLength: 10, size: 8)
                    })),
            fields.select("age_band", Phrase("people.age_band"), options: lists.choices("age_band", words)),
            fields.boxes(
                "vulnerabilities", Phrase("people.vulnerabilities"), options: lists.choices("vulnerability", words)),
            fields.select(
                "descriptors_basis", Phrase("people.basis"),
                options: Descriptors.Basis.allCases.map { Choice($0.rawValue, words($0.phrase)) },
                hint: Phrase("people.basis.hint")))
    }

    func state(of descriptors: Descriptors) -> FormState {
        var state = FormState()
        state.set("gender", descriptors.gender ?? "")
        for (code, count) in descriptors.genderCounts { state.set("gender_\(code)", String(count)) }
        state.set("age_band", descriptors.ageBand ?? "")
        state.set("vulnerabilities", descriptors.vulnerabilities)
        state.set("descriptors_basis", descriptors.basis?.rawValue ?? "")
        return state
    }

    /// - Parameters:
    ///   - unit: Of the subject; empty where it has been checked.
    ///   - count: How many the subject is, where that is known.
    func read(
        _ fields: Fields, unit: String, count: Int?, of subject: String, _ errors: inout FormErrors
    ) -> Descriptors {
        var descriptors = Descriptors(subject: subject)
        descriptors.gender = errors.code(fields, "gender", in: "gender", lists, required: false)
        descriptors.ageBand = errors.code(fields, "age_band", in: "age_band", lists, required: false)
        descriptors.vulnerabilities = errors.codes(fields, "vulnerabilities", in: "vulnerability", lists)
        for code in Self.countedGenders {
            descriptors.genderCounts[code] = errors.number(fields, "gender_\(code)", in: 0...SubjectForm.mostPeople)
        }
        if let typed = fields["descriptors_basis"], !typed.isEmpty {
            descriptors.basis = errors.choice(
                fields, "descriptors_basis", among: Descriptors.Basis.allCases.map(\.rawValue)
            ).flatMap(Descriptors.Basis.init)
        }
        if !unit.isEmpty { check(descriptors, unit, count, &errors) }
        return descriptors
    }

    private func check(_ descriptors: Descriptors, _ unit: String, _ count: Int?, _ errors: inout FormErrors) {
        if unit == "INDIVIDUAL" {
            if ["MIXED", "NA_ENTITY"].contains(descriptors.gender) {
                errors.add("gender", Phrase("people.gender.individual"))
            }
            if descriptors.ageBand == "MIXED" { errors.add("age_band", Phrase("people.gender.individual")) }
        }
        let sum = descriptors.genderCounts.values.reduce(0, +)
        if !descriptors.genderCounts.isEmpty, unit == "INDIVIDUAL" || unit == "ORGANIZATION" {
            errors.add("gender", Phrase("people.gender.not_a_group"))
        } else if let count, sum > count {
            errors.add("gender", Phrase("people.gender.too_many"))
        }
        guard descriptors.isSensitive, errors.error("descriptors_basis") == nil else { return }
        switch descriptors.basis {
        case .own, .allowed: break
        case .other: errors.add("descriptors_basis", Phrase("people.basis.refused"))
        case nil: errors.add("descriptors_basis", Phrase("people.basis.needed"))
        }
    }
}

extension Descriptors {
    /// Whether nothing was asked.
    var isEmpty: Bool {
        gender == nil && genderCounts.isEmpty && ageBand == nil && vulnerabilities.isEmpty
    }
}

extension Descriptors.Basis {
    var phrase: Phrase {
        switch self {
        case .own: Phrase("people.basis.own_statement")
        case .allowed: Phrase("people.basis.with_consent")
        case .other: Phrase("people.basis.third_party")
        }
    }
}
