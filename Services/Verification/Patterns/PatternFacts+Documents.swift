import CaseModel
import Foundation

extension PatternFacts {
    /// What a submission says, with all that its source added.
    ///
    /// - Parameters:
    ///   - first: The first submission of the case that it belongs to; nil where there is none.
    ///   - textGroup: The first submission with nearly the same text.
    ///   - common: Encodings that are no names.
    init(
        _ file: SourceFile, first: SubmissionID?, textGroup: SubmissionID?, common: Set<String>, _ lists: CodeLists
    ) {
        let unit = (first ?? file.row.id).uuid
        self.init(unit: unit, reportedAt: file.row.receivedAt)
        self.textGroup = textGroup?.uuid
        unansweredSince = file.unansweredCheckIn
        guard let content = file.content else { return }
        acts = Set(content.acts)
        statesOfAct = Set([content.stateOfAct].compactMap { $0 })
        entities = Set(content.unEntities)
        event = content.eventID
        if let day = content.happened, day.precision == "EXACT" { days = [day.text] }
        if Self.isDetention(content.acts, lists), !content.place.isEmpty {
            detentionPlaces = [Self.place(content.place)]
        }
        persons = [Self.person(content, common) ?? Self.unnamed(in: unit)]
    }

    /// What officers hold of a case: its codes, and the people and acts among its records.
    init(
        _ file: CaseFile, records: [(kind: RecordKind, fields: [String: FieldValue])], common: Set<String>,
        _ lists: CodeLists
    ) {
        let unit = file.submissions.first?.id.uuid ?? file.row.id.uuid
        self.init(unit: unit, reportedAt: file.row.openedAt)
        acts = Set(file.record.acts)
        statesOfAct = Set([file.record.stateOfAct].compactMap { $0 })
        entities = Set(file.record.unEntities)
        let codes = Findable(file, records: records, lists).codes
        acts.formUnion(codes.filter { $0.facet == .act }.map(\.code))
        statesOfAct.formUnion(codes.filter { $0.facet == .stateOfAct }.map(\.code))
        entities.formUnion(codes.filter { $0.facet == .entity }.map(\.code))
        for record in records where record.kind.code == "SUBJECT" {
            let person = Self.person(record.fields.filter { $0.key.lowercased().contains("name") }, common)
            if !person.isEmpty { persons.append(person) }
        }
    }

    private static func isDetention(_ acts: [String], _ lists: CodeLists) -> Bool {
        acts.contains { lists.item($0, in: "act_type")?.group == "LIBERTY" }
    }

    private static func place(_ typed: String) -> String {
        FoldedText.words(FoldedText.fold(typed)).joined(separator: " ")
    }

    /// Whom a submission is about: who is said to be affected, else the full names in what was told.
    private static func person(_ content: SubmissionContent, _ common: Set<String>) -> Person? {
        let affected = NameEncoding.encodings(of: content.affected, common: common)
        let full = affected.filter { $0.contains("+") }
        if !affected.isEmpty { return full.isEmpty ? affected : full }
        let named = NameEncoding.encodings(of: content.narrative, common: common).filter { $0.contains("+") }
        return named.isEmpty ? nil : named
    }

    private static func person(_ fields: [String: FieldValue], _ common: Set<String>) -> Person {
        var texts: [String] = []
        func collect(_ value: FieldValue) {
            switch value {
            case .text(let text): texts.append(text)
            case .list(let items): items.forEach(collect)
            case .object(let fields): fields.values.forEach(collect)
            case .null, .truth, .number: break
            }
        }
        fields.values.forEach(collect)
        let all = texts.reduce(into: Person()) { $0.formUnion(NameEncoding.encodings(of: $1, common: common)) }
        let full = all.filter { $0.contains("+") }
        return full.isEmpty ? all : full
    }
}

extension SourceFile {
    /// When the source was last asked whether they are safe, where they have sent nothing since.
    var unansweredCheckIn: Date? {
        guard let asked = messages.last(where: { $0.content?.kind == .checkIn })?.sentAt,
            !updates.contains(where: { $0.receivedAt >= asked })
        else { return nil }
        return asked
    }
}
