import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// The form for a person, group, organization or population. A new one's descriptors can be given with it; later they are
/// changed on a page of their own.
struct SubjectForm: RecordForm {
    typealias Content = Subject

    let lists: CodeLists

    static let path = "people"
    static let section = CaseSection.people
    static let saving = AuditAction("subject.save")
    static let removing = AuditAction("subject.remove")
    static let adding = Phrase("people.add")
    static let changing = Phrase("people.change")

    private static let nameLimit = 300
    private static let mostNames = 50
    private static let noteLimit = 10_000
    static let mostPeople = 2_000_000_000

    private var descriptors: DescriptorsForm { DescriptorsForm(lists: lists) }

    func inputs(_ fields: FormFields, _ about: RecordSurroundings) -> HTML {
        let words = fields.words
        return .list(
            fields.text(
                "display_name", Phrase("people.display_name"), hint: Phrase("people.display_name.hint"),
                maxLength: Self.nameLimit),
            fields.textarea(
                "name_variants", Phrase("people.name_variants"), hint: Phrase("people.name_variants.hint"), rows: 4),
            fields.checkbox("withheld", Phrase("people.withheld"), hint: Phrase("people.withheld.hint")),
            fields.select("unit", Phrase("people.unit"), options: lists.choices("target_unit", words), required: true),
            fields.text(
                "count", Phrase("people.count"), hint: Phrase("people.count.hint"), kind: .number, maxLength: 10,
                size: 12),
            fields.boxes(
                "categories", Phrase("people.categories"), options: lists.choices("target_category", words),
                hint: Phrase("people.categories.hint")),
            fields.selects("state_of_nationality", Phrase("people.nationality"), options: lists.states(words)),
            statuses(fields),
            about.record == nil ? descriptors.inputs(fields, about) : .empty,
            fields.textarea("notes", Phrase("people.notes"), rows: 5),
            fields.sources("submissions", about.submissions))
    }

    private static let statusNames = ["legal_status", "legal_status_date", "legal_status_note"]

    private func statuses(_ fields: FormFields) -> HTML {
        let options = lists.choices("legal_status", fields.words)
        return .fieldset(
            [.class("field")],
            .legend(fields.words.html(Phrase("people.legal_status"))),
            .p([.class("hint")], fields.words.html(Phrase("people.legal_status.hint"))),
            NumberedRows.html("legal_status", Self.statusNames, fields, more: Phrase("people.legal_status.more")) {
                row in
                .div(
                    [.class("row")],
                    fields.select(
                        NumberedRows.name("legal_status", row), Phrase("people.legal_status.row", row: row),
                        options: options),
                    fields.text(
                        NumberedRows.name("legal_status_date", row), Phrase("people.legal_status.date", row: row),
                        kind: .code, maxLength: 10, size: 12),
                    fields.text(
                        NumberedRows.name("legal_status_note", row), Phrase("people.legal_status.note", row: row),
                        maxLength: Self.nameLimit))
            })
    }

    func state(of subject: Subject) -> FormState {
        var state = FormState()
        state.set("display_name", subject.displayName)
        state.set("name_variants", subject.nameVariants.joined(separator: "\n"))
        state.set("withheld", subject.withheld ? "yes" : "")
        state.set("unit", subject.unit)
        state.set("count", subject.count.map { String($0) } ?? "")
        state.set("categories", subject.categories)
        state.set("state_of_nationality", subject.nationalities)
        state.set("notes", subject.notes)
        state.set("submissions", subject.submissions)
        for (index, status) in subject.legalStatus.enumerated() {
            state.set(NumberedRows.name("legal_status", index + 1), status.status)
            state.set(NumberedRows.name("legal_status_date", index + 1), status.date ?? "")
            state.set(NumberedRows.name("legal_status_note", index + 1), status.note ?? "")
        }
        return state
    }

    func parse(_ fields: Fields, _ about: RecordSurroundings, at now: Date) throws(FormErrors) -> Subject {
        var errors = FormErrors()
        var subject = Subject()
        subject.displayName = errors.optionalText(fields, "display_name", limit: Self.nameLimit)
        subject.nameVariants = errors.lines(fields, "name_variants", limit: Self.nameLimit, most: Self.mostNames)
            .filter { $0 != subject.displayName }
        subject.withheld = fields["withheld"] == "yes"
        let unit = errors.code(fields, "unit", in: "target_unit", lists, required: true)
        subject.unit = unit ?? subject.unit
        subject.count = count(fields, unit, &errors)
        subject.categories = errors.codes(fields, "categories", in: "target_category", lists)
        subject.nationalities = errors.states(fields, "state_of_nationality", lists)
        subject.legalStatus = statuses(fields, at: now, &errors)
        subject.notes = errors.optionalText(fields, "notes", limit: Self.noteLimit)
        subject.submissions = errors.ids(fields, "submissions", among: about.submissionIDs)
        if about.record == nil {
            _ = descriptors.read(fields, unit: subject.unit, count: subject.count, of: "", &errors)
        }
        try errors.check()
        return subject
    }

    /// One where there can be but one; of a group two or more, or nobody knows how many.
    private func count(_ fields: Fields, _ unit: String?, _ errors: inout FormErrors) -> Int? {
        let count = errors.number(fields, "count", in: 1...Self.mostPeople)
        guard let unit else { return count }
        if Subject.single.contains(unit) {
            if let count, count != 1 { errors.add("count", Phrase("people.count.one")) }
            return 1
        }
        if unit != "POPULATION", count == 1 { errors.add("count", Phrase("people.count.group")) }
        return count
    }

    private func statuses(_ fields: Fields, at now: Date, _ errors: inout FormErrors) -> [Subject.LegalStatus] {
        var statuses: [Subject.LegalStatus] = []
        for row in 1...NumberedRows.most {
            let name = NumberedRows.name("legal_status", row)
            let code = errors.code(fields, name, in: "legal_status", lists, required: false)
            let date = errors.date(fields, NumberedRows.name("legal_status_date", row), at: now)
            let note = errors.optionalText(
                fields, NumberedRows.name("legal_status_note", row), limit: Self.nameLimit)
            if let code {
                statuses.append(.init(status: code, date: date, note: note.isEmpty ? nil : note))
            } else if errors.error(name) == nil, date != nil || !note.isEmpty {
                errors.add(name, Phrase("field.required"))
            }
        }
        // In the order of their days, however they were typed; of one day, as they were typed.
        let sorted = statuses.enumerated().sorted { one, other in
            (one.element.date ?? "9", one.offset) < (other.element.date ?? "9", other.offset)
        }
        return sorted.map(\.element)
    }

    func addMore(
        beside id: RecordID, _ fields: Fields, _ about: RecordSurroundings, _ writer: RecordWriter,
        in transaction: inout Transaction
    ) async throws {
        var errors = FormErrors()
        let described = descriptors.read(fields, unit: "", count: nil, of: id.description, &errors)
        if !described.isEmpty { _ = try await writer.add(described, in: &transaction) }
    }

    /// Somebody who is named elsewhere in the case cannot go; what described them goes with them.
    func removeMore(
        beside id: RecordID, _ about: RecordSurroundings, _ writer: RecordWriter, in transaction: inout Transaction
    ) async throws {
        guard !about.coding.mentions(id) else {
            throw FormErrors([FormError("reason", Phrase("people.remove.named"))])
        }
        for described in try await writer.all(Descriptors.self, in: &transaction)
        where described.content.subject == id.description {
            try await writer.remove(
                Descriptors.self, described.id, seen: described.version, because: "–", in: &transaction)
        }
    }
}

extension Phrase {
    /// The label of a field in a numbered row.
    init(_ key: StaticString, row: Int) {
        self.init(key, ["row": .number(row)])
    }
}
