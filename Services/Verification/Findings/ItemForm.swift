import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The form of one item of information.
struct ItemForm: Sendable {
    let lists: CodeLists
    let words: Words

    static let names = [
        "source_ref", "source", "source_type", "reliability", "credibility", "independence_group", "told_by",
        "told_by_item", "supports", "contradicts", "nexus_evidence", "confirmed_by", "note", "quote", "quote_language",
        "quote_of",
    ]

    /// - Parameters:
    ///   - others: The items that it can name.
    ///   - version: What is being changed; nil for a new item.
    func html(
        action: String, _ findings: Findings, others: [Item], version: Int?, _ state: FormState, _ staff: Staff
    ) -> HTML {
        let fields = FormFields(words, state)
        let named = others.map { Choice("\($0.id)", ItemWords(lists, words).name($0)) }
        return fields.form(
            action: action, token: staff.formToken,
            version.map { fields.hidden("version", String($0)) } ?? .empty,
            source(fields, findings), grades(fields, named), claims(fields),
            fields.textarea("note", Phrase("finding.note"), rows: 5),
            fields.optional(
                Phrase("finding.quote.title"), ["quote", "quote_language", "quote_of"],
                fields.textarea("quote", Phrase("finding.quote"), rows: 4),
                fields.select(
                    "quote_language", Phrase("finding.quote_language"), options: lists.choices("language", words)),
                fields.text("quote_of", Phrase("finding.quote_of"), maxLength: Self.short)),
            fields.button(version == nil ? Phrase("finding.submit") : Phrase("finding.save")))
    }

    private func source(_ fields: FormFields, _ findings: Findings) -> HTML {
        let offered = findings.sources.map { offer in
            Choice(
                offer.source.rawValue,
                words(
                    Phrase(
                        key: "finding.source.\(offer.source.kind.rawValue)", ["time": .text(UTCTime.minute(offer.at))]))
                    + " · \(offer.source.id.uuidString.lowercased().prefix(8))")
        }
        return .list(
            fields.text(
                "source_ref", Phrase("finding.source_ref"), hint: Phrase("finding.source_ref.hint"), required: true,
                maxLength: Self.line),
            .when(!offered.isEmpty, fields.select("source", Phrase("finding.source_link"), options: offered)),
            fields.select(
                "source_type", Phrase("finding.source"), options: lists.choices("source_type", words), required: true))
    }

    private func grades(_ fields: FormFields, _ others: [Choice]) -> HTML {
        .list(
            fields.select(
                "reliability", Phrase("finding.reliability"), options: graded("source_reliability"),
                hint: Phrase("finding.reliability.hint")),
            fields.select(
                "credibility", Phrase("finding.credibility"), options: graded("information_credibility"),
                hint: Phrase("finding.credibility.hint")),
            .when(
                !others.isEmpty || !fields.state.all("confirmed_by").isEmpty,
                fields.checkboxes(
                    "confirmed_by", Phrase("finding.confirmed_by"), options: others,
                    hint: Phrase("finding.confirmed_by.hint"))),
            fields.text(
                "independence_group", Phrase("finding.group"), hint: Phrase("finding.group.hint"), required: true,
                maxLength: Self.short),
            fields.text("told_by", Phrase("finding.told_by"), maxLength: Self.line),
            .when(
                !others.isEmpty || fields.state.error("told_by_item") != nil,
                fields.select("told_by_item", Phrase("finding.told_by_item"), options: others)))
    }

    private func claims(_ fields: FormFields) -> HTML {
        let claims = Claim.allCases.map { Choice($0.rawValue, words($0.phrase)) }
        return .list(
            fields.checkboxes("supports", Phrase("finding.supports"), options: claims),
            fields.checkboxes("contradicts", Phrase("finding.contradicts"), options: claims),
            fields.select(
                "nexus_evidence", Phrase("finding.nexus_evidence"),
                options: lists.choices("nexus_strength", words).filter { $0.value != NexusStrength.n0.rawValue },
                hint: Phrase("finding.nexus_evidence.hint")))
    }

    func graded(_ list: String) -> [Choice] {
        lists.choices(list, words).map { Choice($0.value, "\($0.value) – \($0.label)") }
    }

    // MARK: Reading it

    /// The item that the fields tell of; throws what is wrong with them.
    static func parse(_ fields: Fields, _ lists: CodeLists) throws(FormErrors) -> ItemContent {
        var errors = FormErrors()
        let reference = errors.text(fields, "source_ref", limit: line)
        let type: SourceType? = errors.code(fields, "source_type")
        let group = errors.text(fields, "independence_group", limit: short)
        guard let reference, let type, let group else {
            // What else is wrong is said at the same time.
            _ = rest(of: ItemContent.empty, fields, lists, &errors)
            throw errors
        }
        var item = ItemContent.empty
        item.sourceRef = reference
        item.sourceType = type
        item.group = group
        item = rest(of: item, fields, lists, &errors)
        try errors.check()
        return item
    }

    private static func rest(
        of item: ItemContent, _ fields: Fields, _ lists: CodeLists, _ errors: inout FormErrors
    ) -> ItemContent {
        var item = item
        item.source = errors.optionalCode(fields, "source")
        item.reliability = errors.optionalCode(fields, "reliability")
        item.credibility = errors.optionalCode(fields, "credibility")
        if (item.reliability == nil) != (item.credibility == nil) {
            let missing = item.reliability == nil ? "reliability" : "credibility"
            if fields[missing]?.isEmpty != false { errors.add(missing, Phrase("finding.grade.both")) }
        }
        item.toldBy = errors.optionalText(fields, "told_by", limit: line)
        item.toldByItem = errors.records(fields, "told_by_item").first
        item.supports = errors.codes(fields, "supports")
        item.contradicts = errors.codes(fields, "contradicts")
        if item.supports.contains(where: item.contradicts.contains) {
            errors.add("contradicts", Phrase("finding.contradicts.both"))
        }
        item.shows = errors.optionalCode(fields, "nexus_evidence")
        let isAboutLink = item.supports.contains(.nexus) || item.contradicts.contains(.nexus)
        if item.shows != nil, !isAboutLink { errors.add("nexus_evidence", Phrase("finding.nexus_evidence.claim")) }
        item.confirmedBy = errors.records(fields, "confirmed_by")
        item.note = errors.optionalText(fields, "note", limit: FieldLimits.message)
        item.quote = errors.optionalText(fields, "quote", limit: FieldLimits.message)
        item.quoteLanguage = errors.code(fields, "quote_language", in: "language", lists, required: false) ?? ""
        item.quoteOf = errors.optionalText(fields, "quote_of", limit: short)
        return item
    }

    private static let short = 60
    private static let line = 300
}

extension ItemContent {
    /// Nothing said yet.
    static var empty: ItemContent {
        ItemContent(sourceRef: "", sourceType: .anonymous, group: "", supports: [], contradicts: [], note: "")
    }

    /// As the form has it.
    var formState: FormState {
        FormState(values: [
            "source_ref": [sourceRef], "source": [source?.rawValue ?? ""], "source_type": [sourceType.rawValue],
            "reliability": [reliability?.rawValue ?? ""], "credibility": [credibility?.rawValue ?? ""],
            "independence_group": [group], "told_by": [toldBy], "told_by_item": [toldByItem?.description ?? ""],
            "supports": supports.map(\.rawValue), "contradicts": contradicts.map(\.rawValue),
            "nexus_evidence": [shows?.rawValue ?? ""], "confirmed_by": confirmedBy.map(\.description), "note": [note],
            "quote": [quote], "quote_language": [quoteLanguage], "quote_of": [quoteOf],
        ])
    }
}

extension Claim {
    var phrase: Phrase {
        switch self {
        case .act: Phrase("finding.claim.act")
        case .nexus: Phrase("finding.claim.nexus")
        case .attribution: Phrase("finding.claim.attribution")
        }
    }
}

extension FormErrors {
    /// Ids of records; what is none is an error.
    mutating func records(_ fields: Fields, _ name: String) -> [RecordID] {
        let typed = fields.values(name).filter { !$0.isEmpty }
        var ids: [RecordID] = []
        for id in typed.compactMap({ RecordID($0) }) where !ids.contains(id) { ids.append(id) }
        if typed.contains(where: { RecordID($0) == nil }) { add(name, Phrase("field.unknown_code")) }
        return ids
    }
}

extension FormState {
    /// What was typed into these fields, every value of each.
    init(typed fields: Fields, _ names: [String]) {
        self.init(values: Dictionary(names.map { ($0, fields.values($0)) }, uniquingKeysWith: { first, _ in first }))
    }
}
