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
        let codes = Findable(file, records: records, lists).codes
        func all(_ facet: Facet) -> Set<String> { Set(codes.filter { $0.facet == facet }.map(\.code)) }
        acts = all(.act)
        statesOfAct = all(.stateOfAct)
        entities = all(.entity)
        event = all(.event).compactMap { UNEventID($0) }.min { $0.description < $1.description }
        for (place, record) in records.enumerated() {
            switch record.kind {
            case Subject.kind: add(subject: record.fields, "\(file.row.id)-\(place)", common)
            case Act.kind: add(act: record.fields, lists)
            default: break
            }
        }
    }

    /// A person, or one group, whose members nobody told apart.
    ///
    /// - Parameter unnamed: Stands for somebody without a name.
    private mutating func add(subject fields: [String: FieldValue], _ unnamed: String, _ common: Set<String>) {
        guard ["INDIVIDUAL", "GROUP"].contains(fields["unit"]?.text ?? "") else { return }
        let names = ["displayName", "nameVariants"].flatMap { fields[$0]?.texts ?? [] }
        let all = names.reduce(into: Person()) { $0.formUnion(NameEncoding.encodings(of: $1, common: common)) }
        let full = all.filter { $0.contains("+") }
        persons.append(all.isEmpty ? [unnamed] : full.isEmpty ? all : full)
    }

    private mutating func add(act fields: [String: FieldValue], _ lists: CodeLists) {
        if let act = fields["act"]?.text, Self.isDetention([act], lists), let place = fields["place"]?.text,
            !place.isEmpty
        {
            detentionPlaces.insert(Self.place(place))
        }
        if case .object(let date) = fields["date"], date["precision"]?.text == "EXACT", let day = date["from"]?.text {
            days.insert(day)
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
}

extension FieldValue {
    fileprivate var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// Its text, or those of its list.
    fileprivate var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let items): items.flatMap(\.texts)
        case .null, .truth, .number, .object: []
        }
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
